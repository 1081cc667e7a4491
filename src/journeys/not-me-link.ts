import type { Account } from '../identity/accounts/service.ts';
import { notMeLifeMs } from '../identity/links/rules.ts';
import type { Links } from '../identity/links/service.ts';
import type { Tx } from '../platform/db/database.ts';
import { mailedLink, paths } from '../routes.ts';

/** A « Ce n'était pas moi » link for one alert mail; the links of earlier alerts stay good. */
export async function mailNotMeLink(
  { links, origin }: { links: Links; origin: string },
  tx: Tx,
  account: Pick<Account, 'id' | 'email'>,
): Promise<string> {
  const { token } = await links.issue(tx, {
    purpose: 'not-me',
    accountId: account.id,
    email: account.email,
    lifeMs: notMeLifeMs,
    replaces: false,
  });
  return mailedLink(origin, paths.notMeLink, token);
}
