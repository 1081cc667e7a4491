import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2';
import type { Outcome } from '../../core/outcomes.ts';
import { newToken } from '../../core/tokens.ts';
import { type Admission, createFairQueue, type FairQueueStats } from './fair-queue.ts';
import { type HashCost, markPeppered, type Phc, parsePhc } from './phc.ts';
import type { Password } from './rules.ts';

export type HasherOptions = {
  /** How many hashes run at once: no more than the cores carry. */
  concurrency: number;
  /** How many may wait, and how long: what cannot be served in time is refused early. */
  maxQueued: number;
  maxWaitMs: number;
  cost: HashCost;
  /** At least 16 random bytes, kept outside the database [security.md 7]. */
  pepper?: Buffer | null;
};

export type Hasher = {
  /** An argon2id PHC string of the current cost, with 128 bits of salt [security.md 7]. */
  hash(password: Password, admission: Admission): Promise<Outcome<{ hash: string }, 'busy'>>;
  /**
   * Whether the password made this hash, and whether the hash should be made anew (cost raised, pepper added).
   * No hash, or one that the portal will not run, costs a verification all the same and never matches [security.md 12].
   */
  verify(
    password: Password,
    hash: string | null,
    admission: Admission,
  ): Promise<Outcome<{ matches: boolean; stale: boolean }, 'busy'>>;
  stats(): FairQueueStats;
  close(): void;
};

// The library's Algorithm is a const enum, which stripped types cannot import.
const argon2id = 2;

/**
 * Hashes behind a fair queue [security.md 7, 12]. With a pepper, new hashes say that they hold it; those made
 * before it was set still verify, without it, and are stale: the next sign-in replaces them. One that
 * says it holds the pepper never matches while none is set.
 */
export function createHasher(options: HasherOptions): Hasher {
  const { cost, pepper, ...limits } = options;
  if (pepper && pepper.length < 16) throw new TypeError('the pepper must be at least 16 bytes');
  const queue = createFairQueue(limits);
  const decoy = decoyOf(cost);

  // The caller's answer must not tell a broken or missing hash from a wrong password: same work, no match.
  const runnable = (hash: string | null): { phc: Phc; real: boolean } => {
    const phc = hash === null ? null : parsePhc(hash);
    return phc && (!phc.peppered || pepper) ? { phc, real: true } : { phc: decoy, real: false };
  };
  const isStale = (phc: Phc) =>
    phc.memoryKiB < cost.memoryKiB || phc.passes < cost.passes || (Boolean(pepper) && !phc.peppered);

  return {
    hash: async (password, admission) => {
      const settings = {
        algorithm: argon2id,
        memoryCost: cost.memoryKiB,
        timeCost: cost.passes,
        parallelism: 1,
      };
      const made = await queue.run(
        () => argon2Hash(password, { ...settings, secret: pepper ?? undefined }),
        admission,
      );
      if (!made.ok) return made;
      return { ok: true, hash: pepper ? markPeppered(made.value) : made.value };
    },
    verify: async (password, hash, admission) => {
      const { phc, real } = runnable(hash);
      const secret = phc.peppered && pepper ? pepper : undefined;
      const checked = await queue.run(() => argon2Verify(phc.bare, password, { secret }), admission);
      if (!checked.ok) return checked;
      const matches = checked.value && real;
      return { ok: true, matches, stale: matches && isStale(phc) };
    },
    stats: queue.stats,
    close: queue.close,
  };
}

/** A hash of the current cost that no password is known to match: its digest is random, not computed. */
function decoyOf(cost: HashCost): Phc {
  const digest = newToken().replaceAll('-', '+').replaceAll('_', '/');
  // 16 bytes are 21 characters and two bits.
  const salt = `${digest.slice(0, 21)}A`;
  const bare = `$argon2id$v=19$m=${cost.memoryKiB},t=${cost.passes},p=1$${salt}$${digest}`;
  return { ...cost, peppered: false, bare };
}
