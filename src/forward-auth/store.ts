import type { Tx } from '../platform/db/database.ts';
import { insertion, statement } from '../platform/db/statement.ts';

export const insertTicket = insertion('proxy_tickets');
export const insertSession = insertion('proxy_sessions');

/** Undefined when there is none, or it was taken already: of several at once, one takes it. */
export async function takeTicket(tx: Tx, hash: string) {
  return tx.deleteFrom('proxy_tickets').where('token_hash', '=', hash).returningAll().executeTakeFirst();
}

/** One SELECT with the portal's session, its account and groups: a row for each group, or one without. */
export async function findSession(tx: Tx, hash: string) {
  return (await findByHash(tx, { hash })).rows;
}

const findByHash = statement<{ hash: string }>()((tx, of) =>
  tx
    .selectFrom('proxy_sessions')
    .innerJoin('sessions', 'sessions.id', 'proxy_sessions.session_id')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .leftJoin('account_groups', 'account_groups.account_id', 'accounts.id')
    .select(['proxy_sessions.host', 'proxy_sessions.tool_id'])
    .select(['sessions.id as session_id', 'sessions.ended_at', 'sessions.expires_at'])
    .select(['sessions.last_seen_at', 'sessions.idle_ms'])
    .select(['accounts.id as account_id', 'accounts.email', 'accounts.name', 'accounts.role'])
    .select(['accounts.status', 'account_groups.name as group'])
    .where('proxy_sessions.token_hash', '=', of.hash),
);

/** The portal's session that a ticket stands for, with its account's state. */
export async function portalSession(tx: Tx, id: string) {
  return tx
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .select(['sessions.ended_at', 'sessions.expires_at', 'sessions.last_seen_at', 'sessions.idle_ms'])
    .select(['sessions.account_id', 'accounts.status'])
    .where('sessions.id', '=', id)
    .executeTakeFirst();
}

/** Undefined when there is none. */
export async function removeSession(tx: Tx, hash: string) {
  return tx
    .deleteFrom('proxy_sessions')
    .where('token_hash', '=', hash)
    .returning(['session_id', 'tool_id'])
    .executeTakeFirst();
}

/** What one of the portal's sessions opened goes on under another. */
export async function move(tx: Tx, { from, to }: { from: string; to: string }): Promise<void> {
  await tx
    .updateTable('proxy_sessions')
    .set((e) => ({
      session_id: to,
      expires_at: e.selectFrom('sessions').select('expires_at').where('id', '=', to).$asScalar().$notNull(),
    }))
    .where('session_id', '=', from)
    .execute();
}

/** Deletes at most `most` of each that are past; returns how many of the more numerous. */
export async function purge(tx: Tx, { before, most }: { before: number; most: number }): Promise<number> {
  const tickets = await tx
    .deleteFrom('proxy_tickets')
    .where('token_hash', 'in', (e) =>
      e.selectFrom('proxy_tickets').select('token_hash').where('expires_at', '<=', before).limit(most),
    )
    .executeTakeFirstOrThrow();
  const sessions = await tx
    .deleteFrom('proxy_sessions')
    .where('token_hash', 'in', (e) =>
      e.selectFrom('proxy_sessions').select('token_hash').where('expires_at', '<=', before).limit(most),
    )
    .executeTakeFirstOrThrow();
  return Number(
    tickets.numDeletedRows > sessions.numDeletedRows ? tickets.numDeletedRows : sessions.numDeletedRows,
  );
}
