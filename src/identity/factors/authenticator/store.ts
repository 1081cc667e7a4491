import type { Tx } from '../../../platform/db/database.ts';
import type { AuthenticatorsTable } from '../../../platform/db/tables.ts';

export function find(tx: Tx, accountId: string): Promise<AuthenticatorsTable | undefined> {
  return tx.selectFrom('authenticators').selectAll().where('account_id', '=', accountId).executeTakeFirst();
}

/** An account has one: a new one takes the place of the former. */
export async function put(tx: Tx, row: AuthenticatorsTable): Promise<void> {
  const { account_id: _, ...change } = row;
  await tx
    .insertInto('authenticators')
    .values(row)
    .onConflict((c) => c.column('account_id').doUpdateSet(change))
    .execute();
}

/** Uses a time step up: true for one caller alone, and no step before it ever again. */
export async function use(
  tx: Tx,
  of: { accountId: string; createdAt: number; step: number; now: number },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('authenticators')
    .set({ last_step: of.step, last_used_at: of.now })
    .where('account_id', '=', of.accountId)
    .where('created_at', '=', of.createdAt)
    .where('last_step', '<', of.step)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** In the order of accounts, `most` after one of them. */
export function listAfter(
  tx: Tx,
  { after, most }: { after: string; most: number },
): Promise<Pick<AuthenticatorsTable, 'account_id' | 'sealed'>[]> {
  return tx
    .selectFrom('authenticators')
    .select(['account_id', 'sealed'])
    .where('account_id', '>', after)
    .orderBy('account_id')
    .limit(most)
    .execute();
}

/** The same secret under another key, unless it changed meanwhile. */
export async function reseal(tx: Tx, of: { accountId: string; from: string; to: string }): Promise<void> {
  await tx
    .updateTable('authenticators')
    .set({ sealed: of.to })
    .where('account_id', '=', of.accountId)
    .where('sealed', '=', of.from)
    .execute();
}

/** False when there was none. */
export async function remove(tx: Tx, of: { accountId: string; since: number }): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('authenticators')
    .where('account_id', '=', of.accountId)
    .where('created_at', '>=', of.since)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}
