import type { Tx } from '../../platform/db/database.ts';
import type { SigningKeysTable } from '../../platform/db/tables.ts';

/** A handful of rows. */
export function list(tx: Tx): Promise<SigningKeysTable[]> {
  return tx.selectFrom('signing_keys').selectAll().orderBy('id').execute();
}

/** False when another portal made this generation first. */
export async function insert(tx: Tx, row: SigningKeysTable): Promise<boolean> {
  const made = await tx
    .insertInto('signing_keys')
    .values(row)
    .onConflict((c) => c.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** Does nothing when another portal did it meanwhile. */
export async function reseal(tx: Tx, of: { id: string; from: string; to: string }): Promise<void> {
  await tx
    .updateTable('signing_keys')
    .set({ sealed: of.to })
    .where('id', '=', of.id)
    .where('sealed', '=', of.from)
    .execute();
}

export async function remove(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx
    .deleteFrom('signing_keys')
    .where('id', 'in', [...ids])
    .execute();
}

/** Everything of an algorithm but one. */
export async function removeOthers(
  tx: Tx,
  { algorithm, kept }: { algorithm: string; kept: string },
): Promise<void> {
  await tx.deleteFrom('signing_keys').where('algorithm', '=', algorithm).where('id', '<>', kept).execute();
}
