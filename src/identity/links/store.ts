import type { Tx } from '../../platform/db/database.ts';
import type { LinksTable } from '../../platform/db/tables.ts';
import type { LinkPurpose } from './rules.ts';

/** Ends what is live of a purpose and an address. */
export async function endAll(
  tx: Tx,
  { purpose, email, now }: { purpose: LinkPurpose; email: string; now: number },
): Promise<void> {
  await tx
    .updateTable('links')
    .set({ ended_at: now })
    .where('email', '=', email)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .execute();
}

/** What is live of a purpose and an account, oldest first. */
export function list(
  tx: Tx,
  { purpose, accountId, now }: { purpose: LinkPurpose; accountId: string; now: number },
): Promise<LinksTable[]> {
  return tx
    .selectFrom('links')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** Ends what is live of a purpose and an account, or one of them and what was made after it alone; how many. */
export async function endOf(
  tx: Tx,
  of: { purpose: LinkPurpose; accountId: string; from?: { at: number; id: string }; now: number },
): Promise<number> {
  let query = tx
    .updateTable('links')
    .set({ ended_at: of.now })
    .where('account_id', '=', of.accountId)
    .where('purpose', '=', of.purpose)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null);
  const { from } = of;
  if (from) {
    query = query.where((e) =>
      e.or([e('created_at', '>', from.at), e.and([e('created_at', '=', from.at), e('id', '>=', from.id)])]),
    );
  }
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

export async function insert(tx: Tx, row: Omit<LinksTable, 'used_at' | 'ended_at'>): Promise<void> {
  await tx
    .insertInto('links')
    .values({ ...row, used_at: null, ended_at: null })
    .execute();
}

/** The link of a purpose by its id or by the fingerprint of its token, in whatever state. Reads only. */
export function find(
  tx: Tx,
  purpose: LinkPurpose,
  by: { column: 'id' | 'token_hash'; value: string },
): Promise<LinksTable | undefined> {
  return tx
    .selectFrom('links')
    .selectAll()
    .where(by.column, '=', by.value)
    .where('purpose', '=', purpose)
    .executeTakeFirst();
}

/** Uses a live link up: true for one caller only [security.md 22]. */
export async function use(tx: Tx, { id, now }: { id: string; now: number }): Promise<boolean> {
  const row = await tx
    .updateTable('links')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

const batch = 1_000;
const batchesPerCall = 20;

/** Deletes links that ended before a time, at most 20 batches of 1,000. */
export async function purge(tx: Tx, { before, now }: { before: number; now: number }): Promise<number> {
  let purged = 0;
  for (let round = 0; round < batchesPerCall; round += 1) {
    const { numDeletedRows } = await tx
      .deleteFrom('links')
      .where('id', 'in', (e) =>
        e
          .selectFrom('links')
          .select('id')
          // An address that was never confirmed is forgotten at once [security.md 16].
          .where((due) =>
            due.or([
              due('expires_at', '<=', before),
              due.and([due('purpose', '=', 'sign-up'), due('expires_at', '<=', now)]),
            ]),
          )
          .limit(batch),
      )
      .executeTakeFirstOrThrow();
    purged += Number(numDeletedRows);
    if (numDeletedRows < batch) break;
  }
  return purged;
}
