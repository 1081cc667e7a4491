import type { Tx } from '../../platform/db/database.ts';
import type { OidcRecordsTable } from '../../platform/db/tables.ts';

/** Consents stand among what the provider keeps, as a kind of their own that it never looks at. */
const model = 'Consent';

export async function find(tx: Tx, { key, now }: { key: string; now: number }): Promise<string | null> {
  const row = await tx
    .selectFrom('oidc_records')
    .select('payload')
    .where('key', '=', key)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row?.payload ?? null;
}

export async function upsert(
  tx: Tx,
  of: Pick<OidcRecordsTable, 'key' | 'payload'> & {
    account_id: string;
    client_id: string;
    expires_at: number;
  },
): Promise<void> {
  const { payload, expires_at } = of;
  await tx
    .insertInto('oidc_records')
    .values({ ...of, model, grant_id: null, uid: null, consumed_at: null })
    .onConflict((c) => c.column('key').doUpdateSet({ payload, expires_at }))
    .execute();
}

export function list(tx: Tx, { accountId, now }: { accountId: string; now: number }) {
  return tx
    .selectFrom('oidc_records')
    .select(['client_id', 'payload'])
    .where('account_id', '=', accountId)
    .where('model', '=', model)
    .where('expires_at', '>', now)
    .execute();
}

/** The consent with every grant, code and token of that account for that tool; says how many rows. */
export async function remove(
  tx: Tx,
  { accountId, toolId }: { accountId: string; toolId: string },
): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('oidc_records')
    .where('account_id', '=', accountId)
    .where('client_id', '=', toolId)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** Everything of every account for that tool; says how many rows. */
export async function removeOfTool(tx: Tx, toolId: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('oidc_records')
    .where('client_id', '=', toolId)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

export async function removeAll(tx: Tx, accountId: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('oidc_records')
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
