import type { Attacker } from './attackers.ts';
import { type Comparison, compare, curveOf, type Run } from './comparison.ts';
import type { Pieces } from './csv.ts';
import { createDeployment, type Deployment } from './deployed.ts';
import { type Deployed, deployedOf } from './deployed-figures.ts';
import { estimateOf } from './estimate.ts';
import { type ByFrequency, byFrequency, type Drawing } from './figures.ts';
import { type LogProblem, type LogTally, newTally, readLog } from './log.ts';
import { type ScorerName, scorers } from './scorers.ts';
import { createTrial, type Legitimate, type TrialOptions, type Watcher } from './trial.ts';
import type { WorldSettings } from './world/settings.ts';
import { createWorld, fractionOf } from './world/world.ts';

/** What the scorers are given to see; attackers and people stay the same. */
export type View = Pick<TrialOptions, 'blind' | 'hasCookies'>;

export type Seeds = { fit: readonly string[]; report: readonly string[] };

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
  /** The same, were the threshold learned from all, those that the device rule asks anyway included. */
  deployedOtherwise: Deployed;
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

/** Of every reported run, twice: with the threshold learned as the product does, and from every warm sign-in. */
type Deployments = Record<'product' | 'other', Deployment[]>;

function bothDeployments(deployments: Deployments): Watcher[] {
  const product = createDeployment();
  const other = createDeployment({ learnsFrom: 'all' });
  deployments.product.push(product.result);
  deployments.other.push(other.result);
  return [product, other];
}

/** Worlds of some seeds to fit the thresholds on, of others to report. */
export function runWorlds(
  settings: WorldSettings,
  { fit, report }: Seeds,
  view: View = {},
  onProgress: (share: number) => void = () => {},
): { fitted: Run[]; reported: Run[]; deployments: Deployments } {
  const all = [...fit, ...report];
  const deployments: Deployments = { product: [], other: [] };
  const runs = all.map((seed, index) => {
    const isReported = index >= fit.length;
    const watchers = isReported ? bothDeployments(deployments) : [];
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
): Promise<{ fitted: Run[]; reported: Run[]; deployments: Deployments; tally: LogTally }> {
  const deployments: Deployments = { product: [], other: [] };
  const watchers = bothDeployments(deployments);
  const draws = [...fit, ...report];
  // Many draws over the same sign-ins: each needs fewer.
  const { trial, take } = createTrial({ draws, warmUp, ...view, attackedFirst: 2, watchers });
  const tally = newTally();
  for await (const signIn of readLog(pieces, { onProblem, tally })) take(signIn);
  const runs = (names: readonly string[]) => names.map((draw) => ({ trial, draw }));
  return { fitted: runs(fit), reported: runs(report), deployments, tally };
}

/** Every figure of one evaluation. */
export function evaluationOf(
  runs: { fitted: Run[]; reported: Run[]; deployments: Deployments; tally?: LogTally },
  seeds: Seeds,
): Evaluation {
  const { fitted, reported, deployments } = runs;
  const trials = [...new Set(reported.map(({ trial }) => trial))];
  const comparison = { perUser: compare(runs, 'perUser'), perSignIn: compare(runs, 'perSignIn') };
  const logins = sum(trials.map(({ signIns }) => signIns));
  const users = sum(trials.map(({ people }) => people.length));
  const count = (is: (i: number, of: Legitimate) => boolean) =>
    sum(trials.map(({ legitimate }) => countOf(legitimate, is)));
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
    deployed: deployedOf(deployments.product),
    deployedOtherwise: deployedOf(deployments.other),
    tally: runs.tally ?? null,
  };
}

function countOf(legitimate: Legitimate, is: (i: number, of: Legitimate) => boolean): number {
  let count = 0;
  for (let i = 0; i < legitimate.user.length; i++) if (is(i, legitimate)) count += 1;
  return count;
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
