import { randomInt } from 'node:crypto';

/** The area under the ROC curve of « slower than a threshold means the second », with its 95 % interval. */
export type Auc = { auc: number; low: number; high: number };

/**
 * The AUC of the best single-threshold classifier (Mann-Whitney), its interval by DeLong, DeLong and Clarke-Pearson
 * (1988): the variance of how each one's time ranks among the others'.
 */
export function aucOf(first: readonly number[], second: readonly number[]): Auc {
  const above = second.map((time) => rankIn(sorted(first), time));
  const below = first.map((time) => 1 - rankIn(sorted(second), time));
  const auc = mean(above);
  const spread = 1.96 * Math.sqrt(variance(above) / second.length + variance(below) / first.length);
  return { auc, low: auc - spread, high: auc + spread };
}

/** Whether the times betray nothing [security.md 12]: the interval contains 0.5 and lies within 0.45–0.55. */
export const betraysNothing = ({ low, high }: Auc): boolean =>
  low <= 0.5 && high >= 0.5 && low >= 0.45 && high <= 0.55;

/**
 * As many times of each, in an order drawn anew for each one: what the one before left behind (a mail on its way)
 * and the machine's mood fall on both alike. Strict turns would not do: the second always follows the first's mail.
 */
export async function timeEach(
  count: number,
  {
    first,
    second,
    atOnce = 1,
  }: { first: () => Promise<number>; second: () => Promise<number>; atOnce?: number },
): Promise<[number[], number[]]> {
  const times: [number[], number[]] = [[], []];
  const order = shuffled([...new Array<0>(count).fill(0), ...new Array<1>(count).fill(1)]);
  const work = async () => {
    for (let which = order.pop(); which !== undefined; which = order.pop()) {
      times[which].push(await (which === 0 ? first() : second()));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return times;
}

function shuffled<Item>(items: Item[]): Item[] {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const other = randomInt(i + 1);
    [items[i], items[other]] = [items[other]!, items[i]!];
  }
  return items;
}

const sortedOnce = new WeakMap<readonly number[], number[]>();

function sorted(times: readonly number[]): number[] {
  const known = sortedOnce.get(times);
  if (known) return known;
  const made = [...times].sort((a, b) => a - b);
  sortedOnce.set(times, made);
  return made;
}

/** The share of the times that are shorter, equal ones counting for a half. */
function rankIn(times: number[], time: number): number {
  return (bound(times, (t) => t < time) + bound(times, (t) => t <= time)) / 2 / times.length;
}

function bound(times: number[], isBefore: (time: number) => boolean): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(times[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function variance(values: number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
