import { type Attacker, attackers } from './attackers.ts';
import { afterSignIns } from './comparison.ts';
import type { Asked, Deployment } from './deployed.ts';
import { type Estimate, estimateOf } from './estimate.ts';
import { median } from './figures.ts';

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

/** The figures of several deployments. */
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

const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
