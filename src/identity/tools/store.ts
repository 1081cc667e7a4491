import type { Tx } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { ToolSecretsTable, ToolsTable } from '../../platform/db/tables.ts';

export async function list(tx: Tx): Promise<ToolsTable[]> {
  return (await listAll(tx, {})).rows;
}

const listAll = statement<Record<never, never>>()((tx) => tx.selectFrom('tools').selectAll().orderBy('id'));

/** False when the id is taken: of two at once, one adds it. */
export async function insert(tx: Tx, row: ToolsTable): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('tools')
    .values(row)
    .onConflict((c) => c.column('id').doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows) === 1;
}

export async function remove(tx: Tx, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('tools').where('id', '=', id).executeTakeFirstOrThrow();
  return Number(numDeletedRows) === 1;
}

export async function insertSecret(tx: Tx, row: ToolSecretsTable): Promise<void> {
  await tx.insertInto('tool_secrets').values(row).execute();
}

/** Those that are still good stop then, unless they stop sooner; returns how many there are. */
export async function endSecrets(
  tx: Tx,
  { toolId, at, now }: { toolId: string; at: number; now: number },
): Promise<number> {
  await tx
    .updateTable('tool_secrets')
    .set({ expires_at: at })
    .where('tool_id', '=', toolId)
    .where((e) => e.or([e('expires_at', 'is', null), e('expires_at', '>', at)]))
    .execute();
  const live = await liveSecrets(tx, { toolId, now });
  return live.length;
}

export async function liveSecrets(
  tx: Tx,
  of: { toolId: string; now: number },
): Promise<{ secret_hash: string; created_at: number; expires_at: number | null }[]> {
  return (await listLiveSecrets(tx, of)).rows;
}

const listLiveSecrets = statement<{ toolId: string; now: number }>()((tx, of) =>
  tx
    .selectFrom('tool_secrets')
    .select(['secret_hash', 'created_at', 'expires_at'])
    .where('tool_id', '=', of.toolId)
    .where((e) => e.or([e('expires_at', 'is', null), e('expires_at', '>', of.now)])),
);

export async function removeSecrets(tx: Tx, toolId: string): Promise<void> {
  await tx.deleteFrom('tool_secrets').where('tool_id', '=', toolId).execute();
}

/** Deletes at most `most` secrets that stopped before; returns how many. */
export async function purgeSecrets(
  tx: Tx,
  { before, most }: { before: number; most: number },
): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('tool_secrets')
    .where('id', 'in', (e) =>
      e.selectFrom('tool_secrets').select('id').where('expires_at', '<=', before).limit(most),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

export async function groupsOf(tx: Tx, accountId: string): Promise<string[]> {
  return (await listGroups(tx, { accountId })).rows.map(({ name }) => name);
}

const listGroups = statement<{ accountId: string }>()((tx, of) =>
  tx.selectFrom('account_groups').select('name').where('account_id', '=', of.accountId),
);

/** False when the account is in it already. */
export async function insertGroup(tx: Tx, row: { account_id: string; name: string }): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('account_groups')
    .values(row)
    .onConflict((c) => c.columns(['account_id', 'name']).doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows) === 1;
}

/** False when the account is not in it. */
export async function removeGroup(tx: Tx, of: { accountId: string; name: string }): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('account_groups')
    .where('account_id', '=', of.accountId)
    .where('name', '=', of.name)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === 1;
}
