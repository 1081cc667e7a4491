import type { Clock } from '../../core/clock.ts';
import type { KeyRing } from '../../core/key-ring.ts';
import type { Tx } from '../../platform/db/database.ts';
import { type Charge, type PolicyName, policies } from './rules.ts';
import * as store from './store.ts';

/** Whether to go on; if not, until when to wait (epoch ms) and which budget said so. */
export type Decision = { permitted: true } | { permitted: false; until: number; policy: PolicyName };

export type Budgets = ReturnType<typeof createBudgets>;

/**
 * Limits that count failures and never successes [security.md 13]: spend before the check (so that parallel tries
 * cannot all slip through), refund after a success. Names and addresses are kept as HMACs only.
 */
export function createBudgets({ clock, keyRing }: { clock: Clock; keyRing: KeyRing }) {
  // What each charge took: a refund then undoes that very spend, and no lock that somebody else's failure set.
  const taken = new WeakMap<Charge, store.Taken>();

  const lanesOf = (charges: readonly Charge[]) => {
    const lanes = charges.map((charge) => ({
      charge,
      name: charge.policy,
      policy: policies[charge.policy],
      key: keyRing.mac('budget', charge.policy, ...charge.key),
    }));
    return lanes.sort((a, b) => compare(a.name, b.name) || compare(a.key, b.key));
  };

  const refusal = async (tx: Tx, lanes: ReturnType<typeof lanesOf>, now: number): Promise<Decision> => {
    const locks = await store.locks(
      tx,
      lanes.map((lane) => lane.key),
    );
    let worst: Decision = { permitted: true };
    for (const { key, until } of locks) {
      if (until <= now || (!worst.permitted && worst.until >= until)) continue;
      worst = { permitted: false, until, policy: lanes.find((lane) => lane.key === key)!.name };
    }
    return worst;
  };

  const spendIn = async (tx: Tx, lanes: ReturnType<typeof lanesOf>, now: number): Promise<Decision> => {
    const granted = await store.take(tx, lanes, now);
    if (granted.length === lanes.length) {
      for (const lane of lanes) taken.set(lane.charge, granted.find((row) => row.key === lane.key)!);
      return { permitted: true };
    }
    const got = new Map(granted.map((row) => [row.key, row]));
    const back = lanes.flatMap((lane) => {
      const took = got.get(lane.key);
      return took ? [{ ...lane, took }] : [];
    });
    if (back.length > 0) await store.giveBack(tx, back);
    const refused = lanes.filter((lane) => !got.has(lane.key));
    const decision = await refusal(tx, refused, now);
    // Outside a transaction the lock may have gone between the two statements: refused it stays, for a moment.
    return decision.permitted ? { permitted: false, until: now + 1, policy: refused[0]!.name } : decision;
  };

  return {
    /**
     * Spends every charge or none. Commit it before the slow check: until then the others of the same keys wait.
     * One charge is one statement; several run in a transaction, the caller's or one of their own.
     */
    async spend(tx: Tx, charges: readonly Charge[]): Promise<Decision> {
      if (charges.length === 0) return { permitted: true };
      const lanes = lanesOf(charges);
      if (lanes.length === 1) return spendIn(tx, lanes, clock.now());
      return store.allOrNothing(tx, (inner) => spendIn(inner, lanes, clock.now()));
    },

    /**
     * Gives back what `spend` took, after a success; call it once for a spend. Pass the very charges that were
     * spent: for others of the same keys the count goes down, but a delay that grew since stays.
     */
    async refund(tx: Tx, charges: readonly Charge[]): Promise<void> {
      const now = clock.now();
      const back = lanesOf(charges)
        .map((lane) => ({
          ...lane,
          took: taken.get(lane.charge) ?? { key: lane.key, resetsAt: now + 1, lockedUntil: 0 },
        }))
        // What the spend was counted in has ended: it is forgotten already, and what runs now is others'.
        .filter((lane) => lane.took.resetsAt > now);
      if (back.length > 0) await store.giveBack(tx, back);
    },

    /** What `spend` would say, without spending. Only to show: what matters is decided by `spend`. */
    peek: (tx: Tx, charges: readonly Charge[]): Promise<Decision> =>
      charges.length === 0
        ? Promise.resolve({ permitted: true })
        : refusal(tx, lanesOf(charges), clock.now()),

    /** Forgets everything spent of these keys, locks included. Safe to call twice. */
    forgive: (tx: Tx, charges: readonly Charge[]): Promise<void> =>
      store.forget(
        tx,
        lanesOf(charges).map(({ key }) => key),
      ),

    /** Removes what is forgotten, in bounded batches; returns how many. Call it outside a transaction. */
    purge: (tx: Tx): Promise<number> => store.purge(tx, clock.now()),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
