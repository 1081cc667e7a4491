import type { Tx } from '../../platform/db/database.ts';
import type { SessionsTable } from '../../platform/db/tables.ts';

export async function insert(tx: Tx, row: SessionsTable): Promise<void> {
  await tx.insertInto('sessions').values(row).execute();
}

/** One SELECT with the account, so that a lock or a new name shows at the next page. */
export function find(tx: Tx, hash: string) {
  return tx
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .selectAll('sessions')
    .select(['accounts.email', 'accounts.name', 'accounts.role', 'accounts.locale', 'accounts.status'])
    .where('sessions.token_hash', '=', hash)
    .executeTakeFirst();
}

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
export function end(
  tx: Tx,
  { hash, reason, now }: { hash: string; reason: string; now: number },
): Promise<{ account_id: string } | undefined> {
  return tx
    .updateTable('sessions')
    .set({ ended_at: now, end_reason: reason })
    .where('token_hash', '=', hash)
    .where('ended_at', 'is', null)
    .returning('account_id')
    .executeTakeFirst();
}

export async function endAll(
  tx: Tx,
  which: { accountId: string; except?: string; reason: string; now: number },
): Promise<number> {
  let query = tx
    .updateTable('sessions')
    .set({ ended_at: which.now, end_reason: which.reason })
    .where('account_id', '=', which.accountId)
    .where('ended_at', 'is', null);
  if (which.except !== undefined) query = query.where('id', '<>', which.except);
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** By the absolute end alone: an ended session is past it a day later at most. */
export async function purge(tx: Tx, before: number): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('sessions')
    .where('expires_at', '<=', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
