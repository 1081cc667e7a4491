import { type Attacker, attackers } from './attackers.ts';
import { afterSignIns, type Comparison, compare, curveOf, type Run } from './comparison.ts';
import type { Pieces } from './csv.ts';
import { type Asked, createDeployment, type Deployment } from './deployed.ts';
import { type Estimate, estimateOf } from './estimate.ts';
import { type ByFrequency, byFrequency, type Drawing, median } from './figures.ts';
import { type LogProblem, type LogTally, newTally, readLog } from './log.ts';
import { type ScorerName, scorers } from './scorers.ts';
import { createTrial, type TrialOptions } from './trial.ts';
import type { WorldSettings } from './world/settings.ts';
import { createWorld, fractionOf } from './world/world.ts';

/** What the scorers are given to see; attackers and people stay the same. */
export type View = Pick<TrialOptions, 'blind' | 'hasCookies'>;

export type Seeds = { fit: readonly string[]; report: readonly string[] };

/** The whole decision on what was reported: codes by their reason, and what attackers met. */
export type Deployed = {
  /** Shares of warm sign-ins that are asked, by the first reason. */
  asked: { reason: string; rate: Estimate }[];
  askedInAll: Estimate | null;
  detection: Record<Attacker, Estimate | null>;
  medianCodes: Record<number, number | null>;
  theta: Estimate | null;
  /** Sign-ins of owners, and those of them that were refused: none, by the type of a decision; counted all the same. */
  owners: number;
  refused: number;
};

export type Evaluation = {
  logins: number;
  users: number;
  /** Warm, counted sign-ins: what rates are over. */
  warm: number;
  /** First sign-ins, and those of the cold start that are asked, as shares of all. */
  firstShare: number;
  coldShare: number;
  seeds: Seeds;
  comparison: Record<Drawing, Comparison>;
  byFrequency: Record<'poterne' | 'freeman', ByFrequency[]>;
  curves: Record<ScorerName, [detection: number, rate: number][]>;
  deployed: Deployed;
  /** Of a log. */
  tally: LogTally | null;
};

/** Sign-ins that are learned before anything is counted: from so many on the portal knows what is usual. */
export const warmUp = 1_000;

/** Attackers that the plot and the frequencies are about. */
const shown: Attacker = 'targeted';
const grid = [
  0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.965, 0.975, 0.98, 0.985, 0.99, 0.9925, 0.995, 0.9975, 0.999,
];

/** Worlds of some seeds to fit the thresholds on, of others to report. */
export function runWorlds(
  settings: WorldSettings,
  { fit, report }: Seeds,
  view: View = {},
  onProgress: (share: number) => void = () => {},
): { fitted: Run[]; reported: Run[]; deployments: Deployment[] } {
  const all = [...fit, ...report];
  const deployments: Deployment[] = [];
  const runs = all.map((seed, index) => {
    const deployment = createDeployment();
    const isReported = index >= fit.length;
    if (isReported) deployments.push(deployment.result);
    const watchers = isReported ? [deployment] : [];
    const { trial, take } = createTrial({ draws: [seed], warmUp, ...view, watchers });
    let taken = 0;
    for (const signIn of createWorld(seed, settings)) {
      take(signIn);
      taken += 1;
      if (taken % 2_000 === 0) onProgress((index + fractionOf(signIn.at, settings)) / all.length);
    }
    return { trial, draw: seed };
  });
  onProgress(1);
  return { fitted: runs.slice(0, fit.length), reported: runs.slice(fit.length), deployments };
}

/** One log, its own sign-ins, attacked in several draws: thresholds are fitted on some of these, reported on others. */
export async function runLog(
  pieces: Pieces,
  { fit, report }: Seeds,
  { view = {}, onProblem }: { view?: View; onProblem(problem: LogProblem): void },
): Promise<{ fitted: Run[]; reported: Run[]; deployments: Deployment[]; tally: LogTally }> {
  const deployment = createDeployment();
  const draws = [...fit, ...report];
  // Many draws over the same sign-ins: each needs fewer.
  const { trial, take } = createTrial({ draws, warmUp, ...view, attackedFirst: 2, watchers: [deployment] });
  const tally = newTally();
  for await (const signIn of readLog(pieces, { onProblem, tally })) take(signIn);
  const runs = (names: readonly string[]) => names.map((draw) => ({ trial, draw }));
  return { fitted: runs(fit), reported: runs(report), deployments: [deployment.result], tally };
}

/** Every figure of one evaluation. */
export function evaluationOf(
  runs: { fitted: Run[]; reported: Run[]; deployments: Deployment[]; tally?: LogTally },
  seeds: Seeds,
): Evaluation {
  const { fitted, reported, deployments } = runs;
  const trials = [...new Set(reported.map(({ trial }) => trial))];
  const comparison = { perUser: compare(runs, 'perUser'), perSignIn: compare(runs, 'perSignIn') };
  const logins = sum(trials.map(({ signIns }) => signIns));
  const users = sum(trials.map(({ people }) => people.length));
  const count = (is: (i: number, of: (typeof trials)[number]['legitimate']) => boolean) =>
    sum(
      trials.map(
        ({ legitimate }) =>
          Array.from({ length: legitimate.user.length }, (_, i) => i).filter((i) => is(i, legitimate)).length,
      ),
    );
  const frequencies = (scorer: 'poterne' | 'freeman') =>
    mergedFrequencies(
      trials.map((trial) => byFrequency(trial, scorer, comparison.perUser[scorer][shown].at['0.98']!.theta)),
    );
  return {
    logins,
    users,
    warm: count((i, { isWarm, isCounted }) => isWarm.at(i) === 1 && isCounted.at(i) === 1),
    firstShare: logins > 0 ? users / logins : 0,
    coldShare:
      logins > 0
        ? count((i, { isWarm, isDeviceKnown }) => isWarm.at(i) + isDeviceKnown.at(i) === 0) / logins
        : 0,
    seeds,
    comparison,
    byFrequency: { poterne: frequencies('poterne'), freeman: frequencies('freeman') },
    curves: Object.fromEntries(
      scorers.map((scorer) => [
        scorer,
        curveOf({ fitted, reported }, { scorer, attacker: shown, drawing: 'perUser' }, grid),
      ]),
    ) as Evaluation['curves'],
    deployed: deployedOf(deployments),
    tally: runs.tally ?? null,
  };
}

const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);

function mergedFrequencies(each: readonly ByFrequency[][]): ByFrequency[] {
  return each[0]!.map(({ name }, i) => {
    const rows = each.map((rows) => rows[i]!);
    return {
      name,
      people: sum(rows.map((row) => row.people)),
      challengeRate: estimateOf(rows.map((row) => row.challengeRate))?.mean ?? null,
      codesAYear: estimateOf(rows.map((row) => row.codesAYear))?.mean ?? null,
    };
  });
}

export function deployedOf(deployments: readonly Deployment[]): Deployed {
  const reasons = [...new Set(deployments.flatMap(({ asked }) => Object.keys(asked)))].sort();
  const rateOf = (reason: string) =>
    estimateOf(
      deployments.map(({ asked, warm }) =>
        warm > 0 ? ((asked as Record<string, number>)[reason] ?? 0) / warm : null,
      ),
    );
  const asked = reasons.flatMap((reason) => {
    const rate = rateOf(reason);
    return rate ? [{ reason, rate }] : [];
  });
  const people = deployments.flatMap((deployment) => [...deployment.people.values()]);
  return {
    asked: asked.sort((a, b) => b.rate.mean - a.rate.mean),
    askedInAll: estimateOf(
      deployments.map((of) => (of.warm > 0 ? sum(Object.values(of.asked)) / of.warm : null)),
    ),
    detection: Object.fromEntries(
      attackers.map((attacker) => [attacker, estimateOf(deployments.map((of) => met(of, attacker)))]),
    ) as Deployed['detection'],
    medianCodes: Object.fromEntries(afterSignIns.map((n) => [n, median(codesIn(n, people))])),
    theta: estimateOf(deployments.map(({ theta }) => theta)),
    owners: sum(deployments.map(({ owners }) => owners)),
    refused: sum(deployments.map(({ refused }) => refused)),
  };
}

function codesIn(n: number, people: readonly Asked[]): number[] {
  return people
    .filter(({ isCounted, signIns }) => isCounted && signIns >= n)
    .map(({ codes }) => codes.filter((ordinal) => ordinal > 1 && ordinal <= n).length);
}

/** The share of attacks that met a code, each account counting the same. */
function met({ attacks }: Deployment, attacker: Attacker): number | null {
  const shares = [...attacks[attacker].values()].map(({ made, met }) => met / made);
  return shares.length > 0 ? sum(shares) / shares.length : null;
}
