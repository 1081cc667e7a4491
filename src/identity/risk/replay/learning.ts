import { dayMs, hourMs } from '../../../core/clock.ts';
import {
  enoughScores,
  learnEveryMs,
  learnedFrom,
  mostADay,
  mostScores,
  type RiskPolicy,
  thresholdOf,
} from '../threshold.ts';

/** One warm sign-in that was completed, with its score as computed today. */
export type Scored = { accountId: string; at: number; bits: number };

/**
 * The threshold under another policy, learned as the portal does: at most hourly, from the newest scores, standing still
 * while failures spiked. Scores come in the order of their time; of one account and day the first twenty count.
 */
export function createLearning(policy: RiskPolicy) {
  let scores: Scored[] = [];
  let today = { day: Number.NaN, taken: new Map<string, number>() };
  let isFresh = false;
  let learned: { theta: number | null; at: number } = { theta: null, at: Number.NEGATIVE_INFINITY };
  let isFrozen = false;

  const learn = (now: number): void => {
    if (isFrozen || !isFresh || now - learned.at < learnEveryMs || scores.length < enoughScores) return;
    const newest = scores.slice(-mostScores).map(({ bits }) => bits);
    learned = { theta: learnedFrom(newest, policy.target), at: now };
    isFresh = false;
  };

  return {
    /** What holds at this time. */
    at: (now: number) => {
      learn(now);
      return thresholdOf(learned, policy);
    },
    add: ({ accountId, at, bits }: Scored): void => {
      if (isFrozen) return;
      const day = Math.floor(at / dayMs);
      if (day !== today.day) today = { day, taken: new Map() };
      const taken = today.taken.get(accountId) ?? 0;
      if (taken >= mostADay) return;
      today.taken.set(accountId, taken + 1);
      scores.push({ accountId, at, bits });
      if (scores.length >= 2 * mostScores) scores = scores.slice(-mostScores);
      isFresh = true;
    },
    /** Failures spike: nothing is learned from now on, nor from the hour before. */
    freeze: (at: number): void => {
      isFrozen = true;
      while (scores.length > 0 && scores.at(-1)!.at >= at - hourMs) scores.pop();
    },
    resume: (): void => {
      isFrozen = false;
    },
  };
}
