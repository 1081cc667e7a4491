import type { Outcome } from '../../core/outcomes.ts';
import type { Breaches } from './breaches.ts';
import type { CommonPasswords } from './common.ts';
import type { Admission } from './fair-queue.ts';
import type { Hasher } from './hasher.ts';
import { isRepeatsOrSequences } from './patterns.ts';
import {
  brandWords,
  classesIn,
  holdsWord,
  type Password,
  type PasswordProblem,
  type PasswordRole,
  parsePassword,
  personalWords,
  readPassword,
} from './rules.ts';
import { leastBits, type Strength } from './strength.ts';

export { type ImportProgress, type ImportRefusal, importBreaches } from './breach-import.ts';
export { type Breaches, openBreaches } from './breaches.ts';
export { type CommonPasswords, createCommonPasswords } from './common.ts';
export type { Admission, FairQueueStats } from './fair-queue.ts';
export { createHasher, type Hasher } from './hasher.ts';
export { type HashCost, hashCost, leastCost } from './phc.ts';
export { createStrength, type Strength } from './strength.ts';

export type PasswordPolicy = {
  /** The forms of the organisation's name, « l’Opcommerce » [6.2.11]. */
  brandNames: readonly string[];
  /** Lower case, upper case, digits and special characters are all required; advice otherwise [security.md 3]. */
  requireClasses: boolean;
};

export type PasswordOwner = { id: string | null; name: string; email: string; role: PasswordRole };

export type Passwords = {
  /** Whether the typed text made the hash; the same work when there is no hash or no readable text [security.md 12]. */
  verify(of: {
    text: unknown;
    hash: string | null;
    admission: Admission;
  }): Promise<Outcome<{ matches: boolean; stale: boolean }, 'busy'>>;
  /**
   * Checks a new password against every rule, cheapest first, and hashes it [security.md 1–5]. Says the first
   * problem. `history`: the hashes of the current password and the last 5. What cannot be judged for a fault
   * of ours (strength, breaches) does not refuse the person.
   */
  choose(of: {
    text: unknown;
    person: PasswordOwner;
    history: readonly string[];
    admission: Admission;
  }): Promise<Outcome<{ hash: string }, PasswordProblem | 'busy'>>;
  /** A hash of today's cost for a password that was just verified and came out `stale` [security.md 7]. */
  rehash(of: {
    text: string;
    admission: Admission;
  }): Promise<Outcome<{ hash: string }, 'busy' | 'not-a-password'>>;
  /** Whether a password in use would pass today's length and classes: a rule raised since asks for a new one [security.md 10]. */
  meetsPolicy(of: { text: string; role: PasswordRole }): boolean;
  /** Whether it is in the breach list, for the re-check at sign-in; null when that cannot be said now: ask later. */
  isBreached(text: string): Promise<boolean | null>;
};

export type PasswordsDeps = {
  hasher: Hasher;
  strength: Strength;
  breaches: Breaches;
  common: CommonPasswords;
  policy: PasswordPolicy;
};

// Stands for a text that no password can be, so that it costs what a wrong one does.
const unreadable = '-' as Password;

/** Everything the portal does with passwords [security.md 1–9, 12]. */
export function createPasswords(deps: PasswordsDeps): Passwords {
  const { hasher, breaches } = deps;
  return {
    verify: async ({ text, hash, admission }) => {
      const read = readPassword(text);
      return read.ok
        ? hasher.verify(read.password, hash, admission)
        : hasher.verify(unreadable, null, admission);
    },
    choose: async ({ text, person, history, admission }) => {
      const parsed = parsePassword(text, person.role);
      if (!parsed.ok) return parsed;
      const { password } = parsed;
      const reason =
        (await findWeakness(deps, password, person)) ??
        (await findInHistory(hasher, { password, history, admission }));
      return reason ? { ok: false, reason } : hasher.hash(password, admission);
    },
    rehash: async ({ text, admission }) => {
      const read = readPassword(text);
      return read.ok ? hasher.hash(read.password, admission) : { ok: false, reason: 'not-a-password' };
    },
    meetsPolicy: ({ text, role }) => {
      const parsed = parsePassword(text, role);
      return parsed.ok && (!deps.policy.requireClasses || classesIn(parsed.password) === 4);
    },
    isBreached: async (text) => {
      const read = readPassword(text);
      return read.ok ? breaches.has(read.password) : null;
    },
  };
}

async function findWeakness(
  { strength, breaches, common, policy }: PasswordsDeps,
  password: Password,
  person: PasswordOwner,
): Promise<PasswordProblem | null> {
  const brand = brandWords(policy.brandNames);
  const own = personalWords(person);
  if (policy.requireClasses && classesIn(password) < 4) return 'classes';
  if (isRepeatsOrSequences(password)) return 'repeats';
  if (holdsWord(password, brand)) return 'brand';
  if (holdsWord(password, own)) return 'personal';
  if (await common.has(password)) return 'common';
  if ((await breaches.has(password)) === true) return 'breached';
  const bits = await strength.bits(password, [...own, ...brand]);
  return bits !== null && bits < leastBits ? 'guessable' : null;
}

async function findInHistory(
  hasher: Hasher,
  of: { password: Password; history: readonly string[]; admission: Admission },
): Promise<'reused' | 'busy' | null> {
  // One after the other: six at once would take six places in the queue from others.
  for (const hash of of.history) {
    const verdict = await hasher.verify(of.password, hash, of.admission);
    if (!verdict.ok) return verdict.reason;
    if (verdict.matches) return 'reused';
  }
  return null;
}
