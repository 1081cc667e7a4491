import type { Clock } from '../../../core/clock.ts';
import { newId } from '../../../core/ids.ts';
import type { KeyRing } from '../../../core/key-ring.ts';
import { randomness } from '../../../core/randomness.ts';
import { fingerprint } from '../../../core/tokens.ts';
import type { Tx } from '../../../platform/db/database.ts';
import { codesShownMs, recoveryAlphabet, recoveryCodesMade, recoveryLength } from '../rules.ts';
import * as store from './store.ts';

const shownFor = 'recovery-codes-shown';

/** Whom new codes are shown to. `bound` is the cookie of who made them. */
type Shown = { madeFor: string; bound: string };

export type RecoveryCodes = ReturnType<typeof createRecoveryCodes>;

/**
 * Codes for the day the phone is lost: 80 bits each, stored as their SHA-256, each used once. No key of the ring is
 * needed: paper in a drawer outlives rotations [security.md 38].
 */
export function createRecoveryCodes({ clock, keyRing }: { clock: Clock; keyRing: KeyRing }) {
  return {
    /** Ten new ones; the former ones end. They are in the answer alone. */
    make: async (tx: Tx, accountId: string): Promise<string[]> => {
      const now = clock.now();
      const codes = Array.from({ length: recoveryCodesMade }, newRecoveryCode);
      await store.remove(tx, { accountId, since: 0 });
      await store.insert(
        tx,
        codes.map((code) => ({
          id: newId(clock),
          account_id: accountId,
          hash: hashOf(accountId, code),
          created_at: now,
          used_at: null,
        })),
      );
      return codes;
    },

    /** How many are left once this one is used up, or null when it is none of the account's. */
    use: async (tx: Tx, { accountId, code }: { accountId: string; code: string }): Promise<number | null> => {
      const hash = hashOf(accountId, code);
      if (!(await store.use(tx, { accountId, hash, now: clock.now() }))) return null;
      return store.countLeft(tx, accountId);
    },

    left: (tx: Tx, accountId: string): Promise<number> => store.countLeft(tx, accountId),

    /** Removes those made at `since` or later; says how many. */
    remove: (tx: Tx, { accountId, since = 0 }: { accountId: string; since?: number }): Promise<number> =>
      store.remove(tx, { accountId, since }),

    /**
     * New codes on their way to the page that shows them: sealed for whoever made them, for ten minutes. `madeFor` is
     * the id of the account, or of the link by which it enrols.
     */
    seal: ({ codes, madeFor, bound }: Shown & { codes: readonly string[] }): string => {
      const until = (clock.now() + codesShownMs).toString(36);
      return keyRing.seal(shownFor, [until, madeFor, fingerprint(bound), ...codes].join(' '));
    },

    /** Null: too old, or somebody else's. */
    open: (text: string, { madeFor, bound }: Shown): string[] | null => {
      const [until = '', whose, boundTo, ...codes] = (keyRing.open(shownFor, text) ?? '').split(' ');
      if (whose !== madeFor || boundTo !== fingerprint(bound)) return null;
      return Number.parseInt(until, 36) > clock.now() ? codes : null;
    },
  };
}

const hashOf = (accountId: string, code: string): string => fingerprint(`${accountId} ${code}`);

function newRecoveryCode(): string {
  // 32 signs: each of a byte's lowest five bits is one of them, evenly.
  return [...randomness(recoveryLength)].map((byte) => recoveryAlphabet[byte & 31]).join('');
}
