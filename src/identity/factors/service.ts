import type { Clock } from '../../core/clock.ts';
import type { KeyRing } from '../../core/key-ring.ts';
import type { Tx } from '../../platform/db/database.ts';
import { createAuthenticators } from './authenticator/service.ts';
import { createPasskeys } from './passkeys/service.ts';
import { createRecoveryCodes } from './recovery-codes/service.ts';
import type { FactorsHeld } from './rules.ts';
import * as store from './store.ts';

export type { FactorsHeld, PasskeySummary } from './rules.ts';

type FactorDeps = {
  clock: Clock;
  keyRing: KeyRing;
  /** PUBLIC_URL: passkeys answer to it alone. */
  origin: string;
  /** What browsers and applications call the portal. */
  brandName: string;
};

export type Factors = ReturnType<typeof createFactors>;

/** Second factors: passkeys, an authenticator application, and recovery codes for the day they are lost. */
export function createFactors({ clock, keyRing, origin, brandName: name }: FactorDeps) {
  const passkeys = createPasskeys({ clock, keyRing, origin, name });
  const authenticator = createAuthenticators({ clock, keyRing, name });
  const recoveryCodes = createRecoveryCodes({ clock, keyRing });
  const has = (tx: Tx, accountId: string): Promise<boolean> => store.has(tx, accountId);

  /** Removes what was added at `since` or later, and the recovery codes of whoever then holds nothing else. */
  const removeSince = async (
    tx: Tx,
    { accountId, since }: { accountId: string; since: number },
  ): Promise<number> => {
    const keys = await passkeys.removeSince(tx, { accountId, since });
    const application = await authenticator.remove(tx, { accountId, since });
    const stillHolds = await has(tx, accountId);
    const codes = await recoveryCodes.remove(tx, { accountId, since: stillHolds ? since : 0 });
    return keys + (application ? 1 : 0) + (codes > 0 ? 1 : 0);
  };

  return {
    passkeys,
    authenticator,
    recoveryCodes,

    /** Everything that the account holds; three SELECTs. */
    of: async (tx: Tx, accountId: string): Promise<FactorsHeld> => ({
      passkeys: await passkeys.list(tx, accountId),
      authenticator: await authenticator.find(tx, accountId),
      recoveryCodesLeft: await recoveryCodes.left(tx, accountId),
    }),

    /** Whether it holds a passkey or an application; one SELECT. Recovery codes alone are no factor. */
    has,

    /** How many factors it holds, recovery codes apart. */
    count: async (tx: Tx, accountId: string): Promise<number> => {
      const application = await authenticator.find(tx, accountId);
      return (await passkeys.list(tx, accountId)).length + (application ? 1 : 0);
    },

    /**
     * « Ce n'était pas moi »: what was added from then on goes, whoever added it; says how many things went
     * (recovery codes count as one).
     */
    removeSince,

    /** The help desk's way: everything goes; says how many things went. */
    removeAll: (tx: Tx, accountId: string): Promise<number> => removeSince(tx, { accountId, since: 0 }),

    /** Deletes what is over; call again while it returns the most. */
    purge: passkeys.purge,
  };
}
