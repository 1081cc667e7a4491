import type { Tx } from '../../../platform/db/database.ts';
import type { PasskeysTable } from '../../../platform/db/tables.ts';

/** Oldest first. */
export function list(tx: Tx, accountId: string): Promise<PasskeysTable[]> {
  return tx
    .selectFrom('passkeys')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

export function findByCredential(tx: Tx, credentialId: string): Promise<PasskeysTable | undefined> {
  return tx.selectFrom('passkeys').selectAll().where('credential_id', '=', credentialId).executeTakeFirst();
}

/** False when some account holds that credential already. */
export async function insert(tx: Tx, row: PasskeysTable): Promise<boolean> {
  const made = await tx
    .insertInto('passkeys')
    .values(row)
    .onConflict((c) => c.column('credential_id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** Notes a use, unless the passkey is gone or its counter does not go up; one that never counts stays at 0. */
export async function use(
  tx: Tx,
  of: { id: string; counter: number; backedUp: boolean; now: number },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('passkeys')
    .set({ counter: of.counter, backed_up: of.backedUp ? 1 : 0, last_used_at: of.now })
    .where('id', '=', of.id)
    .where((e) => (of.counter === 0 ? e('counter', '=', 0) : e('counter', '<', of.counter)))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** False when the account has none of that id. */
export async function rename(tx: Tx, of: { accountId: string; id: string; name: string }): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('passkeys')
    .set({ name: of.name })
    .where('account_id', '=', of.accountId)
    .where('id', '=', of.id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** The name of what is removed; undefined when the account has none of that id. */
export async function remove(
  tx: Tx,
  of: { accountId: string; id: string },
): Promise<{ name: string } | undefined> {
  return tx
    .deleteFrom('passkeys')
    .where('account_id', '=', of.accountId)
    .where('id', '=', of.id)
    .returning('name')
    .executeTakeFirst();
}

/** Removes those added at `since` or later; says how many. */
export async function removeSince(tx: Tx, of: { accountId: string; since: number }): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('passkeys')
    .where('account_id', '=', of.accountId)
    .where('created_at', '>=', of.since)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** True for one caller alone: a challenge is answered once. */
export async function useChallenge(tx: Tx, row: { hash: string; expires_at: number }): Promise<boolean> {
  const made = await tx
    .insertInto('used_challenges')
    .values(row)
    .onConflict((c) => c.column('hash').doNothing())
    .returning('hash')
    .executeTakeFirst();
  return made !== undefined;
}

/** Deletes some of the challenges that could not be answered any more anyway. */
export async function purge(tx: Tx, { now, most }: { now: number; most: number }): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('used_challenges')
    .where('hash', 'in', (e) =>
      e.selectFrom('used_challenges').select('hash').where('expires_at', '<=', now).limit(most),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
