import { dayMs, hourMs } from '../src/core/clock.ts';
import { createRandom } from '../src/identity/risk/lab/random.ts';
import type { SignIn } from '../src/identity/risk/lab/sign-in.ts';
import { networks } from '../src/identity/risk/lab/world/networks.ts';
import { worldSettings } from '../src/identity/risk/lab/world/settings.ts';
import { createWorld } from '../src/identity/risk/lab/world/world.ts';

const size = { members: 48, days: 60 };
/** Every so many sign-ins an intruder knocks. */
const intruderEvery = 200;

/**
 * What the members did in the days before, in order: the lab's made-up world (docs/risk.md), with people who sign in
 * on most days. The same whoever starts the demo, but for the dates.
 */
export function* signInsBefore(until: number, { members, days } = size): Generator<SignIn> {
  const settings = {
    ...worldSettings,
    users: members,
    days,
    monthly: { median: 30, sigma: 0.35 },
    inOffices: 0.5,
  };
  const world = [...createWorld('demo', settings)];
  // The world has its own year; whole days keep its mornings mornings.
  const last = world.at(-1)?.at ?? 0;
  const shift = Math.floor((until - last) / dayMs) * dayMs;
  for (const signIn of world) yield { ...signIn, at: signIn.at + shift };
}

/** Someone abroad with the right password of this person, an hour later, or null where none comes. */
export function intruderAt(count: number, { at, user, agent }: SignIn): SignIn | null {
  if (count % intruderEvery !== 0) return null;
  const random = createRandom(`intruder ${count}`);
  const country = random.weighted(networks.elsewhere);
  const place = networks.line(random, country, random.weighted(country.homes), networks.region(random));
  return { at: at + hourMs, user, place, agent, token: null };
}
