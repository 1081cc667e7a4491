import type { Tx } from '../../platform/db/database.ts';
import { insertion, statement } from '../../platform/db/statement.ts';
import type { OidcRecordsTable } from '../../platform/db/tables.ts';

export type Row = OidcRecordsTable;
type Found = Pick<Row, 'payload' | 'consumed_at'>;
type At = { key: string; now: number };

/** Not past its end. */
export async function find(tx: Tx, of: At): Promise<Found | undefined> {
  return (await findByKey(tx, of)).rows[0];
}

const findByKey = statement<At>()((tx, of) =>
  tx
    .selectFrom('oidc_records')
    .select(['payload', 'consumed_at'])
    .where('key', '=', of.key)
    .where('expires_at', '>', of.now),
);

type Uid = { uid: string; now: number };

/** The provider's session by its uid, while a portal session that nobody ended stands behind it. */
export async function findLive(tx: Tx, of: Uid): Promise<Found | undefined> {
  return (await findLiveByUid(tx, of)).rows[0];
}

const findLiveByUid = statement<Uid>()((tx, of) =>
  tx
    .selectFrom('oidc_records as r')
    // By the account: there the index is.
    .innerJoin('tool_sessions as t', (on) =>
      on.onRef('t.account_id', '=', 'r.account_id').onRef('t.provider_uid', '=', 'r.uid'),
    )
    .innerJoin('sessions as s', 's.id', 't.session_id')
    .innerJoin('accounts as a', 'a.id', 's.account_id')
    .select(['r.payload', 'r.consumed_at'])
    .where('r.uid', '=', of.uid)
    .where('r.model', '=', 'Session')
    .where('r.expires_at', '>', of.now)
    .where('s.ended_at', 'is', null)
    .where('s.expires_at', '>', of.now)
    .where('a.status', '=', 'active')
    .limit(1),
);

/** Makes it, or writes it anew: only what may change. */
export async function upsert(tx: Tx, row: Row): Promise<void> {
  await upsertRow(tx, row);
}

const upsertRow = statement<Row>()((tx, of) =>
  tx
    .insertInto('oidc_records')
    .values({
      key: of.key,
      model: of.model,
      payload: of.payload,
      grant_id: of.grant_id,
      uid: of.uid,
      account_id: of.account_id,
      client_id: of.client_id,
      consumed_at: of.consumed_at,
      expires_at: of.expires_at,
    })
    .onConflict((c) =>
      c.column('key').doUpdateSet({
        payload: of.payload,
        account_id: of.account_id,
        expires_at: of.expires_at,
      }),
    ),
);

/** What is made once under an id that never comes again. */
export const insert = insertion('oidc_records');

/** False when it is there already. */
export async function insertNew(tx: Tx, row: Row): Promise<boolean> {
  const made = await tx
    .insertInto('oidc_records')
    .values(row)
    .onConflict((c) => c.column('key').doNothing())
    .returning('key')
    .executeTakeFirst();
  return made !== undefined;
}

type Swap = { key: string; from: string; to: string };

/** Of two at once, one swaps; the other hears false. */
export async function swap(tx: Tx, of: Swap): Promise<boolean> {
  return (await swapPayload(tx, of)).rows.length > 0;
}

const swapPayload = statement<Swap>()((tx, of) =>
  tx
    .updateTable('oidc_records')
    .set({ payload: of.to })
    .where('key', '=', of.key)
    .where('payload', '=', of.from)
    .returning('key'),
);

/** Of two at once, one consumes it; the other hears false. */
export async function consume(tx: Tx, of: At): Promise<boolean> {
  return (await consumeByKey(tx, of)).rows.length > 0;
}

const consumeByKey = statement<At>()((tx, of) =>
  tx
    .updateTable('oidc_records')
    .set({ consumed_at: of.now })
    .where('key', '=', of.key)
    .where('consumed_at', 'is', null)
    .returning('key'),
);

export async function remove(tx: Tx, key: string): Promise<void> {
  await tx.deleteFrom('oidc_records').where('key', '=', key).execute();
}

/** What a grant gave: of one model, or of every one, the grant included. */
export async function removeGranted(
  tx: Tx,
  { grantId, model }: { grantId: string; model?: string },
): Promise<void> {
  let query = tx.deleteFrom('oidc_records').where('grant_id', '=', grantId);
  if (model !== undefined) query = query.where('model', '=', model);
  await query.execute();
}

/** Deletes what is past its end, at most `most`. */
export async function purge(tx: Tx, { now, most }: { now: number; most: number }): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('oidc_records')
    .where('key', 'in', (e) =>
      e.selectFrom('oidc_records').select('key').where('expires_at', '<=', now).limit(most),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
