import type { Tx } from '../../../platform/db/database.ts';
import type { RecoveryCodesTable } from '../../../platform/db/tables.ts';

export async function insert(tx: Tx, rows: RecoveryCodesTable[]): Promise<void> {
  await tx.insertInto('recovery_codes').values(rows).execute();
}

/** How many are not used yet. */
export async function countLeft(tx: Tx, accountId: string): Promise<number> {
  const { n } = await tx
    .selectFrom('recovery_codes')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Uses a code up, known by its hash: true for one caller alone. */
export async function use(tx: Tx, of: { accountId: string; hash: string; now: number }): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('recovery_codes')
    .set({ used_at: of.now })
    .where('account_id', '=', of.accountId)
    .where('hash', '=', of.hash)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Removes those made at `since` or later, used ones included; says how many. */
export async function remove(tx: Tx, of: { accountId: string; since: number }): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('recovery_codes')
    .where('account_id', '=', of.accountId)
    .where('created_at', '>=', of.since)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
