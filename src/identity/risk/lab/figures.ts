import { dayMs } from '../../../core/clock.ts';
import type { Attacker } from './attackers.ts';
import type { Column } from './column.ts';
import type { ScorerName } from './scorers.ts';
import type { Attacks, Legitimate, Someone, Trial } from './trial.ts';

/** How attacks are drawn: every account the same, or every sign-in. */
export type Drawing = 'perUser' | 'perSignIn';

/** One score of an attack, and how much it counts. */
export type Weighted = { score: number; weight: number };

/** Scores, highest first. */
export type Sorted = ArrayLike<number>;

/** The scores of one attacker, of all these trials together, highest first. */
export function weightedScores(
  trials: readonly { trial: Trial; draw: string }[],
  of: { scorer: ScorerName; attacker: Attacker; drawing: Drawing },
): Weighted[] {
  return trials
    .flatMap(({ trial, draw }) => scoresOf(trial.attacks[draw]![of.attacker], of))
    .sort((a, b) => b.score - a.score);
}

function scoresOf(
  { user, perSignIn, scores }: Attacks,
  { scorer, drawing }: { scorer: ScorerName; drawing: Drawing },
): Weighted[] {
  const column = scores[scorer];
  const times = new Map<number, number>();
  for (const one of valuesOf(user)) times.set(one, (times.get(one) ?? 0) + 1);
  return valuesOf(column).map((score, i) => ({
    score,
    weight: drawing === 'perUser' ? 1 / times.get(user.at(i))! : perSignIn.at(i),
  }));
}

/** The highest threshold that still catches this share of the attacks; −∞ where there are none. */
export function thresholdFor(detection: number, scores: readonly Weighted[]): number {
  const wanted = detection * total(scores);
  let caught = 0;
  for (const { score, weight } of scores) {
    caught += weight;
    // The sum of many weights is not exact.
    if (caught >= wanted - 1e-9 * wanted) return score;
  }
  return Number.NEGATIVE_INFINITY;
}

/** The share of attacks at or above a threshold; null where there are none. */
export function detectionAt(theta: number, scores: readonly Weighted[]): number | null {
  const all = total(scores);
  return all > 0 ? total(scores.filter(({ score }) => score >= theta)) / all : null;
}

const total = (scores: readonly Weighted[]) => scores.reduce((sum, { weight }) => sum + weight, 0);

/** The scores of warm, counted sign-ins, highest first: what rates are over. */
export function warmScores({ legitimate }: Trial, scorer: ScorerName): Sorted {
  const { isWarm, isCounted, scores } = legitimate;
  const kept = new Float32Array(isWarm.length);
  let length = 0;
  for (let i = 0; i < isWarm.length; i++) {
    if (isWarm.at(i) === 1 && isCounted.at(i) === 1) kept[length++] = scores[scorer].at(i);
  }
  return kept.slice(0, length).sort().reverse();
}

/** The share of these (highest first) at or above a threshold; null where there are none. */
export function challengeRate(theta: number, sorted: Sorted): number | null {
  if (sorted.length === 0) return null;
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! >= theta) low = middle + 1;
    else high = middle;
  }
  return low / sorted.length;
}

/** How likely an attack scores higher than a legitimate sign-in, ties counting half. Both highest first. */
export function areaUnderCurve(attacks: readonly Weighted[], legitimate: Sorted): number | null {
  const all = total(attacks) * legitimate.length;
  if (all === 0) return null;
  let area = 0;
  let [above, notBelow] = [0, 0];
  for (const { score, weight } of attacks) {
    while (above < legitimate.length && legitimate[above]! > score) above += 1;
    notBelow = Math.max(notBelow, above);
    while (notBelow < legitimate.length && legitimate[notBelow]! >= score) notBelow += 1;
    area += weight * (legitimate.length - notBelow + (notBelow - above) / 2);
  }
  return area / all;
}

/** Codes of one person among their first n sign-ins, the first left out: in all, and those of the cold start. */
export type Codes = { all: number; cold: number };

/** Whether a scorer asks at its threshold: ours leaves the cold start to the device rule, as the product does. */
export function asks(legitimate: Legitimate, scorer: ScorerName, theta: number, i: number): boolean {
  if (scorer === 'poterne' && legitimate.isWarm.at(i) === 0) return legitimate.isDeviceKnown.at(i) === 0;
  return legitimate.scores[scorer].at(i) >= theta;
}

/** Of everyone whose first sign-in was counted and who made at least n. */
export function codesAfter(
  n: number,
  { legitimate, people }: Trial,
  scorer: ScorerName,
  theta: number,
): Codes[] {
  const codes = people.map((): Codes => ({ all: 0, cold: 0 }));
  const { user, ordinal, isWarm } = legitimate;
  for (let i = 0; i < ordinal.length; i++) {
    if (ordinal.at(i) > n || !asks(legitimate, scorer, theta, i)) continue;
    const one = codes[user.at(i)]!;
    one.all += 1;
    if (isWarm.at(i) === 0) one.cold += 1;
  }
  return codes.filter((_, index) => people[index]!.isCounted && people[index]!.signIns >= n);
}

/** The middle one; between two, their mean. Null of none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Sign-ins a month, as people make them. */
export const frequencies = [
  { name: '< 1', below: 1 },
  { name: '1–3', below: 3 },
  { name: '3–8', below: 8 },
  { name: '≥ 8', below: Number.POSITIVE_INFINITY },
] as const;

export type ByFrequency = {
  name: string;
  people: number;
  challengeRate: number | null;
  codesAYear: number | null;
};

/** How much is asked of those who sign in rarely and of those who do so often: warm, counted sign-ins. */
export function byFrequency({ legitimate, people }: Trial, scorer: ScorerName, theta: number): ByFrequency[] {
  const rows = frequencies.map(({ name }) => ({ name, people: 0, days: 0, warm: 0, asked: 0 }));
  const rowOf = people.map((someone) => rows[frequencyOf(someone)]!);
  for (const [index, someone] of people.entries()) {
    if (someone.signIns < 4) continue;
    rowOf[index]!.people += 1;
    rowOf[index]!.days += daysOf(someone);
  }
  const { user, isWarm, isCounted, scores } = legitimate;
  for (let i = 0; i < user.length; i++) {
    if (isWarm.at(i) === 0 || isCounted.at(i) === 0) continue;
    const row = rowOf[user.at(i)]!;
    row.warm += 1;
    if (scores[scorer].at(i) >= theta) row.asked += 1;
  }
  return rows.map(({ name, people, days, warm, asked }) => ({
    name,
    people,
    challengeRate: warm > 0 ? asked / warm : null,
    codesAYear: days > 0 ? (asked / days) * 365 : null,
  }));
}

const daysOf = ({ firstAt, lastAt }: Someone) => Math.max(30, (lastAt - firstAt) / dayMs);

function frequencyOf(someone: Someone): number {
  const monthly = (someone.signIns * 30) / daysOf(someone);
  return frequencies.findIndex(({ below }) => monthly < below);
}

function valuesOf(column: Column): number[] {
  return Array.from({ length: column.length }, (_, i) => column.at(i));
}
