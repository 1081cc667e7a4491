import type { Random } from '../random.ts';
import type { SeenPlace } from '../sign-in.ts';

export type Provider = { weight: number; network: string; id: number };
export type Country = { weight: number; code: string; id: number; homes: Provider[]; carriers: Provider[] };

const provider = (weight: number, network: string, id: number): Provider => ({ weight, network, id });

/** The organisation's country: the real networks of France, roughly by their share of lines. */
const home: Country = {
  weight: 0,
  code: 'FR',
  id: 0,
  homes: [
    provider(38, 'AS3215', 1),
    provider(21, 'AS12322', 2),
    provider(20, 'AS15557', 3),
    provider(17, 'AS5410', 4),
    provider(2, 'AS21502', 5),
    provider(1, 'AS35540', 6),
    provider(1, 'AS39180', 7),
  ],
  carriers: [
    provider(36, 'AS3215', 11),
    provider(24, 'AS15557', 12),
    provider(21, 'AS5410', 13),
    provider(19, 'AS51207', 14),
  ],
};

/** Where members live or travel when not at home, by how often. Their networks have made-up numbers. */
const elsewhere: Country[] = (
  [
    ['BE', 14],
    ['ES', 14],
    ['IT', 10],
    ['DE', 10],
    ['GB', 10],
    ['CH', 8],
    ['PT', 7],
    ['MA', 6],
    ['LU', 4],
    ['RE', 4],
    ['US', 5],
    ['CA', 3],
    ['TN', 3],
    ['DZ', 2],
  ] as const
).map(([code, weight], index) => ({
  weight,
  code,
  id: index + 1,
  homes: [50, 30, 20].map((share, i) =>
    provider(share, `AS${64_600 + index * 10 + i}`, 100 + index * 10 + i),
  ),
  carriers: [60, 40].map((share, i) => provider(share, `AS${64_605 + index * 10 + i}`, 105 + index * 10 + i)),
}));

/** Exits of personal VPNs. */
const exits: Provider[] = [
  provider(40, 'AS9009', 400),
  provider(35, 'AS60068', 401),
  provider(25, 'AS212238', 402),
];

const regions = 12;
const linesPerRegion = 40;

/**
 * The addresses of the world. A home network has 12 regions of 40 prefixes, a carrier 48 prefixes of 48 addresses
 * that all its customers share, a person's sign-ins coming through four of them three times out of four.
 */
export const networks = {
  home,
  elsewhere,

  /** A line of a home network: a prefix of its region, an address of its own. */
  line(random: Random, country: Country, by: Provider, region: number): SeenPlace {
    return v4(country, by, region * linesPerRegion + random.int(linesPerRegion), 1 + random.int(254));
  },

  /** The same line seen over IPv6: a /48 that about 250 lines share, a /64 of its own. */
  lineV6(random: Random, country: Country, by: Provider, region: number): SeenPlace {
    const wide = `2a01:${by.id.toString(16)}:${(region * linesPerRegion + random.int(linesPerRegion)).toString(16)}`;
    return {
      country: country.code,
      network: by.network,
      prefix: `${wide}::/48`,
      address: `${wide}:${random.int(65_536).toString(16)}::/64`,
    };
  },

  /** An office's fixed address, in the prefixes that its provider keeps for firms. */
  office: (random: Random, country: Country, by: Provider): SeenPlace =>
    v4(country, by, 600 + random.int(200), 1 + random.int(254)),

  /** One of the addresses behind which a carrier hides its customers. */
  carrier(random: Random, country: Country, by: Provider, gateway: number): SeenPlace {
    const prefix = random.chance(0.75) ? gateway * 4 + random.int(4) : random.int(48);
    return v4(country, by, 800 + prefix, 1 + random.int(48));
  },

  exit: (random: Random, country: Country): SeenPlace =>
    v4(country, random.weighted(exits), 900 + random.int(12), 1 + random.int(60)),

  region: (random: Random): number => random.int(regions),
  gateway: (random: Random): number => random.int(12),
};

function v4(country: Country, by: Provider, prefix: number, host: number): SeenPlace {
  // Every provider has its own /12 or so of made-up addresses; an exit is in another country, in other prefixes.
  const place = by.id * 1_000 + prefix + (by.id >= 400 ? country.id * 20 : 0);
  const wide = `${1 + (place >> 16)}.${(place >> 8) & 255}.${place & 255}`;
  return {
    country: country.code,
    network: by.network,
    prefix: `${wide}.0/24`,
    address: `${wide}.${host}`,
  };
}
