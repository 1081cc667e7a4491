import { dayMs } from '../../../../core/clock.ts';
import type { Random } from '../random.ts';
import type { SeenPlace } from '../sign-in.ts';
import { type Browser, drawBrowser, otherBrowser } from './browsers.ts';
import { type Country, networks, type Provider } from './networks.ts';
import type { WorldSettings } from './settings.ts';

/** Where a device is used: it decides the address. */
export type Use = 'office' | 'home' | 'anywhere';

export type Device = {
  browser: Browser;
  use: Use;
  /** How often it is the one. */
  weight: number;
  /** Its cookie, once it has one. */
  token: string | null;
  tokenAt: number;
  keeps: { always: false } | { always: true; lossDays: number };
  /** When it breaks, or its owner takes another browser. */
  replacedAt: number;
};

export type Trip = { from: number; to: number; country: Country; place: SeenPlace; carrier: Provider };
export type Office = { places: SeenPlace[]; common: Browser[]; commonKeep: boolean };

export type Person = {
  id: string;
  random: Random;
  country: Country;
  by: Provider;
  region: number;
  line: SeenPlace;
  lineV6: SeenPlace | null;
  /** Days between two addresses of the home line, on average. */
  lineDays: number;
  lineUntil: number;
  carrier: Provider;
  gateway: number;
  office: Office | null;
  devices: Device[];
  trips: Trip[];
  vpn: { share: number; country: Country } | null;
  clears: boolean;
};

/** Offices of 3 to about 150 people. */
export function drawOffices(random: Random, settings: WorldSettings): Office[] {
  const offices: Office[] = [];
  for (let left = settings.users * settings.inOffices; left > 0; ) {
    const size = Math.min(150, 3 + Math.floor(random.lognormal(9, 1)));
    const by = random.weighted(networks.home.homes);
    const common = random.chance(settings.commonComputers) ? 1 + Math.floor(size / 8) : 0;
    offices.push({
      places: Array.from({ length: random.chance(0.3) ? 2 : 1 }, () =>
        networks.office(random, networks.home, by),
      ),
      common: Array.from({ length: common }, () => drawBrowser(random, 'desktop')),
      commonKeep: random.chance(0.5),
    });
    // One entry for each of its places of work: drawing an entry is drawing a colleague.
    for (let i = 1; i < size; i++) offices.push(offices.at(-1)!);
    left -= size;
  }
  return offices;
}

/** Someone, and how they live from `start` to `end`. */
export function drawPerson({
  id,
  random,
  offices,
  settings,
  start,
  end,
}: {
  id: string;
  random: Random;
  offices: readonly Office[];
  settings: WorldSettings;
  start: number;
  end: number;
}): Person {
  const country = random.chance(settings.atHome) ? networks.home : random.weighted(networks.elsewhere);
  const by = random.weighted(country.homes);
  const region = networks.region(random);
  const works = country === networks.home && offices.length > 0 && random.chance(settings.inOffices);
  const clears = random.chance(settings.clearing);
  const lineDays = random.weighted([
    { weight: 55, days: 2_000 },
    { weight: 30, days: 60 },
    { weight: 15, days: 5 },
  ]).days;
  const person: Person = {
    id,
    random,
    country,
    by,
    region,
    line: networks.line(random, country, by, region),
    lineV6: random.chance(0.4) ? networks.lineV6(random, country, by, region) : null,
    lineDays,
    lineUntil: start + random.exponential(lineDays) * dayMs,
    carrier: random.weighted(country.carriers),
    gateway: networks.gateway(random),
    office: works ? random.pick(offices) : null,
    devices: [],
    trips: drawTrips(random, country, { start, end }),
    vpn: random.chance(0.05)
      ? {
          share: random.pick([0.1, 0.4, 0.9]),
          country: random.chance(0.6) ? country : random.weighted(networks.elsewhere),
        }
      : null,
    clears,
  };
  person.devices = drawDevices(person, settings, start);
  return person;
}

function drawDevices(person: Person, settings: WorldSettings, start: number): Device[] {
  const { random, office, clears } = person;
  const devices: Device[] = [];
  const add = (browser: Browser, use: Use, weight: number) =>
    devices.push({
      browser,
      use,
      weight,
      token: null,
      tokenAt: 0,
      keeps: drawKeeping(random, clears, settings),
      replacedAt: start + random.exponential(1_000) * dayMs,
    });
  // Who shares the office's computers has none there; everyone has something of their own.
  const shares = office !== null && office.common.length > 0 && random.chance(0.35);
  if (office && !shares) add(drawBrowser(random, 'desktop'), 'office', 0.6);
  if (!office || random.chance(0.45)) add(drawBrowser(random, 'desktop'), 'home', office ? 0.15 : 0.6);
  if (devices.length === 0 || random.chance(0.7)) add(drawBrowser(random, 'mobile'), 'anywhere', 0.3);
  if (random.chance(0.1)) add(drawBrowser(random, 'tablet'), 'home', 0.1);
  if (random.chance(0.12)) add(otherBrowser(random, devices[0]!.browser), devices[0]!.use, 0.1);
  if (shares) {
    for (const browser of office!.common) {
      add(browser, 'office', 0.6 / office!.common.length);
      if (!office!.commonKeep) devices.at(-1)!.keeps = { always: false };
    }
  }
  return devices;
}

export function drawKeeping(random: Random, clears: boolean, { forgetful }: WorldSettings): Device['keeps'] {
  if (clears) return { always: false };
  return { always: true, lossDays: random.chance(forgetful) ? 45 : 400 };
}

/** A little over one trip a year, a week or so, four in ten abroad. */
function drawTrips(random: Random, home: Country, { start, end }: { start: number; end: number }): Trip[] {
  const trips: Trip[] = [];
  const everyDays = random.lognormal(240, 0.7);
  for (let at = start; ; ) {
    at += random.exponential(everyDays) * dayMs;
    if (at > end) return trips;
    const to = at + (2 + random.exponential(6)) * dayMs;
    const abroad = random.chance(0.4);
    const country = abroad
      ? home === networks.home || random.chance(0.5)
        ? random.weighted(networks.elsewhere)
        : networks.home
      : home;
    const place = networks.line(random, country, random.weighted(country.homes), networks.region(random));
    trips.push({ from: at, to, country, place, carrier: random.weighted(country.carriers) });
    at = to;
  }
}
