import type { Attacker } from './attackers.ts';
import type { Comparison, Point, Standing } from './comparison.ts';
import type { Deployed } from './deployed-figures.ts';
import type { Estimate } from './estimate.ts';
import type { Evaluation } from './evaluate.ts';
import type { ScorerName } from './scorers.ts';

/**
 * What `--json` prints: `logins`, `users`, and for each scorer and attacker `auc` and `at`, by the detection that the
 * threshold was fitted for; attacks drawn equally per account. `perSignIn` is the same with attacks drawn equally
 * per sign-in. Numbers have six decimals; null where there was nothing to measure.
 */
export function evaluationAsJson(evaluation: Evaluation) {
  const { comparison, deployed, byFrequency, seeds, tally } = evaluation;
  return {
    logins: evaluation.logins,
    users: evaluation.users,
    warm: evaluation.warm,
    seeds,
    scorers: comparisonAsJson(comparison.perUser),
    perSignIn: { scorers: comparisonAsJson(comparison.perSignIn) },
    firstSignIns: short(evaluation.firstShare),
    coldCodes: short(evaluation.coldShare),
    byFrequency: Object.fromEntries(
      Object.entries(byFrequency).map(([scorer, rows]) => [
        scorer,
        rows.map(({ name, people, challengeRate, codesAYear }) => ({
          ...{ signInsAMonth: name, people },
          ...{ challengeRate: short(challengeRate), codesAYear: short(codesAYear) },
        })),
      ]),
    ),
    deployed: deployedAsJson(deployed),
    deployedOtherwise: deployedAsJson(evaluation.deployedOtherwise),
    ...(tally ? { log: tally } : {}),
  };
}

function deployedAsJson({ asked, askedInAll, detection, medianCodes, theta, owners, refused }: Deployed) {
  return {
    asked: Object.fromEntries(asked.map(({ reason, rate }) => [reason, short(rate.mean)])),
    challengeRate: mean(askedInAll),
    detection: Object.fromEntries(
      Object.entries(detection).map(([attacker, share]) => [attacker, mean(share)]),
    ),
    ...{ medianCodes, theta: mean(theta), owners, refused },
  };
}

/** Also of an ablation, which has no more. */
export function comparisonAsJson(comparison: Comparison) {
  return Object.fromEntries(
    (Object.entries(comparison) as [ScorerName, Record<Attacker, Standing>][]).map(([scorer, standings]) => [
      scorer,
      Object.fromEntries(
        Object.entries(standings).map(([attacker, { auc, at }]) => [
          attacker,
          {
            ...{ auc: mean(auc), aucInterval: interval(auc) },
            at: Object.fromEntries(Object.entries(at).map(([detection, point]) => [detection, of(point)])),
          },
        ]),
      ),
    ]),
  );
}

function of({ theta, detection, challengeRate, medianCodes, medianColdCodes }: Point) {
  return {
    ...{ challengeRate: mean(challengeRate), challengeRateInterval: interval(challengeRate) },
    ...{ detection: mean(detection), detectionInterval: interval(detection) },
    ...{ medianCodes, medianColdCodes, theta: short(theta) },
  };
}

const short = (value: number | null) =>
  value === null || !Number.isFinite(value) ? null : Number(value.toFixed(6));
const mean = (estimate: Estimate | null) => short(estimate?.mean ?? null);
const interval = (estimate: Estimate | null) => estimate && [short(estimate.low), short(estimate.high)];
