import type { Database, Tx } from '../db/database.ts';
import { insertion } from '../db/statement.ts';

/** Stands in `last_error` of a mail that waits for the server itself, not for its own recipient. */
export const serverAway = 'the mail server cannot be reached';

/** A mail that this mailer, and no other, may send until `claimedUntil`. */
export type Claim = {
  id: string;
  messageId: string;
  kind: string;
  accountId: string | null;
  sealed: string | null;
  /** This try included. */
  attempts: number;
  expiresAt: number | null;
  createdAt: number;
};

/** Adds a mail to the queue. */
export const insert = insertion('mails');

/** Whether anything wants the mailer's attention now: a read, so that an idle mailer never takes a write lock. */
export async function isDue(tx: Tx, now: number): Promise<boolean> {
  const row = await tx
    .selectFrom('mails')
    .select('id')
    .where('status', 'in', ['queued', 'decoy'])
    .where('next_attempt_at', '<=', now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Takes up to `limit` due mails for `leaseMs`, oldest first: one atomic statement, so that two mailers never
 * hold the same one. A crashed mailer's mails come due again when its lease ends [security.md 48].
 */
export async function claim(
  tx: Tx,
  {
    engine,
    now,
    leaseMs,
    limit,
  }: { engine: Database['engine']; now: number; leaseMs: number; limit: number },
): Promise<Claim[]> {
  const rows = await tx
    // Materialised: PostgreSQL may otherwise run the locking select more than once and claim past the limit.
    .with(
      (cte) => cte('due').materialized(),
      (db) => {
        const due = db
          .selectFrom('mails')
          .select('id')
          .where('status', '=', 'queued')
          .where('next_attempt_at', '<=', now)
          .where('claimed_until', '<=', now)
          .where((e) => e.or([e('expires_at', 'is', null), e('expires_at', '>', now)]))
          .orderBy('next_attempt_at')
          .limit(limit);
        return engine === 'postgres' ? due.forUpdate().skipLocked() : due;
      },
    )
    .updateTable('mails')
    .set((e) => ({
      claimed_until: now + leaseMs,
      next_attempt_at: now + leaseMs,
      attempts: e('attempts', '+', 1),
    }))
    .where('id', 'in', (e) => e.selectFrom('due').select('due.id'))
    .returning([
      'id',
      'message_id as messageId',
      'kind',
      'account_id as accountId',
      'sealed',
      'attempts',
      'expires_at as expiresAt',
      'created_at as createdAt',
    ])
    .execute();
  return rows.sort((a, b) => a.createdAt - b.createdAt);
}

/** Ends a mail and wipes what it held [security.md 20]. Whoever reaches an end first decides it. */
export async function settle(
  tx: Tx,
  {
    id,
    status,
    now,
    error,
  }: { id: string; status: 'sent' | 'refused' | 'expired'; now: number; error: string | null },
): Promise<void> {
  await tx
    .updateTable('mails')
    .set({
      status,
      sealed: null,
      claimed_until: 0,
      last_error: error,
      sent_at: status === 'sent' ? now : null,
    })
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .execute();
}

/** Puts a mail back until `at`; does nothing when another mailer has taken it since (`attempts` moved on). */
export async function postpone(
  tx: Tx,
  { id, attempts, at, error }: { id: string; attempts: number; at: number; error: string },
): Promise<void> {
  await tx
    .updateTable('mails')
    .set({ next_attempt_at: at, claimed_until: 0, last_error: error })
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .where('attempts', '=', attempts)
    .execute();
}

/** The server is back: what waited for it alone is due at once. */
export async function hasten(tx: Tx, now: number): Promise<void> {
  await tx
    .updateTable('mails')
    .set({ next_attempt_at: now })
    .where('status', '=', 'queued')
    .where('last_error', '=', serverAway)
    .where('claimed_until', '<=', now)
    .where('next_attempt_at', '>', now)
    .execute();
}

/** Drops mails whose end has passed unsent, wiped [security.md 18], and clears decoys. Returns how many expired. */
export async function sweep(tx: Tx, now: number): Promise<number> {
  await tx.deleteFrom('mails').where('status', '=', 'decoy').execute();
  const { numUpdatedRows } = await tx
    .updateTable('mails')
    .set({ status: 'expired', sealed: null })
    .where('status', '=', 'queued')
    .where('next_attempt_at', '<=', now)
    .where('claimed_until', '<=', now)
    .where('expires_at', '<=', now)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** When the oldest mail that waits for us or for the server (not for its own recipient) was queued, or null. */
export async function oldestWaiting(tx: Tx): Promise<number | null> {
  const row = await tx
    .selectFrom('mails')
    .select((e) => e.fn.min('created_at').as('at'))
    .where('status', '=', 'queued')
    .where((e) => e.or([e('last_error', 'is', null), e('last_error', '=', serverAway)]))
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Removes what ended before `before`, at most `most`; never a mail that still waits. Returns how many. */
export async function purge(tx: Tx, { before, most }: { before: number; most: number }): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('mails')
    .where('id', 'in', (e) =>
      e
        .selectFrom('mails')
        .select('id')
        .where('status', 'in', ['sent', 'refused', 'expired'])
        .where('created_at', '<', before)
        .limit(most),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
