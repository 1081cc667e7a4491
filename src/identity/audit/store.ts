import type { Tx } from '../../platform/db/database.ts';
import { insertion } from '../../platform/db/statement.ts';
import type { AuditEventsTable } from '../../platform/db/tables.ts';

/**
 * One INSERT; nothing here ever updates. The tamper-evident chain will attach to this function: it alone
 * sees every row, in the transaction of what the row tells.
 */
export const insert = insertion('audit_events');

/** Deletes the oldest events, at most `most`; returns how many. */
export async function purge(tx: Tx, { before, most }: { before: number; most: number }): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('audit_events')
    .where('id', 'in', (e) => e.selectFrom('audit_events').select('id').where('at', '<', before).limit(most))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Newest first. */
export function list(
  tx: Tx,
  { accountId, limit }: { accountId?: string; limit: number },
): Promise<AuditEventsTable[]> {
  let query = tx
    .selectFrom('audit_events')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (accountId !== undefined) query = query.where('account_id', '=', accountId);
  return query.execute();
}

/** Where the last page ended: events of one millisecond are told apart by their ids. */
export type Cursor = { at: number; id: string };

/** The next events of one type after the cursor, oldest first: the index (type, at) finds them without sorting. */
export function page(
  tx: Tx,
  { type, after, before, limit }: { type: string; after: Cursor; before: number; limit: number },
): Promise<AuditEventsTable[]> {
  return tx
    .selectFrom('audit_events')
    .selectAll()
    .where('type', '=', type)
    .where('at', '>=', after.at)
    .where('at', '<', before)
    .where((e) => e.or([e('at', '>', after.at), e('id', '>', after.id)]))
    .orderBy('at')
    .orderBy('id')
    .limit(limit)
    .execute();
}
