import type { Tx } from '../../platform/db/database.ts';
import type { MailQueue } from '../../platform/mail/queue.ts';
import type { MailAbout } from '../../ui/mail/about.ts';
import type { Email, Locale } from '../accounts/rules.ts';
import type { Accounts } from '../accounts/service.ts';
import type { Audit } from '../audit/service.ts';
import type { Budgets } from '../budgets/service.ts';
import { staffAlertMail } from './mails.ts';
import type { Intrusion } from './rules.ts';

export type { Intrusion, Protected } from './rules.ts';

type AlertDeps = {
  accounts: Accounts;
  audit: Audit;
  budgets: Budgets;
  mails: MailQueue;
  mailAbout: (locale: Locale) => MailAbout;
  /** An address besides those of the accounts, and the language of its mails. */
  extra: Email | null;
};

export type Alerts = ReturnType<typeof createAlerts>;

/** Word to who runs the portal: every operator and administrator, and the configured address. */
export function createAlerts({ accounts, audit, budgets, mails, mailAbout, extra }: AlertDeps) {
  return {
    /**
     * Mails them in the caller's transaction; how many. None once the hour's are spent: whoever makes accounts to
     * report them must not flood the team, and the audit log has every one.
     */
    tell: async (tx: Tx, intrusion: Intrusion): Promise<number> => {
      const decision = await budgets.spend(tx, [{ policy: 'staff-alert.overall', key: [] }]);
      if (!decision.permitted) {
        const { policy, until } = decision;
        await audit.record(tx, { type: 'limit.reached', data: { policy, until } });
        return 0;
      }
      const staff = await accounts.staff(tx);
      const everybody = new Map<string, { accountId: string | null; locale: Locale }>(
        staff.map(({ id, email, locale }) => [email, { accountId: id, locale }]),
      );
      if (extra !== null && !everybody.has(extra)) everybody.set(extra, { accountId: null, locale: 'fr' });
      for (const [to, { accountId, locale }] of everybody) {
        const mail = staffAlertMail(mailAbout(locale), intrusion);
        await mails.enqueue(tx, { kind: 'staff-alert', to, accountId, ...mail });
      }
      return everybody.size;
    },
  };
}
