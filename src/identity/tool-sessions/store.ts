import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { ToolSessionsTable } from '../../platform/db/tables.ts';

type Row = ToolSessionsTable;

/** What a portal tells one tool, and no other portal at the same time. */
export type Claim = {
  id: string;
  toolId: string;
  accountId: string;
  providerUid: string;
  sid: string;
  /** This try included. */
  attempts: number;
  endedAt: number;
};

/** One row for each tool of a provider's session. */
export async function upsert(tx: Tx, row: Opened): Promise<void> {
  await upsertRow(tx, row);
}

type Opened = Row & { session_id: string };

const upsertRow = statement<Opened>()((tx, of) => {
  const anew = {
    account_id: of.account_id,
    sid: of.sid,
    expires_at: of.expires_at,
    attempts: of.attempts,
    next_attempt_at: of.next_attempt_at,
    last_error: of.last_error,
    ended_at: of.ended_at,
    outcome: of.outcome,
  };
  const { id, tool_id, session_id, provider_uid, created_at } = of;
  return tx
    .insertInto('tool_sessions')
    .values({ id, tool_id, session_id, provider_uid, created_at, ...anew })
    .onConflict((c) => c.columns(['session_id', 'tool_id', 'provider_uid']).doUpdateSet(anew));
});

/** Leaves alone what is being told already. */
export async function move(tx: Tx, { from, to }: { from: string; to: string }): Promise<void> {
  await tx
    .updateTable('tool_sessions')
    .set({ session_id: to })
    .where('session_id', '=', from)
    .where('ended_at', 'is', null)
    .execute();
}

/** Newest first. */
export function listOfAccount(tx: Tx, { accountId, now }: { accountId: string; now: number }) {
  return tx
    .selectFrom('tool_sessions')
    .select(['tool_id', 'session_id', 'created_at'])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at', 'desc')
    .execute();
}

export function listOfSession(tx: Tx, sessionId: string) {
  return tx
    .selectFrom('tool_sessions')
    .select(['tool_id', 'outcome', 'last_error'])
    .where('session_id', '=', sessionId)
    .orderBy('created_at')
    .execute();
}

/** The portal session under which a tool knows this `sid`; undefined when there is none. */
export async function findSession(tx: Tx, of: { toolId: string; sid: string }) {
  return (await findBySid(tx, of)).rows[0];
}

const findBySid = statement<{ toolId: string; sid: string }>()((tx, of) =>
  tx
    .selectFrom('tool_sessions')
    .innerJoin('sessions', 'sessions.id', 'tool_sessions.session_id')
    .select(['sessions.id', 'sessions.account_id'])
    .where('tool_sessions.sid', '=', of.sid)
    .where('tool_sessions.tool_id', '=', of.toolId)
    .limit(1),
);

/**
 * The rows whose portal session ended since: by somebody's act, by a lock, or with its account. Reads by the index of
 * what ended alone, so that asking every second costs nothing however many are at work.
 */
export async function ended(tx: Tx, { since, most }: { since: number; most: number }): Promise<string[]> {
  const rows = await tx
    .selectFrom('sessions')
    // CROSS JOIN: SQLite keeps the order, and so begins with what ended.
    .crossJoin('tool_sessions as t')
    .select('t.id')
    .whereRef('t.session_id', '=', 'sessions.id')
    .where('sessions.ended_at', '>=', since)
    .where('t.ended_at', 'is', null)
    .unionAll(
      tx
        .selectFrom('accounts')
        .crossJoin('tool_sessions as t')
        .select('t.id')
        .whereRef('t.account_id', '=', 'accounts.id')
        // Literal: a partial index is not found by a parameter.
        .where('accounts.status', '=', sql.lit('locked' as const))
        .where('accounts.updated_at', '>=', since)
        .where('t.ended_at', 'is', null),
    )
    .unionAll(
      tx
        .selectFrom('tool_sessions as t')
        .select('t.id')
        .where('t.session_id', 'is', null)
        .where('t.ended_at', 'is', null),
    )
    .limit(most)
    .execute();
  return rows.map(({ id }) => id);
}

/** From now on they are to be told. Safe to call twice. */
export async function end(tx: Tx, { ids, now }: { ids: string[]; now: number }): Promise<void> {
  await tx
    .updateTable('tool_sessions')
    .set({ ended_at: now, next_attempt_at: now })
    .where('id', 'in', ids)
    .where('ended_at', 'is', null)
    .execute();
}

type Due = { now: number; except: readonly string[] };

const due = (tx: Tx, { now, except }: Due) => {
  const query = tx
    .selectFrom('tool_sessions')
    .select('id')
    .where('ended_at', 'is not', null)
    .where('outcome', 'is', null)
    .where('next_attempt_at', '<=', now);
  return except.length > 0 ? query.where('tool_id', 'not in', [...except]) : query;
};

/** Whether any is to be told now: a read, so that an idle portal takes no write lock. */
export async function isDue(tx: Tx, of: Due): Promise<boolean> {
  return (await due(tx, of).limit(1).executeTakeFirst()) !== undefined;
}

/** Takes up to `most` that are due, one atomic statement: two portals never hold the same one. */
export async function claim(
  tx: Tx,
  of: Due & { engine: Database['engine']; leaseMs: number; most: number },
): Promise<Claim[]> {
  const rows = await tx
    // Materialised: PostgreSQL may otherwise run the locking select more than once and claim past the limit.
    .with(
      (cte) => cte('due').materialized(),
      (db) => {
        const first = due(db as unknown as Tx, of)
          .orderBy('next_attempt_at')
          .limit(of.most);
        return of.engine === 'postgres' ? first.forUpdate().skipLocked() : first;
      },
    )
    .updateTable('tool_sessions')
    .set((e) => ({ next_attempt_at: of.now + of.leaseMs, attempts: e('attempts', '+', 1) }))
    .where('id', 'in', (e) => e.selectFrom('due').select('due.id'))
    .returning([
      'id',
      'tool_id as toolId',
      'account_id as accountId',
      'provider_uid as providerUid',
      'sid',
      'attempts',
      'ended_at as endedAt',
    ])
    .execute();
  return rows.map((row) => ({ ...row, endedAt: row.endedAt ?? of.now }));
}

/** Whoever reaches an end first decides it. */
export async function settle(
  tx: Tx,
  { id, outcome, error }: { id: string; outcome: NonNullable<Row['outcome']>; error: string | null },
): Promise<void> {
  await tx
    .updateTable('tool_sessions')
    .set({ outcome, last_error: error })
    .where('id', '=', id)
    .where('outcome', 'is', null)
    .execute();
}

/** Puts a row back until `at`; does nothing when another portal has taken it since (`attempts` moved on). */
export async function postpone(
  tx: Tx,
  { id, attempts, at, error }: { id: string; attempts: number; at: number; error: string },
): Promise<void> {
  await tx
    .updateTable('tool_sessions')
    .set({ next_attempt_at: at, last_error: error })
    .where('id', '=', id)
    .where('outcome', 'is', null)
    .where('attempts', '=', attempts)
    .execute();
}

/** Deletes what is over, at most `most`; what is still to be told stays. */
export async function purge(tx: Tx, { now, most }: { now: number; most: number }): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('tool_sessions')
    .where('id', 'in', (e) =>
      e
        .selectFrom('tool_sessions')
        .select('id')
        .where('expires_at', '<=', now)
        .where((or) => or.or([or('ended_at', 'is', null), or('outcome', 'is not', null)]))
        .limit(most),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
