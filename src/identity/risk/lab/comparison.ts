import { type Attacker, attackers } from './attackers.ts';
import { type Estimate, shareEstimateOf } from './estimate.ts';
import {
  areaUnderCurve,
  challengeRate,
  codesAfter,
  type Drawing,
  detectionAt,
  median,
  type Sorted,
  thresholdFor,
  type Weighted,
  warmScores,
  weightedScores,
} from './figures.ts';
import { type ScorerName, scorers } from './scorers.ts';
import type { Trial } from './trial.ts';

/** Detections that figures are given for: those published, and for the very targeted attacker. */
export const detections = [0.78, 0.98, 0.99, 0.995] as const;
/** Sign-ins after which codes are counted. */
export const afterSignIns = [12, 20, 39] as const;

/** One trial and one of its draws of attacks. */
export type Run = { trial: Trial; draw: string };

/** What a scorer costs at a threshold that was fitted elsewhere to catch so many. */
export type Point = {
  theta: number;
  /** What it caught here. */
  detection: Estimate | null;
  /** Of warm sign-ins. */
  challengeRate: Estimate | null;
  /** Codes in the first n sign-ins, the first left out; of them those of the cold start. */
  medianCodes: Record<number, number | null>;
  medianColdCodes: Record<number, number | null>;
};
export type Standing = { auc: Estimate | null; at: Record<string, Point> };
export type Comparison = Record<ScorerName, Record<Attacker, Standing>>;

/**
 * All scorers against all attackers. Thresholds come from `fitted`, every figure from `reported`: other worlds, or
 * other draws of attacks. With `only`, the cheap part of it: rates, for these scorers.
 */
export function compare(
  { fitted, reported }: { fitted: readonly Run[]; reported: readonly Run[] },
  drawing: Drawing,
  only?: readonly ScorerName[],
): Comparison {
  const standings = (only ?? scorers).map((scorer) => {
    // Several draws of one log share its sign-ins.
    const sorted = new Map<Trial, Sorted>();
    const legitimate = reported.map(({ trial }) => {
      const scores = sorted.get(trial) ?? warmScores(trial, scorer);
      sorted.set(trial, scores);
      return scores;
    });
    const trials = [...sorted.keys()];
    const codesAt = createCodes(trials, scorer);
    const each = attackers.map((attacker): [Attacker, Standing] => {
      const of = { scorer, attacker, drawing };
      const from = weightedScores(fitted, of);
      const here = reported.map((run) => weightedScores([run], of));
      const auc = only
        ? null
        : shareEstimateOf(here.map((scores, i) => areaUnderCurve(scores, legitimate[i]!)));
      const at = detections.map((detection): [string, Point] => {
        const theta = thresholdFor(detection, from);
        return [String(detection), pointAt(theta, { here, legitimate, codes: only ? null : codesAt(theta) })];
      });
      return [attacker, { auc, at: Object.fromEntries(at) }];
    });
    return [scorer, Object.fromEntries(each)] as const;
  });
  return Object.fromEntries(standings) as Comparison;
}

type Medians = Pick<Point, 'medianCodes' | 'medianColdCodes'>;

function pointAt(
  theta: number,
  of: { here: Weighted[][]; legitimate: Sorted[]; codes: Medians | null },
): Point {
  return {
    theta,
    detection: shareEstimateOf(of.here.map((scores) => detectionAt(theta, scores))),
    challengeRate: shareEstimateOf(of.legitimate.map((scores) => challengeRate(theta, scores))),
    ...(of.codes ?? { medianCodes: {}, medianColdCodes: {} }),
  };
}

/** Of all people of all trials together; the same threshold is asked for by several attackers. */
function createCodes(trials: readonly Trial[], scorer: ScorerName): (theta: number) => Medians {
  const known = new Map<number, Medians>();
  return (theta) => {
    const found = known.get(theta);
    if (found) return found;
    const all = afterSignIns.map((n) => ({
      n,
      codes: trials.flatMap((trial) => codesAfter(n, trial, scorer, theta)),
    }));
    const medians = (of: 'all' | 'cold') =>
      Object.fromEntries(all.map(({ n, codes }) => [n, median(codes.map((one) => one[of]))]));
    const made = { medianCodes: medians('all'), medianColdCodes: medians('cold') };
    known.set(theta, made);
    return made;
  };
}

/**
 * The curve of the plot: what is asked to catch so many, on the reported runs. A scorer of two answers catches more
 * than was wanted, at the same price; one that catches fewer stands at what it caught.
 */
export function curveOf(
  { fitted, reported }: { fitted: readonly Run[]; reported: readonly Run[] },
  of: { scorer: ScorerName; attacker: Attacker; drawing: Drawing },
  grid: readonly number[],
): [detection: number, rate: number][] {
  const from = weightedScores(fitted, of);
  const here = weightedScores(reported, of);
  const legitimate = reported.map(({ trial }) => warmScores(trial, of.scorer));
  return grid.flatMap((wanted) => {
    const theta = thresholdFor(wanted, from);
    const detection = detectionAt(theta, here);
    const rate = shareEstimateOf(legitimate.map((scores) => challengeRate(theta, scores)))?.mean;
    return detection === null || rate === undefined
      ? []
      : [[Math.min(wanted, detection), rate] as [number, number]];
  });
}
