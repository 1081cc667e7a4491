import type { NetworkKind, Position } from './place.ts';

/**
 * Reads what an MMDB says of an address, in the words of the files that are common: MaxMind (GeoLite2, GeoIP2),
 * DB-IP, IPinfo, IP2Location and ip-location-db. Unknown words say nothing. None of these ever throws.
 */

/** What is written where a country is not known, or is none. */
const noCountry = new Set(['ZZ', 'XX', 'EU', 'AP']);

/** `country.iso_code`, or `country_code`, or a country that is a code itself. */
export function countryIn(record: unknown): string | null {
  const found = first(record, ['country.iso_code', 'country_code', 'country', 'geo.country_code']);
  const code = typeof found === 'string' ? found.toUpperCase() : '';
  return /^[A-Z]{2}$/.test(code) && !noCountry.has(code) ? code : null;
}

/** `autonomous_system_number` as a number, or `asn` as « AS3215 »; 0 is no network. */
export function networkIn(record: unknown): string | null {
  const found = first(record, [
    'autonomous_system_number',
    'traits.autonomous_system_number',
    'asn',
    'as.asn',
    'as_number',
  ]);
  const digits = /^(?:AS)?0*(\d{1,10})$/i.exec(String(found ?? '').trim())?.[1];
  return digits === undefined || Number(digits) === 0 ? null : `AS${digits}`;
}

/** Latitude and longitude; 0, 0 is how some files write that they do not know. */
export function positionIn(record: unknown): Position | null {
  const lat = degrees(first(record, ['location.latitude', 'latitude', 'lat', 'geo.latitude']), 90);
  const lon = degrees(first(record, ['location.longitude', 'longitude', 'lng', 'lon', 'geo.longitude']), 180);
  return lat === null || lon === null || (lat === 0 && lon === 0) ? null : { lat, lon };
}

const longestName = 80;

/** `city.names` in the languages that pages have, or a city that is a name itself. */
export function cityIn(record: unknown): { fr: string; en: string } | null {
  const plain = first(record, ['city.names.en', 'city_name', 'city', 'geo.city']);
  const en = nameOf(plain);
  const fr = nameOf(first(record, ['city.names.fr'])) ?? en;
  return fr === null ? null : { fr, en: en ?? fr };
}

function nameOf(found: unknown): string | null {
  return typeof found === 'string' && found.length <= longestName && !/\p{C}/u.test(found) ? found : null;
}

function degrees(found: unknown, most: number): number | null {
  const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
  return typeof number === 'number' && Math.abs(number) <= most ? number : null;
}

/** Words of `user_type` (MaxMind, DB-IP), `usage_type` (IP2Location, DB-IP), `connection_type` and `as_type` (IPinfo). */
const kinds: Record<NetworkKind, readonly string[]> = {
  hosting: [
    'hosting',
    'content_delivery_network',
    'search_engine_spider',
    'consumer_privacy_network',
    'dch',
    'cdn',
    'ses',
  ],
  mobile: ['cellular', 'mobile', 'mob'],
  fixed: [
    'residential',
    'business',
    'cafe',
    'college',
    'school',
    'library',
    'government',
    'military',
    'dialup',
    'corporate',
    'cable/dsl',
    'cable',
    'dsl',
    'fiber',
    'education',
    'com',
    'org',
    'gov',
    'mil',
    'edu',
    'lib',
  ],
};
const kindOf = new Map(
  (Object.keys(kinds) as NetworkKind[]).flatMap((kind) => kinds[kind].map((word) => [word, kind] as const)),
);

const hostingFlags = ['is_hosting_provider', 'traits.is_hosting_provider', 'is_hosting', 'hosting'];
const mobileFlags = ['is_mobile', 'mobile'];
/** From the most to the least precise: the type of a whole autonomous system comes last. */
const kindFields = [
  'user_type',
  'traits.user_type',
  'connection_type',
  'traits.connection_type',
  'usage_type',
  'as_type',
  'as.type',
  'type',
];

/** What the network serves, or null where nothing says it: an « isp » alone serves homes and telephones alike. */
export function kindIn(record: unknown): NetworkKind | null {
  if (hostingFlags.some((name) => isYes(first(record, [name])))) return 'hosting';
  if (mobileFlags.some((name) => isYes(first(record, [name])))) return 'mobile';
  if (first(record, ['mobile_network_code', 'traits.mobile_network_code']) !== null) return 'mobile';
  const words = kindFields.map((name) => first(record, [name]));
  const said = words.map((word) => (typeof word === 'string' ? kindOf.get(word.toLowerCase()) : undefined));
  // Addresses of both travel, so one word for either outweighs those for homes and offices.
  return said.find((kind) => kind === 'hosting' || kind === 'mobile') ?? said.find(Boolean) ?? null;
}

function isYes(found: unknown): boolean {
  return found === true || found === 1 || found === 'true' || found === '1';
}

/** The first of these fields that has a value; « a.b » is b inside a. */
function first(record: unknown, names: readonly string[]): unknown {
  for (const name of names) {
    const found = name.split('.').reduce<unknown>(inside, record);
    if (found !== null && found !== undefined && found !== '' && typeof found !== 'object') return found;
  }
  return null;
}

function inside(record: unknown, name: string): unknown {
  return typeof record === 'object' && record !== null && Object.hasOwn(record, name)
    ? (record as Record<string, unknown>)[name]
    : null;
}
