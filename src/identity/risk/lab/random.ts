/** Randomness that can be drawn again: the same seed, the same draws. For simulations, never for secrets. */
export type Random = {
  /** 0 or more, less than 1. */
  next(): number;
  chance(probability: number): boolean;
  /** A whole number from 0, less than `below`. */
  int(below: number): number;
  pick<T>(list: readonly T[]): T;
  /** One of the list, as often as its weight says. */
  weighted<T extends { weight: number }>(list: readonly T[]): T;
  exponential(mean: number): number;
  lognormal(median: number, sigma: number): number;
  /** Draws of its own, which stay the same whatever is drawn elsewhere. */
  fork(name: string): Random;
};

/** sfc32 of PractRand (Chris Doty-Humphrey, public domain), started from an FNV-1a hash of the seed. */
export function createRandom(seed: string): Random {
  let [a, b, c, counter] = [fnv(seed), fnv(`${seed}/b`), fnv(`${seed}/c`), 1];
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) next();
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    chance: (probability) => next() < probability,
    int: (below) => Math.floor(next() * below),
    pick: (list) => list[Math.floor(next() * list.length)]!,
    weighted: (list) => {
      let left = next() * list.reduce((sum, { weight }) => sum + weight, 0);
      for (const one of list) {
        left -= one.weight;
        if (left < 0) return one;
      }
      return list.at(-1)!;
    },
    exponential: (mean) => -mean * Math.log(1 - next()),
    lognormal: (median, sigma) => median * Math.exp(sigma * normal()),
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}

/** FNV-1a (Fowler, Noll, Vo), 32 bits, signed. */
export function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
