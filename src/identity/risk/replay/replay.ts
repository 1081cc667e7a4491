import type { AuditRecord } from '../../audit/service.ts';
import { dayOf } from '../counters.ts';
import type { CodeSettings } from '../rules.ts';
import { type Attacker, attackers, disguisesOf } from './attackers.ts';
import { type Attempt, createPairing } from './attempts.ts';
import { type Decided, readDecided } from './record.ts';
import { asRecorded, bitsOf, createSimulation, type Policy, scoredAgain, teaches } from './simulation.ts';
import { createSide, type Side } from './tally.ts';

/** The events that a replay reads. */
export const replayedTypes = ['code.asked', 'sign-in.succeeded', 'risk.frozen', 'risk.resumed'] as const;

export type Replay = {
  /** Completed sign-ins that could be replayed, how many of them of warm accounts, and of how many people. */
  signIns: number;
  warm: number;
  people: number;
  /** Codes that nobody gave. */
  unfinished: number;
  /** Sign-ins of each UTC day since 1970. */
  perDay: ReadonlyMap<number, number>;
  happened: Side;
  policy: Side;
  /** Sign-ins that were not asked and now are, and the reverse. */
  newlyAsked: number;
  noLongerAsked: number;
  /** Sign-ins in whose place each attacker was put, and those whose counts do not tell. */
  attacks: ReadonlyMap<Attacker, { tried: number; untold: number }>;
  /** Events left out, and how many of them lack each field. */
  leftOut: { events: number; missing: ReadonlyMap<string, number> };
};

type Sources = {
  /** Warm sign-ins from before, oldest first: what the threshold was learned from when the time began. */
  before: readonly Decided[];
  history: AsyncIterable<AuditRecord>;
};

/**
 * Who would have been asked under another policy. Holds a few numbers per person and day and what is under way, never
 * the history. `codes` is what the portal's own calendar is, for the attackers that it faced.
 */
export async function replay(
  { before, history }: Sources,
  { policy, codes, until }: { policy: Policy; codes: CodeSettings; until: number },
): Promise<Replay> {
  const simulation = createSimulation(policy);
  for (const decided of before) {
    const levels = scoredAgain(decided.levels);
    if (teaches(decided, levels)) simulation.learning.add({ ...decided, bits: bitsOf(levels) });
  }
  const count = createCount(simulation, codes);
  const pairing = createPairing();
  const leftOut = { events: 0, missing: new Map<string, number>() };
  for await (const record of history) {
    const { type, at } = record;
    if (type === 'risk.frozen') simulation.learning.freeze(at);
    if (type === 'risk.resumed') simulation.learning.resume();
    if (type !== 'sign-in.succeeded' && type !== 'code.asked') continue;
    const read = readDecided(record);
    if (read.ok) for (const attempt of pairing.take(read.decided)) count.attempt(attempt);
    else leaveOut(leftOut, read.missing);
  }
  for (const attempt of pairing.end(until)) count.attempt(attempt);
  return { ...count.figures(), leftOut };
}

function leaveOut(leftOut: { events: number; missing: Map<string, number> }, missing: string[]): void {
  leftOut.events += 1;
  for (const name of missing) leftOut.missing.set(name, (leftOut.missing.get(name) ?? 0) + 1);
}

function createCount(simulation: ReturnType<typeof createSimulation>, codes: CodeSettings) {
  const recorded = asRecorded(codes);
  const [happened, policy] = [createSide(), createSide()];
  const totals = { signIns: 0, warm: 0, unfinished: 0, newlyAsked: 0, noLongerAsked: 0 };
  const people = new Set<string>();
  const perDay = new Map<number, number>();
  const attacks = new Map(attackers.map((name) => [name, { tried: 0, untold: 0 }]));

  const attack = (attempt: Decided, sides: { against: ReturnType<typeof recorded.judge>['against'] }[]) => {
    for (const attacker of attackers) {
      const tally = attacks.get(attacker)!;
      const disguises = disguisesOf(attacker, attempt.levels);
      if (disguises === null) {
        tally.untold += 1;
        continue;
      }
      tally.tried += 1;
      [happened, policy].forEach((side, index) => {
        side.attack(attacker, sides[index]!.against(disguises));
      });
    }
  };

  return {
    attempt: (attempt: Attempt): void => {
      const levels = scoredAgain(attempt.levels);
      const bits = bitsOf(levels);
      const really = recorded.judge(attempt);
      const here = simulation.judge(attempt, { levels, bits });
      const asked = here.verdict.reasons.length > 0;
      if (!attempt.isDone) {
        totals.unfinished += 1;
        happened.unfinished(really.verdict);
        policy.unfinished(here.verdict);
        return;
      }
      totals.signIns += 1;
      people.add(attempt.accountId);
      const day = dayOf(attempt.at);
      perDay.set(day, (perDay.get(day) ?? 0) + 1);
      happened.signIn(attempt, really.verdict);
      policy.signIn(attempt, here.verdict);
      const wasAsked = attempt.reasons.length > 0;
      if (asked && !wasAsked) totals.newlyAsked += 1;
      if (wasAsked && !asked) totals.noLongerAsked += 1;
      if (attempt.isWarm) {
        totals.warm += 1;
        attack(attempt, [really, here]);
      }
      simulation.learn(attempt, { levels, bits }, asked);
    },
    figures: () => ({
      ...totals,
      people: people.size,
      perDay,
      attacks,
      happened: happened.figures(),
      policy: policy.figures(),
    }),
  };
}
