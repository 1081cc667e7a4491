import { hourMs } from '../../core/clock.ts';
import { dayOf } from './counters.ts';
import { rounded } from './explain.ts';

/** When the risk engine asks, as the operator wrote it. */
export type RiskPolicy = {
  /** `auto`: decides and records until enough was scored, then asks. `shadow`: never asks. `on`: asks at once. */
  mode: 'auto' | 'shadow' | 'on';
  /** The share of warm sign-ins that may be asked: 0.03 is 3 %. */
  target: number;
  /** Bits, instead of learning them; null: learned. */
  threshold: number | null;
};

export const riskPolicy: RiskPolicy = { mode: 'auto', target: 0.03, threshold: null };

/** Bits from which a sign-in is asked until a threshold is learned. */
export const defaultThreshold = -4;
/** A learned threshold stays within: what was learned from few people, or from intruders, must not run away. */
export const thresholdBand = { least: -8, most: 4 };

/** Warm sign-ins scored before a threshold is learned, and how many of the newest it is learned from. */
export const enoughScores = 1_000;
export const mostScores = 5_000;
/** Sign-ins that are looked at to find them: a warm one may be rare among others. */
export const mostRead = 20_000;
/** Of one account in one day: nobody teaches the threshold of all. */
export const mostADay = 20;
/** How often it is learned, at most. */
export const learnEveryMs = hourMs;

/** What is known of the threshold. */
export type ThresholdState = {
  /** Bits; null until learned. */
  theta: number | null;
  /** Warm sign-ins that it was learned from, or that there are so far. */
  scores: number;
  learnedAt: number | null;
  /** Since when failures spike: what comes now teaches nothing. */
  frozenAt: number | null;
};

export const nothingLearned: ThresholdState = { theta: null, scores: 0, learnedAt: null, frozenAt: null };

/** The threshold that holds, and whether it may ask. Once learned it stays so. */
export function thresholdOf(
  { theta: learned }: Pick<ThresholdState, 'theta'>,
  { mode, threshold }: RiskPolicy,
): { theta: number; acting: boolean } {
  const acting = mode === 'on' || (mode === 'auto' && learned !== null);
  return { theta: threshold ?? learned ?? defaultThreshold, acting };
}

/**
 * The (1 − target) quantile of these scores, within the band. Where many are alike at that place it lies just above
 * them: it asks of at most `target` of them.
 */
export function learnedFrom(scores: readonly number[], target: number): number {
  const sorted = [...scores].sort((a, b) => a - b);
  const passed = Math.min(sorted.length, Math.max(0, Math.ceil(sorted.length * (1 - target) - 1e-9)));
  const below = sorted[passed - 1] ?? Number.NEGATIVE_INFINITY;
  const at = sorted[passed] ?? below;
  const theta = at > below ? at : below + 0.001;
  return rounded(Math.min(thresholdBand.most, Math.max(thresholdBand.least, theta)));
}

/** One warm sign-in of the audit trail. */
export type Scored = { accountId: string; at: number; bits: number };

/** Takes scores newest first, and of one account in one day only so many. */
export function createSample() {
  const taken = new Map<string, number>();
  const byAccount = new Map<string, number[]>();
  let size = 0;
  return {
    isFull: () => size >= mostScores,
    size: () => size,
    isEnough: () => size >= enoughScores,
    add: ({ accountId, at, bits }: Scored): void => {
      const day = `${accountId} ${dayOf(at)}`;
      const before = taken.get(day) ?? 0;
      taken.set(day, before + 1);
      if (before >= mostADay || size >= mostScores) return;
      size += 1;
      const own = byAccount.get(accountId);
      if (own) own.push(bits);
      else byAccount.set(accountId, [bits]);
    },

    /**
     * The newest of each account, as many as most accounts have. Whoever brings more than `target` of the scores
     * sets the quantile for everyone: one account that signs in all day from ever new places must not.
     */
    scores: (): number[] => {
      const sizes = [...byAccount.values()].map((own) => own.length).sort((a, b) => a - b);
      const most = Math.max(leastOfOne, sizes[sizes.length >> 1] ?? 0);
      return [...byAccount.values()].flatMap((own) => own.slice(0, most));
    },
  };
}

/** Scores of one account that count in any case: a few thousandths of a full sample. */
const leastOfOne = 15;

/** The threshold that these scores teach, given oldest first; null while there are too few. */
export function thresholdFrom(scored: readonly Scored[], target: number): number | null {
  const sample = createSample();
  for (let i = scored.length - 1; i >= 0 && !sample.isFull(); i -= 1) sample.add(scored[i]!);
  return sample.isEnough() ? learnedFrom(sample.scores(), target) : null;
}

/** Refused sign-ins: of the last hour, and in the usual hour of the week before it. */
export type Failures = { refused: number; usual: number };

/** What is called a spike: many times the usual, and more than a small portal's bad morning. */
const spike = { times: 5, atLeast: 50 };
/** It is over once it is near the usual again, as that was before: a long attack must not become the usual. */
const calm = { times: 2, atLeast: 25 };

export function isSpike({ refused, usual }: Failures): boolean {
  return refused > Math.max(spike.atLeast, spike.times * usual);
}

export function isCalm({ refused, usual }: Failures): boolean {
  return refused <= Math.max(calm.atLeast, calm.times * usual);
}
