import { hourMs } from '../../../core/clock.ts';
import {
  enoughScores,
  learnEveryMs,
  mostRead,
  type RiskPolicy,
  type Scored,
  thresholdFrom,
  thresholdOf,
} from '../threshold.ts';

/**
 * The threshold under another policy, learned as the portal does: at most hourly, from the newest scores, standing still
 * while failures spiked. Scores come in the order of their time.
 */
export function createLearning(policy: RiskPolicy) {
  let scores: Scored[] = [];
  let isFresh = false;
  let learned: { theta: number | null; at: number } = { theta: null, at: Number.NEGATIVE_INFINITY };
  let isFrozen = false;

  const learn = (now: number): void => {
    if (isFrozen || !isFresh || now - learned.at < learnEveryMs || scores.length < enoughScores) return;
    const theta = thresholdFrom(scores, policy.target);
    if (theta === null) return;
    learned = { theta, at: now };
    isFresh = false;
  };

  return {
    /** What holds at this time. */
    at: (now: number) => {
      learn(now);
      return thresholdOf(learned, policy);
    },
    add: (scored: Scored): void => {
      if (isFrozen) return;
      scores.push(scored);
      if (scores.length >= 2 * mostRead) scores = scores.slice(-mostRead);
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
