import type { Outcome } from '../../core/outcomes.ts';

/** A cost that may be used in production: made by `hashCost` alone. */
export type HashCost = { memoryKiB: number; passes: number } & { readonly __kind: 'HashCost' };

/** What security.md 7 asks at the least; one lane. */
export const leastCost = { memoryKiB: 19_456, passes: 2 };

// About 0.3 s and 256 MiB: room to raise the cost for years, and no stored text can kill the process.
const mostMemoryKiB = 262_144;
const mostWorkKiB = 1_048_576;

/** Checks a configured cost: KiB of memory and passes, at least `leastCost` [security.md 7, 39]. */
export function hashCost(asked: {
  memoryKiB: number;
  passes: number;
}): Outcome<{ cost: HashCost }, 'too-cheap' | 'too-dear'> {
  const { memoryKiB, passes } = asked;
  // Written so that NaN is refused too.
  if (!(memoryKiB >= leastCost.memoryKiB && passes >= leastCost.passes))
    return { ok: false, reason: 'too-cheap' };
  if (!bearable(memoryKiB, passes)) return { ok: false, reason: 'too-dear' };
  return { ok: true, cost: { memoryKiB, passes } as HashCost };
}

function bearable(memoryKiB: number, passes: number): boolean {
  return memoryKiB <= mostMemoryKiB && memoryKiB * passes <= mostWorkKiB;
}

export type Phc = {
  memoryKiB: number;
  passes: number;
  /** Whether the hash was made with the pepper. */
  peppered: boolean;
  /** The text that the argon2 library reads. */
  bare: string;
};

// `keyid` is the PHC argon2 format's own place to say which key was used.
const pepperMark = ',keyid=cGVwcGVy';
const shape =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,4}),p=([1-4])(,keyid=cGVwcGVy)?\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/;

/**
 * Reads a stored argon2id hash; null when it is anything else or dearer than the portal will run:
 * a text with m=4294967295 got a process killed [security.md 8].
 */
export function parsePhc(text: string): Phc | null {
  const found = text.length <= 256 ? shape.exec(text) : null;
  if (!found) return null;
  const [memoryKiB, passes, lanes] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (passes < 1 || memoryKiB < 8 * lanes || !bearable(memoryKiB, passes)) return null;
  return { memoryKiB, passes, peppered: found[4] !== undefined, bare: text.replace(pepperMark, '') };
}

/** Says in the stored hash that it was made with the pepper. */
export function markPeppered(bare: string): string {
  return bare.replace(/(,p=\d+)\$/, `$1${pepperMark}$`);
}
