import type { Tx } from '../../platform/db/database.ts';

/** Whether the account holds a passkey or an authenticator: one SELECT. */
export async function has(tx: Tx, accountId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('passkeys')
    .select('account_id')
    .where('account_id', '=', accountId)
    .unionAll((e) => e.selectFrom('authenticators').select('account_id').where('account_id', '=', accountId))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Holds the account's factors until the transaction ends: of two that remove the last two at once, one waits. */
export async function hold(tx: Tx, accountId: string): Promise<void> {
  await tx
    .updateTable('passkeys')
    .set((e) => ({ counter: e.ref('counter') }))
    .where('account_id', '=', accountId)
    .execute();
  await tx
    .updateTable('authenticators')
    .set((e) => ({ last_step: e.ref('last_step') }))
    .where('account_id', '=', accountId)
    .execute();
}
