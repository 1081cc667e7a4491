import { dayMs } from '../../../../core/clock.ts';
import type { SeenPlace, SignIn } from '../sign-in.ts';
import { drawBrowser, otherBrowser } from './browsers.ts';
import { networks } from './networks.ts';
import { type Device, drawKeeping, type Person } from './people.ts';
import type { WorldSettings } from './settings.ts';
import type { createUserAgents } from './user-agents.ts';

/** A cookie that is not brought back for that long is gone. */
const cookieDays = 180;

/** Lets a person sign in: what they come with, from where, and what their browser keeps of it. */
export function createVisits({
  settings,
  userAgents,
}: {
  settings: WorldSettings;
  userAgents: ReturnType<typeof createUserAgents>;
}) {
  let tokens = 0;
  return (person: Person, at: number): SignIn => {
    const trip = person.trips.find(({ from, to }) => at >= from && at < to) ?? null;
    const device = chooseDevice(person, trip !== null, settings);
    if (at >= device.replacedAt) replace(person, device, at, settings);
    const place = placeOf(person, { device, trip, at, settings });
    const token = bring(person, device, at);
    if (token === null && device.keeps.always) device.token = `${person.id}-${(tokens++).toString(36)}`;
    device.tokenAt = at;
    return { at, user: person.id, place, agent: userAgents(device.browser, at), token };
  };
}

function chooseDevice(person: Person, away: boolean, settings: WorldSettings): Device {
  const { random, devices } = person;
  // A friend's computer, a library's: once, and never again.
  if (random.chance(0.006)) return borrowed(person, settings);
  const atHand = away ? devices.filter(({ use }) => use !== 'office') : devices;
  return random.weighted(atHand.length > 0 ? atHand : devices);
}

function borrowed({ random }: Person, settings: WorldSettings): Device {
  return {
    browser: drawBrowser(random, random.chance(0.7) ? 'desktop' : 'mobile'),
    use: 'anywhere',
    weight: 0,
    token: null,
    tokenAt: 0,
    keeps: drawKeeping(random, false, settings),
    replacedAt: Number.POSITIVE_INFINITY,
  };
}

/** Another device, two times out of three; else another browser of the same. */
function replace({ random, clears }: Person, device: Device, at: number, settings: WorldSettings): void {
  device.browser = random.chance(2 / 3)
    ? drawBrowser(random, device.browser.kind)
    : otherBrowser(random, device.browser);
  device.token = null;
  if (device.keeps.always) device.keeps = drawKeeping(random, clears, settings);
  device.replacedAt = at + random.exponential(1_000) * dayMs;
}

/** The cookie that arrives, unless it was lost since. */
function bring({ random }: Person, device: Device, at: number): string | null {
  if (!device.keeps.always || device.token === null) return null;
  const days = (at - device.tokenAt) / dayMs;
  const isLost = days > cookieDays || random.chance(1 - Math.exp(-days / device.keeps.lossDays));
  if (isLost) device.token = null;
  return device.token;
}

function placeOf(
  person: Person,
  {
    device,
    trip,
    at,
    settings,
  }: { device: Device; trip: Person['trips'][number] | null; at: number; settings: WorldSettings },
): SeenPlace {
  const { random, vpn, country, carrier, gateway } = person;
  if (vpn && device.use !== 'office' && random.chance(vpn.share)) return networks.exit(random, vpn.country);
  const isPhone = device.browser.kind === 'mobile';
  if (trip) {
    if (!isPhone || random.chance(0.6)) return trip.place;
    // A roaming telephone comes out at its own carrier, another one at that of the country.
    return random.chance(0.7)
      ? networks.carrier(random, country, carrier, gateway)
      : networks.carrier(random, trip.country, trip.carrier, gateway);
  }
  if (device.use === 'office' && person.office) return random.pick(person.office.places);
  if (isPhone && random.chance(settings.overCarrier))
    return networks.carrier(random, country, carrier, gateway);
  // A café, a relative, a client: a line of someone else in the same region.
  if (random.chance(0.03))
    return networks.line(random, country, random.weighted(country.homes), person.region);
  if (device.use === 'anywhere' && person.office && random.chance(0.35))
    return random.pick(person.office.places);
  return homeLine(person, at);
}

function homeLine(person: Person, at: number): SeenPlace {
  const { random, country, by, region } = person;
  if (at >= person.lineUntil) {
    person.line = networks.line(random, country, by, region);
    if (person.lineV6) person.lineV6 = networks.lineV6(random, country, by, region);
    person.lineUntil = at + random.exponential(person.lineDays) * dayMs;
  }
  return person.lineV6 && random.chance(0.85) ? person.lineV6 : person.line;
}
