import { dayMs, hourMs } from '../../../../core/clock.ts';
import { createRandom, type Random } from '../random.ts';
import type { SignIn } from '../sign-in.ts';
import { drawOffices, drawPerson } from './people.ts';
import { type WorldSettings, worldSettings } from './settings.ts';
import { createUserAgents } from './user-agents.ts';
import { createVisits } from './visit.ts';

const start = Date.UTC(2025, 0, 6);

/**
 * The sign-ins of a made-up organisation, in order, the same for the same seed. What it models and what it does not
 * is in docs/risk.md. It has no attackers: those are drawn for it and for a log alike (attackers.ts).
 */
export function* createWorld(seed: string, settings: WorldSettings = worldSettings): Generator<SignIn> {
  const random = createRandom(seed);
  const end = start + settings.days * dayMs;
  const offices = drawOffices(random.fork('offices'), settings);
  const people = Array.from({ length: settings.users }, (_, index) => {
    const own = random.fork(`person ${index}`);
    return drawPerson({ id: `${index}`, random: own, offices, settings, start, end });
  });
  const visits = createVisits({
    settings,
    userAgents: createUserAgents({ telling: settings.userAgents, from: start }),
  });
  const moments = people
    .flatMap((person) =>
      momentsOf(person.random.fork('moments'), settings, end).map((at) => ({ at, person })),
    )
    .sort((a, b) => a.at - b.at);
  for (const { at, person } of moments) yield visits(person, at);
}

/** Half the people are there in the first six weeks, the others come over nine months; one in eight leaves. */
function momentsOf(random: Random, { monthly, days }: WorldSettings, end: number): number[] {
  const joins = start + (random.chance(0.5) ? random.int(45) : random.int(Math.round(days * 0.7))) * dayMs;
  const leaves = random.chance(0.125) ? joins + random.next() * (end - joins) : end;
  const everyMs = (30 * dayMs) / random.lognormal(monthly.median, monthly.sigma);
  const moments: number[] = [];
  for (let at = joins + random.next() * dayMs; at < leaves; at += hourMs + random.exponential(everyMs)) {
    // Nine to six, mostly.
    const hour = random.chance(0.85) ? 8 + random.next() * 10 : random.next() * 24;
    moments.push(Math.floor(at / dayMs) * dayMs + Math.floor(hour * hourMs));
  }
  return moments;
}

/** How far a world has come by this time: 0 to 1. */
export function fractionOf(at: number, { days }: WorldSettings): number {
  return Math.min(1, Math.max(0, (at - start) / (days * dayMs)));
}
