import type { Tx } from '../../platform/db/database.ts';
import { insertion, statement } from '../../platform/db/statement.ts';

export const insert = insertion('sessions');

/** One SELECT with the account, so that a lock or a new name shows at the next page. */
export async function find(tx: Tx, hash: string) {
  return (await findByHash(tx, { hash })).rows[0];
}

const findByHash = statement<{ hash: string }>()((tx, of) =>
  tx
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .selectAll('sessions')
    .select(['accounts.email', 'accounts.name', 'accounts.role', 'accounts.locale', 'accounts.status'])
    .select('accounts.deletion_due_at')
    .where('sessions.token_hash', '=', of.hash),
);

/** Notes a visit, unless another request noted one since `before`. */
export async function touch(
  tx: Tx,
  { id, now, before }: { id: string; now: number; before: number },
): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ last_seen_at: now })
    .where('id', '=', id)
    .where('last_seen_at', '<=', before)
    .execute();
}

/** Undefined when there was none to end: of two at once, one ends it. */
export async function end(tx: Tx, of: { hash: string; reason: string; now: number }) {
  return (await endByHash(tx, of)).rows[0];
}

const endByHash = statement<{ hash: string; reason: string; now: number }>()((tx, of) =>
  tx
    .updateTable('sessions')
    .set({ ended_at: of.now, end_reason: of.reason })
    .where('token_hash', '=', of.hash)
    .where('ended_at', 'is', null)
    .returning(['id', 'account_id']),
);

/** Neither ended nor past their absolute end; idle ones included. */
export function list(tx: Tx, { accountId, now }: { accountId: string; now: number }) {
  return tx
    .selectFrom('sessions')
    .select(['id', 'label', 'address', 'created_at', 'expires_at', 'last_seen_at', 'idle_ms'])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .execute();
}

/** Whether it was not ended. */
export async function isOpen(tx: Tx, of: { accountId: string; id: string }): Promise<boolean> {
  const row = await tx
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', of.id)
    .where('account_id', '=', of.accountId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** False when there was none to end. */
export async function endOne(
  tx: Tx,
  which: { accountId: string; id: string; reason: string; now: number },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('sessions')
    .set({ ended_at: which.now, end_reason: which.reason })
    .where('account_id', '=', which.accountId)
    .where('id', '=', which.id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function endAll(
  tx: Tx,
  which: { accountId: string; except?: string; deviceId?: string; reason: string; now: number },
): Promise<number> {
  let query = tx
    .updateTable('sessions')
    .set({ ended_at: which.now, end_reason: which.reason })
    .where('account_id', '=', which.accountId)
    .where('ended_at', 'is', null);
  if (which.except !== undefined) query = query.where('id', '<>', which.except);
  if (which.deviceId !== undefined) query = query.where('device_id', '=', which.deviceId);
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** By the absolute end alone: an ended session is past it a day later at most. Deletes at most `most`. */
export async function purge(tx: Tx, { before, most }: { before: number; most: number }): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('sessions')
    .where('id', 'in', (e) =>
      e.selectFrom('sessions').select('id').where('expires_at', '<=', before).limit(most),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
