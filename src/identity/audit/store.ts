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
  { accountId, limit, before }: { accountId?: string; limit: number; before?: Cursor },
): Promise<AuditEventsTable[]> {
  let query = tx
    .selectFrom('audit_events')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (accountId !== undefined) query = query.where('account_id', '=', accountId);
  if (before !== undefined) {
    query = query
      .where('at', '<=', before.at)
      .where((e) => e.or([e('at', '<', before.at), e('id', '<', before.id)]));
  }
  return query.execute();
}

export function find(
  tx: Tx,
  { accountId, id }: { accountId: string; id: string },
): Promise<AuditEventsTable | undefined> {
  return tx
    .selectFrom('audit_events')
    .selectAll()
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
}

/** Where the last page ended: events of one millisecond are told apart by their ids. */
export type Cursor = { at: number; id: string };
export type Page = { type: string; from: number; before: number; after: Cursor | null; limit: number };

/** The next events of one type with `from` ≤ at < `before`: the index (type, at, id) finds them without sorting. */
export function page(
  tx: Tx,
  order: 'oldest-first' | 'newest-first',
  { type, from, before, after, limit }: Page,
): Promise<AuditEventsTable[]> {
  const [beyond, direction] = order === 'oldest-first' ? (['>', 'asc'] as const) : (['<', 'desc'] as const);
  let query = tx
    .selectFrom('audit_events')
    .selectAll()
    .where('type', '=', type)
    .where('at', '>=', from)
    .where('at', '<', before)
    .orderBy('at', direction)
    .orderBy('id', direction)
    .limit(limit);
  if (after !== null) {
    query = query
      .where('at', order === 'oldest-first' ? '>=' : '<=', after.at)
      .where((e) => e.or([e('at', beyond, after.at), e('id', beyond, after.id)]));
  }
  return query.execute();
}

/** How many there are, counted no further than `most`. */
export async function count(
  tx: Tx,
  { type, from, before, most }: { type: string; from: number; before: number; most: number },
): Promise<number> {
  const { n } = await tx
    .selectFrom((q) =>
      q
        .selectFrom('audit_events')
        .select('id')
        .where('type', '=', type)
        .where('at', '>=', from)
        .where('at', '<', before)
        .limit(most)
        .as('found'),
    )
    .select((e) => e.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}
