import { dayOf } from '../counters.ts';
import type { Attacker } from './attackers.ts';
import { attackers } from './attackers.ts';
import type { Attempt } from './attempts.ts';

/** What one policy did with an attempt, or really happened to it. */
export type Verdict = { reasons: readonly string[]; theta: number; acting: boolean };
/** The share of an attacker's disguises that were asked for a code, and of those that score at or above θ. */
export type Caught = { asked: number; score: number };

export type Side = ReturnType<ReturnType<typeof createSide>['figures']>;

/** Reasons that the statistics give, unlike the device's and the calendar's rules. */
const unusual: ReadonlySet<string> = new Set(['unusual-country', 'unusual-place', 'unusual-browser']);

/** The figures of one side of the comparison. Holds a number for each person and each day, nothing for an attempt. */
export function createSide() {
  const asked = { all: 0, warm: 0, unusual: 0, unfinished: 0 };
  const byReason = new Map<string, number>();
  const perPerson = new Map<string, number>();
  const perDay = new Map<number, number>();
  const theta = { first: null as number | null, last: null as number | null, acting: 0, seen: 0 };
  const caught = new Map<Attacker, Caught>(attackers.map((name) => [name, { asked: 0, score: 0 }]));

  return {
    signIn: (attempt: Attempt, { reasons, theta: now, acting }: Verdict): void => {
      theta.first ??= now;
      theta.last = now;
      theta.seen += 1;
      if (acting) theta.acting += 1;
      const isAsked = reasons.length > 0 ? 1 : 0;
      const day = dayOf(attempt.at);
      perDay.set(day, (perDay.get(day) ?? 0) + isAsked);
      if (!isAsked) return;
      asked.all += 1;
      if (attempt.isWarm) asked.warm += 1;
      if (attempt.isWarm && reasons.some((reason) => unusual.has(reason))) asked.unusual += 1;
      const [first = ''] = reasons;
      byReason.set(first, (byReason.get(first) ?? 0) + 1);
      perPerson.set(attempt.accountId, (perPerson.get(attempt.accountId) ?? 0) + 1);
    },
    unfinished: ({ reasons }: Verdict): void => {
      if (reasons.length > 0) asked.unfinished += 1;
    },
    attack: (attacker: Attacker, found: Caught): void => {
      const sum = caught.get(attacker)!;
      sum.asked += found.asked;
      sum.score += found.score;
    },
    figures: () => ({
      ...asked,
      byReason: Object.fromEntries([...byReason].sort((a, b) => b[1] - a[1])),
      people: perPerson.size,
      mostCodes: [...perPerson.values()].reduce((most, codes) => Math.max(most, codes), 0),
      theta: { first: theta.first, last: theta.last, acting: theta.seen ? theta.acting / theta.seen : 0 },
      perDay,
      caught,
    }),
  };
}
