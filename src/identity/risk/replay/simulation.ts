import { dayMs } from '../../../core/clock.ts';
import { rounded } from '../explain.ts';
import { type CodeFacts, type CodeSettings, chanceOf, decideCode, scoreDecides } from '../rules.ts';
import { cookieBits, type LevelScore, levelBits, scoreSettings } from '../score.ts';
import type { RiskPolicy, thresholdOf } from '../threshold.ts';
import type { Disguise } from './attackers.ts';
import type { Attempt } from './attempts.ts';
import { type CodeDates, createCalendar } from './calendar.ts';
import { createLearning } from './learning.ts';
import type { Caught, Verdict } from './tally.ts';

export type Policy = { risk: RiskPolicy; codes: CodeSettings };

/** The lines of a sign-in with their bits computed again, so that old events speak with today's voice. */
export function scoredAgain(levels: readonly LevelScore[]): LevelScore[] {
  return levels.map((line): LevelScore => {
    if (line.level === 'cookie') return { ...line, bits: cookieBits(line) };
    if (line.level === 'version') return { ...line, bits: scoreSettings.downgradeBits };
    if (line.level === 'travel') return { ...line, bits: scoreSettings.travelBits };
    return 'k' in line ? { ...line, bits: levelBits(line) } : line;
  });
}

export function bitsOf(levels: readonly LevelScore[]): number {
  return rounded(levels.reduce((sum, line) => sum + line.bits, 0));
}

type Threshold = ReturnType<typeof thresholdOf>;
type Situation = { attempt: Attempt; dates: CodeDates; threshold: Threshold; codes: CodeSettings };
type Look = { levels: readonly LevelScore[]; bits: number };

/** The portal under another policy, one sign-in after the other. */
export function createSimulation({ risk, codes }: Policy) {
  const learning = createLearning(risk);
  const calendar = createCalendar(codes.knownDeviceDays * dayMs);
  const situationOf = (attempt: Attempt): Situation => ({
    attempt,
    dates: calendar.before(attempt),
    threshold: learning.at(attempt.at),
    codes,
  });
  return {
    learning,
    /** What it would have said of this attempt, and of attackers in its place. Changes nothing. */
    judge: (attempt: Attempt, look: Look) => {
      const situation = situationOf(attempt);
      return {
        verdict: verdictOf(situation, look),
        against: (disguises: readonly Disguise[]) => caughtOf(situation, disguises),
      };
    },
    /** The sign-in was completed. */
    learn: (attempt: Attempt, { levels, bits }: Look, asked: boolean): void => {
      calendar.after(attempt, asked);
      if (teaches(attempt, levels)) learning.add({ accountId: attempt.accountId, at: attempt.at, bits });
    },
  };
}

/** Whether a completed sign-in teaches the threshold, as the portal has it. */
export function teaches(
  { isWarm, device }: Pick<Attempt, 'isWarm' | 'device'>,
  levels: Look['levels'],
): boolean {
  return isWarm && scoreDecides({ deviceIsKnown: device === 'known', levels });
}

/** What really happened, as the same questions see it: the recorded threshold and dates. */
export function asRecorded(codes: CodeSettings) {
  // Told of nothing, it has the recorded dates.
  const calendar = createCalendar(codes.knownDeviceDays * dayMs);
  return {
    judge: (attempt: Attempt) => {
      const { theta, acting, reasons } = attempt;
      const dates = calendar.before(attempt);
      const situation: Situation = { attempt, dates, threshold: { theta, acting }, codes };
      return {
        verdict: { theta, acting, reasons } satisfies Verdict,
        against: (disguises: readonly Disguise[]) => caughtOf(situation, disguises),
      };
    },
  };
}

function verdictOf(situation: Situation, look: Look): Verdict {
  const { theta, acting } = situation.threshold;
  const { reasons } = decideCode(factsOf(situation, look, situation.dates.device));
  return { reasons, theta, acting };
}

/** With the cookie an intruder comes on the device that the portal knows; without it on none. */
function caughtOf(situation: Situation, disguises: readonly Disguise[]): Caught {
  const caught = { asked: 0, score: 0 };
  const {
    attempt,
    dates: { device },
  } = situation;
  for (const { chance, bits, levels } of disguises) {
    const cookie = levels.find((line) => line.level === 'cookie');
    const stolen = cookie?.level === 'cookie' && cookie.known;
    // Of a sign-in without a cookie the history knows no device: the stolen one's calendar then asks nothing.
    const on = stolen
      ? (device ?? { lastCodeAt: attempt.decidedAt, codeDueAt: Number.POSITIVE_INFINITY })
      : null;
    const facts = factsOf(situation, { levels, bits: rounded(bits) }, on);
    if (decideCode(facts).ask) caught.asked += chance;
    if (facts.risk.bits >= facts.risk.theta) caught.score += chance;
  }
  return caught;
}

function factsOf(
  { attempt, dates, threshold, codes }: Situation,
  { levels, bits }: Look,
  device: CodeDates['device'],
): CodeFacts {
  const { decidedAt: now, accountId, reasons, isWarm } = attempt;
  return {
    account: {
      lastCodeAt: dates.account,
      // Only whether there was one counts.
      lastSignInAt: reasons.includes('first-sign-in') ? null : now,
      renewalReason: reasons.includes('suspicion') ? 'suspicion' : null,
      chance: chanceOf(accountId),
    },
    device,
    risk: { ...threshold, bits, levels, warm: isWarm },
    now,
    settings: codes,
  };
}
