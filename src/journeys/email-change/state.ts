import type { Refused } from '../../core/outcomes.ts';
import type { Account, Accounts } from '../../identity/accounts/service.ts';
import type { Link } from '../../identity/links/service.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { createLanding, Landing, LinkRefusal } from '../landing.ts';

/** A link that is good, and the account that it is about. */
export type LinkedAccount = { ok: true; link: Link; account: Account } | Refused<LinkRefusal>;

/** Reads a landing's link and its account as they are now; changes nothing. */
export function stateOf(
  { accounts }: { accounts: Pick<Accounts, 'findById'> },
  landing: Pick<ReturnType<typeof createLanding>, 'link'>,
) {
  return async (tx: Tx, landed: Landing): Promise<LinkedAccount> => {
    const found = await landing.link(landed, tx);
    if (!found.ok) return found;
    const { link } = found;
    const account = link.accountId && (await accounts.findById(tx, link.accountId));
    return account ? { ok: true, link, account } : { ok: false, reason: 'link-unknown' };
  };
}
