import type { Account } from '../identity/accounts/service.ts';
import { factorNewsMail } from '../identity/factors/mails.ts';
import type { FactorNews } from '../identity/factors/rules.ts';
import type { Tx } from '../platform/db/database.ts';
import type { JourneyDeps } from './deps.ts';
import { mailNotMeLink } from './not-me-link.ts';

export type FactorNewsDeps = Pick<JourneyDeps, 'links' | 'origin' | 'mails' | 'mailAbout' | 'clock'>;

type Told = {
  account: Pick<Account, 'id' | 'email' | 'locale'>;
  news: FactorNews;
  /** The browser that did it; null: the help desk. */
  deviceLabel: string | null;
  name?: string | null;
  codesLeft?: number;
};

/** Tells the person by mail what changed in the protection of the account, with a way to undo it. */
export async function tellFactorNews(deps: FactorNewsDeps, tx: Tx, { account, ...of }: Told): Promise<void> {
  const notMeUrl = await mailNotMeLink(deps, tx, account);
  const mail = factorNewsMail(deps.mailAbout(account.locale), { ...of, at: deps.clock.now(), notMeUrl });
  await deps.mails.enqueue(tx, {
    kind: 'factor-news',
    to: account.email,
    accountId: account.id,
    ...mail,
  });
}
