import type { Tx } from '../../platform/db/database.ts';
import type { JourneysTable } from '../../platform/db/tables.ts';

export type Row = JourneysTable;

export async function insert(tx: Tx, row: Row): Promise<void> {
  await tx.insertInto('journeys').values(row).execute();
}

/** Adds the row unless it is there: of two tabs that send the same password, one makes it. */
export async function insertOnce(tx: Tx, row: Row): Promise<void> {
  await tx
    .insertInto('journeys')
    .values(row)
    .onConflict((c) => c.column('id').doNothing())
    .execute();
}

/** The journey, if it lives and this browser began it. */
export async function find(
  tx: Tx,
  { id, kind, browserHash, now }: { id: string; kind: Row['kind']; browserHash: string; now: number },
): Promise<Row | undefined> {
  return tx
    .selectFrom('journeys')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', kind)
    .where('browser_hash', '=', browserHash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

/** Compare-and-set on the version. */
export async function update(
  tx: Tx,
  { id, version }: { id: string; version: number },
  change: Partial<Pick<Row, 'step' | 'account_id' | 'data' | 'code_failures' | 'expires_at'>>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('journeys')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function remove(tx: Tx, { id, version }: { id: string; version: number }): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('journeys')
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export async function removeOf(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('journeys').where('account_id', '=', accountId).execute();
}

/** Check and count in one statement: parallel guesses cannot pass the limit. */
export async function countFailure(
  tx: Tx,
  { id, limit }: { id: string; limit: number },
): Promise<number | null> {
  const row = await tx
    .updateTable('journeys')
    .set((e) => ({ code_failures: e('code_failures', '+', 1) }))
    .where('id', '=', id)
    .where('code_failures', '<', limit)
    .returning('code_failures')
    .executeTakeFirst();
  return row?.code_failures ?? null;
}

export async function uncountFailure(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('journeys')
    .set((e) => ({ code_failures: e('code_failures', '-', 1) }))
    .where('id', '=', id)
    .where('code_failures', '>', 0)
    .execute();
}

export async function countSend(
  tx: Tx,
  { id, limit, notSince, now }: { id: string; limit: number; notSince: number; now: number },
): Promise<number | null> {
  const row = await tx
    .updateTable('journeys')
    .set((e) => ({ sends: e('sends', '+', 1), sent_at: now }))
    .where('id', '=', id)
    .where('sends', '<', limit)
    .where((e) => e.or([e('sent_at', 'is', null), e('sent_at', '<=', notSince)]))
    .returning('sends')
    .executeTakeFirst();
  return row?.sends ?? null;
}

export async function removeExpired(tx: Tx, { now, most }: { now: number; most: number }): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('journeys')
    .where('id', 'in', (e) =>
      e.selectFrom('journeys').select('id').where('expires_at', '<=', now).limit(most),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
