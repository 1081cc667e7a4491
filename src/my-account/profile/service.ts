import type { Locale } from '../../identity/accounts/rules.ts';
import type { Accounts } from '../../identity/accounts/service.ts';
import type { Audit } from '../../identity/audit/service.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Visit } from '../../web/visit.ts';

export type MyProfile = ReturnType<typeof createMyProfile>;

/** The name that is shown and the language of pages and mails. Saying the same again changes and records nothing. */
export function createMyProfile({ db, accounts, audit }: { db: Database; accounts: Accounts; audit: Audit }) {
  return {
    /** False when it was that already. */
    rename: (of: { accountId: string; name: string; visit: Visit }): Promise<boolean> =>
      db.transaction(async (tx) => {
        const { accountId, name, visit } = of;
        if (!(await accounts.rename(tx, { id: accountId, name }))) return false;
        await audit.record(tx, { type: 'account.renamed', accountId, address: visit.network.address });
        return true;
      }),

    speak: (of: { accountId: string; former: Locale; language: Locale; visit: Visit }): Promise<void> =>
      db.transaction(async (tx) => {
        const { accountId, former, language, visit } = of;
        if (former === language) return;
        await accounts.setLocale(tx, { id: accountId, locale: language });
        const { address } = visit.network;
        await audit.record(tx, {
          type: 'account.language-changed',
          accountId,
          address,
          data: { language },
        });
      }),
  };
}
