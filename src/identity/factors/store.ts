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
