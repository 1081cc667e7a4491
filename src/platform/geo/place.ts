/** What the data say of an address. Null: they do not say, which is worth 0 bits, never an error. */
export type Place = {
  /** ISO 3166-1: « FR ». */
  country: string | null;
  /** The autonomous system: « AS3215 ». */
  network: string | null;
  kind: NetworkKind | null;
  /** The town's name in each language, for people to read; nothing is decided by it. */
  city: { fr: string; en: string } | null;
  /** Degrees, of the city at best. */
  at: Position | null;
};

export type Position = { lat: number; lon: number };

/** What a network serves: machines, telephones (whose addresses travel), or homes and offices. */
export type NetworkKind = 'hosting' | 'mobile' | 'fixed';

/** Nothing is known: a private or broken address, no file, or an address in none of them. */
export const nowhere: Place = Object.freeze({
  country: null,
  network: null,
  kind: null,
  city: null,
  at: null,
});
