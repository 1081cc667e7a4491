import type { Clock } from '../../core/clock.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { MailQueue } from '../../platform/mail/queue.ts';
import type { MailAbout } from '../../ui/mail/about.ts';
import type { Locale } from '../accounts/rules.ts';
import type { Audit } from '../audit/service.ts';
import { renewalAheadMail } from './mails.ts';
import { dueAt, noticeMs, spread } from './rules.ts';
import * as store from './store.ts';

type RenewalsDeps = {
  clock: Clock;
  audit: Audit;
  mails: MailQueue;
  mailAbout: (locale: Locale) => MailAbout;
};

/**
 * Renewal by calendar, for operators who must have it [security.md 10]. Both acts take a transaction and a
 * bounded batch, return how many accounts they touched, and are safe in several portals at once.
 */
export function createRenewals({ clock, audit, mails, mailAbout }: RenewalsDeps) {
  return {
    /** Tells people in advance, once, and writes down the date that they were told. */
    announce: async (tx: Tx, { periodMs, most }: { periodMs: number; most: number }): Promise<number> => {
      const now = clock.now();
      const found = await store.findDue(tx, { before: now + noticeMs, ...spread(periodMs), most });
      for (const { id, password_changed_at: changedAt } of found) {
        const at = dueAt({ id, passwordChangedAt: changedAt, periodMs, now });
        const person = await store.announce(tx, { id, changedAt, dueAt: at });
        if (!person) continue;
        const mail = renewalAheadMail(mailAbout(person.locale), { at });
        const to = { to: person.email, accountId: id, expiresAt: at };
        await mails.enqueue(tx, { kind: 'renewal-ahead', ...to, ...mail });
        await audit.record(tx, { type: 'renewal.announced', accountId: id, data: { dueAt: at } });
      }
      return found.length;
    },

    /** Asks the people whose announced date has come, at their next sign-in. */
    require: async (tx: Tx, { most }: { most: number }): Promise<number> => {
      const ids = await store.require(tx, { now: clock.now(), most });
      for (const accountId of ids) {
        await audit.record(tx, { type: 'renewal.required', accountId, data: { reason: 'calendar' } });
      }
      return ids.length;
    },
  };
}
