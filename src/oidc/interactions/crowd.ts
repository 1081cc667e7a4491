import { firstTime } from '../../core/memo.ts';
import type { Audit } from '../../identity/audit/service.ts';
import { toolQuestionCharges } from '../../identity/budgets/rules.ts';
import type { Budgets } from '../../identity/budgets/service.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Network } from '../../platform/http/network.ts';

export type Crowd = ReturnType<typeof createCrowd>;

type CrowdDeps = { db: Database; audit: Audit; budgets: Budgets };

/**
 * How many questions may be kept of people who are not signed in, by network: each is a row for an hour, and whoever
 * asks needs nothing. Given back to those who sign in [security.md 13].
 */
export function createCrowd({ db, audit, budgets }: CrowdDeps) {
  const isNews = firstTime(10_000);
  return {
    /** Whether one more may be kept. */
    enter: async (network: Network): Promise<boolean> => {
      const decision = await budgets.spend(db.handle, toolQuestionCharges(network));
      if (decision.permitted) return true;
      const { policy, until } = decision;
      // Once a lock, not once a request.
      if (isNews(`${policy} ${until} ${network.wide}`)) {
        const { address } = network;
        await audit.record(db.handle, { type: 'limit.reached', address, data: { policy, until } });
      }
      return false;
    },

    /** Somebody signed in after all. */
    leave: (network: Network): Promise<void> => budgets.refund(db.handle, toolQuestionCharges(network)),

    /** Until when no more are kept; null when they are. */
    waitsUntil: async (network: Network): Promise<number | null> => {
      const decision = await budgets.peek(db.handle, toolQuestionCharges(network));
      return decision.permitted ? null : decision.until;
    },
  };
}
