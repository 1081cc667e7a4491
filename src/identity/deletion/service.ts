import type { Clock } from '../../core/clock.ts';
import type { Outcome } from '../../core/outcomes.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { MailQueue } from '../../platform/mail/queue.ts';
import type { MailAbout } from '../../ui/mail/about.ts';
import type { Locale } from '../accounts/rules.ts';
import type { Audit } from '../audit/service.ts';
import { removeTraces } from '../erasure/service.ts';
import { deletedMail, deletionAheadMail } from './mails.ts';
import { graceMs } from './rules.ts';
import * as store from './store.ts';

type DeletionDeps = {
  clock: Clock;
  audit: Audit;
  mails: MailQueue;
  mailAbout: (locale: Locale) => MailAbout;
};

export type Deletion = ReturnType<typeof createDeletion>;

/**
 * An account that its owner, or the operator, wants deleted: at once, or after a time in which its owner may change
 * their mind. Every act takes a transaction. The last administrator cannot go: nobody could run the portal.
 */
export function createDeletion({ clock, audit, mails, mailAbout }: DeletionDeps) {
  /** Whether the portal would be left without an administrator who may sign in. Holds their rows where it matters. */
  const isLastAdmin = async (tx: Tx, accountId: string): Promise<boolean> => {
    if ((await store.roleOf(tx, accountId)) !== 'admin') return false;
    const admins = await store.holdAdmins(tx);
    return !admins.some(({ id, status }) => id !== accountId && status === 'active');
  };

  /** Deletes it with everything that belongs to it but the audit log, and mails a last word. */
  const erase = async (
    tx: Tx,
    of: { id: string; dueBy?: number; reason: 'asked' | 'command-line' },
  ): Promise<boolean> => {
    const gone = await store.remove(tx, of);
    if (!gone) return false;
    await removeTraces(tx, [gone]);
    const actor = of.reason === 'command-line' ? of.reason : undefined;
    await audit.record(tx, {
      type: 'account.deleted',
      accountId: of.id,
      actor,
      data: { reason: of.reason },
    });
    const mail = deletedMail(mailAbout(gone.locale), { name: gone.name });
    // Of nobody: the account is no more.
    await mails.enqueue(tx, { kind: 'account-deleted', to: gone.email, accountId: null, ...mail });
    return true;
  };

  return {
    /** Sets the date and mails it, with `notMeUrl` to undo it; asked twice, the first date stays. */
    ask: async (
      tx: Tx,
      { accountId, address, notMeUrl }: { accountId: string; address?: string; notMeUrl: string },
    ): Promise<Outcome<{ dueAt: number | null }, 'last-admin'>> => {
      if (await isLastAdmin(tx, accountId)) return { ok: false, reason: 'last-admin' };
      const now = clock.now();
      const dueAt = now + graceMs;
      const person = await store.ask(tx, { id: accountId, dueAt, now });
      if (!person) return { ok: true, dueAt: null };
      await audit.record(tx, { type: 'account.deletion-asked', accountId, address, data: { dueAt } });
      const mail = deletionAheadMail(mailAbout(person.locale), {
        name: person.name,
        at: dueAt,
        notMeUrl,
      });
      await mails.enqueue(tx, { kind: 'deletion-ahead', to: person.email, accountId, ...mail });
      return { ok: true, dueAt };
    },

    /** Whether `ask` would take it now. Only to show: what matters is decided by `ask`. */
    mayAsk: async (tx: Tx, accountId: string): Promise<boolean> => {
      if ((await store.roleOf(tx, accountId)) !== 'admin') return true;
      return (await store.otherAdmins(tx, accountId)) > 0;
    },

    /** False when there was nothing to cancel. */
    cancel: async (
      tx: Tx,
      of: { accountId: string; how: 'owner' | 'not-me'; address?: string },
    ): Promise<boolean> => {
      const { accountId, how, address } = of;
      if (!(await store.cancel(tx, { id: accountId, now: clock.now() }))) return false;
      await audit.record(tx, { type: 'account.deletion-cancelled', accountId, address, data: { how } });
      return true;
    },

    /** Deletes the accounts whose day has come, at most `most`; how many. Safe in several portals at once. */
    removeDue: async (tx: Tx, { most }: { most: number }): Promise<number> => {
      const now = clock.now();
      let removed = 0;
      for (const { id } of await store.due(tx, { now, most })) {
        // Whoever was not the last one when they asked may be so now: the account stays until another is made.
        if (await isLastAdmin(tx, id)) continue;
        if (await erase(tx, { id, dueBy: now, reason: 'asked' })) removed += 1;
      }
      return removed;
    },

    /** Deletes an account at once. */
    removeNow: async (tx: Tx, accountId: string): Promise<Outcome<object, 'last-admin' | 'unknown'>> => {
      if (await isLastAdmin(tx, accountId)) return { ok: false, reason: 'last-admin' };
      const isGone = await erase(tx, { id: accountId, reason: 'command-line' });
      return isGone ? { ok: true } : { ok: false, reason: 'unknown' };
    },
  };
}
