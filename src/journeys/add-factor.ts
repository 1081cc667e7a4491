import type { Account } from '../identity/accounts/service.ts';
import type { Factor } from '../identity/factors/rules.ts';
import type { Tx } from '../platform/db/database.ts';
import type { Visit } from '../web/visit.ts';
import type { JourneyDeps } from './deps.ts';
import { type FactorNewsDeps, tellFactorNews } from './factor-news.ts';

export type AddFactorDeps = FactorNewsDeps & Pick<JourneyDeps, 'audit' | 'factors'>;

/**
 * What goes with a factor that was just added, in the transaction that added it: the trace, word to its owner, and
 * recovery codes for who has none. They are in the answer alone.
 */
export async function settleAddedFactor(
  deps: AddFactorDeps,
  tx: Tx,
  of: {
    account: Pick<Account, 'id' | 'email' | 'locale'>;
    factor: Exclude<Factor, 'recovery-code'>;
    name?: string;
    how: 'account' | 'enrolment';
    visit: Visit;
  },
): Promise<string[] | null> {
  const { account, factor, how, visit, name = null } = of;
  const traced = { accountId: account.id, address: visit.network.address };
  await deps.audit.record(tx, { type: 'factor.added', ...traced, data: { factor, how } });
  await tellFactorNews(deps, tx, { account, news: `${factor}-added`, deviceLabel: visit.label, name });
  const { recoveryCodes } = deps.factors;
  if ((await recoveryCodes.left(tx, account.id)) > 0) return null;
  const codes = await recoveryCodes.make(tx, account.id);
  await deps.audit.record(tx, { type: 'factor.added', ...traced, data: { factor: 'recovery-code', how } });
  return codes;
}
