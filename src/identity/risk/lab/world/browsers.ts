import { dayMs } from '../../../../core/clock.ts';
import type { Random } from '../random.ts';

export type DeviceKind = 'desktop' | 'mobile' | 'tablet';

/** One browser on one device, for as long as it is used. */
export type Browser = {
  kind: DeviceKind;
  system: string;
  systemVersion: number;
  family: string;
  /** What full user agents tell besides: the model of a telephone, the point release of a computer's system. */
  model: string;
  /** How late its updates come, in days. */
  lagDays: number;
};

type Share = { weight: number; system: string; versions: readonly [version: number, weight: number][] };
const systems: Record<DeviceKind, Share[]> = {
  desktop: [
    {
      weight: 80,
      system: 'Windows',
      versions: [
        [11, 62],
        [10, 38],
      ],
    },
    {
      weight: 15,
      system: 'macOS',
      versions: [
        [15, 45],
        [14, 35],
        [13, 20],
      ],
    },
    { weight: 5, system: 'Linux', versions: [[6, 1]] },
  ],
  mobile: [
    {
      weight: 62,
      system: 'Android',
      versions: [
        [15, 25],
        [14, 32],
        [13, 24],
        [12, 12],
        [11, 7],
      ],
    },
    {
      weight: 38,
      system: 'iOS',
      versions: [
        [18, 70],
        [17, 22],
        [16, 8],
      ],
    },
  ],
  tablet: [
    {
      weight: 60,
      system: 'iOS',
      versions: [
        [18, 65],
        [17, 35],
      ],
    },
    {
      weight: 40,
      system: 'Android',
      versions: [
        [14, 50],
        [13, 50],
      ],
    },
  ],
};

const families: Record<string, { weight: number; family: string }[]> = {
  Windows: shares({ Chrome: 58, Edge: 24, Firefox: 15, Opera: 3 }),
  macOS: shares({ Chrome: 47, Safari: 42, Firefox: 11 }),
  Linux: shares({ Firefox: 52, Chrome: 48 }),
  Android: shares({ Chrome: 76, 'Samsung Internet': 17, Firefox: 7 }),
  iOS: shares({ Safari: 86, Chrome: 13, Firefox: 1 }),
};

const models = [
  'SM-A546B',
  'SM-S911B',
  'SM-A155F',
  'SM-S928B',
  'SM-A346B',
  'Pixel 7',
  'Pixel 8',
  'Pixel 9a',
  '2312DRA50G',
  '23053RN02Y',
  '2201117TY',
  'M2101K6G',
  'CPH2481',
  'CPH2613',
  'moto g84 5G',
  'RMX3771',
  'V2250',
  'FP5',
  'A065',
  'SM-G990B',
];

function shares(by: Record<string, number>) {
  return Object.entries(by).map(([family, weight]) => ({ family, weight }));
}

/** A browser as the market shares have it. */
export function drawBrowser(random: Random, kind: DeviceKind): Browser {
  const { system, versions } = random.weighted(systems[kind]);
  const systemVersion = random.weighted(versions.map(([version, weight]) => ({ version, weight }))).version;
  return {
    kind,
    system,
    systemVersion,
    family: random.weighted(families[system]!).family,
    // The first models sell best.
    model: models[Math.floor(random.next() ** 2 * models.length)]!,
    lagDays: random.exponential(12),
  };
}

/** Another browser of the same device. */
export function otherBrowser(random: Random, browser: Browser): Browser {
  const others = families[browser.system]!.filter(({ family }) => family !== browser.family);
  return { ...browser, family: random.weighted(others).family, lagDays: random.exponential(12) };
}

/** The major version that a browser has on a day: one every four weeks, later on some; Safari's comes with the system. */
export function versionOf({ family, systemVersion, lagDays }: Browser, at: number, from: number): number {
  if (family === 'Safari') return systemVersion;
  const release = Math.floor(((at - from) / dayMs - lagDays) / 28);
  return (
    ({ Chrome: 128, Edge: 128, Firefox: 129, Opera: 113, 'Samsung Internet': 24 }[family] ?? 100) + release
  );
}
