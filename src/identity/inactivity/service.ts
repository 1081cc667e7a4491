import type { Clock } from '../../core/clock.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { MailQueue } from '../../platform/mail/queue.ts';
import type { MailAbout } from '../../ui/mail/about.ts';
import type { Locale } from '../accounts/rules.ts';
import type { Audit } from '../audit/service.ts';
import { removeTraces } from '../erasure/service.ts';
import { inactiveMail } from './mails.ts';
import { deletionAt, noticeMs } from './rules.ts';
import * as store from './store.ts';

type InactivityDeps = {
  clock: Clock;
  audit: Audit;
  mails: MailQueue;
  mailAbout: (locale: Locale) => MailAbout;
};

type Batch = { inactiveMs: number; most: number };

/**
 * Accounts that nobody uses are warned, then deleted, when the operator sets it [security.md 16]. Both acts take
 * a transaction and a bounded batch, return how many accounts they touched, and are safe in several portals at once.
 */
export function createInactivity({ clock, audit, mails, mailAbout }: InactivityDeps) {
  return {
    /** Warns, once; a sign-in clears the warning. */
    warn: async (tx: Tx, { inactiveMs, most }: Batch): Promise<number> => {
      const now = clock.now();
      const people = await store.warn(tx, { before: now + noticeMs - inactiveMs, now, most });
      for (const { id: accountId, email: to, locale, name, ...row } of people) {
        const lastActiveAt = row.last_sign_in_at ?? row.created_at;
        const at = deletionAt({ lastActiveAt, inactiveMs, now });
        const mail = inactiveMail(mailAbout(locale), { name, at });
        await mails.enqueue(tx, { kind: 'inactive', to, accountId, expiresAt: at, ...mail });
        await audit.record(tx, {
          type: 'account.warned',
          accountId,
          data: { reason: 'inactive', deletedAt: at },
        });
      }
      return people.length;
    },

    /** Deletes what was warned and is still unused, with everything that belongs to it but the audit log. */
    remove: async (tx: Tx, { inactiveMs, most }: Batch): Promise<number> => {
      const now = clock.now();
      const gone = await store.remove(tx, { before: now - inactiveMs, warnedBefore: now - noticeMs, most });
      await removeTraces(tx, gone);
      for (const { id: accountId } of gone) {
        await audit.record(tx, { type: 'account.deleted', accountId, data: { reason: 'inactive' } });
      }
      return gone.length;
    },
  };
}
