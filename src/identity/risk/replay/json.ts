import { dayMs } from '../../../core/clock.ts';
import type { Replay } from './replay.ts';
import type { Policy } from './simulation.ts';
import type { Side } from './tally.ts';

/** What was replayed: the time, in epoch milliseconds, and the policy. */
export type About = { from: number; until: number; policy: Policy };

/** The replay as `--json` prints it; shares are 0 to 1, bits as recorded, dates in UTC. */
export function replayAsJson(replay: Replay, { from, until, policy }: About) {
  const { signIns, warm, people, unfinished, newlyAsked, noLongerAsked, leftOut } = replay;
  return {
    from: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
    signIns,
    warm,
    people,
    unfinished,
    happened: sideAsJson(replay.happened, replay),
    policy: { ...policy, ...sideAsJson(replay.policy, replay) },
    newlyAsked,
    noLongerAsked,
    perDay: [...replay.perDay].map(([day, all]) => ({
      day: new Date(day * dayMs).toISOString().slice(0, 10),
      signIns: all,
      happened: replay.happened.perDay.get(day) ?? 0,
      policy: replay.policy.perDay.get(day) ?? 0,
    })),
    leftOut: { events: leftOut.events, missing: Object.fromEntries(leftOut.missing) },
  };
}

function sideAsJson(side: Side, { signIns, warm, attacks }: Replay) {
  const of = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    asked: side.all,
    askedShare: of(side.all, signIns),
    byReason: side.byReason,
    warmAsked: side.warm,
    warmAskedShare: of(side.warm, warm),
    unusual: side.unusual,
    unusualShare: of(side.unusual, warm),
    people: side.people,
    mostCodes: side.mostCodes,
    unfinished: side.unfinished,
    threshold: side.theta,
    detection: Object.fromEntries(
      [...attacks].map(([attacker, { tried, untold }]) => {
        const { asked, score } = side.caught.get(attacker)!;
        return [attacker, { tried, untold, asked: of(asked, tried), score: of(score, tried) }];
      }),
    ),
  };
}
