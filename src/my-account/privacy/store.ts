import type { Tx } from '../../platform/db/database.ts';

/**
 * What is kept about an account and no page shows, read for the copy of its owner's data alone. Columns are named
 * one by one: neither a hash nor anything that opens something is ever among them.
 */

/** Sessions, ended ones too, newest first. */
export function sessions(tx: Tx, accountId: string) {
  return tx
    .selectFrom('sessions')
    .select(['label', 'address', 'amr'])
    .select(['created_at as createdAt', 'last_seen_at as lastSeenAt', 'expires_at as expiresAt'])
    .select(['ended_at as endedAt', 'end_reason as endReason'])
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .execute();
}

/** Links that were mailed, newest first. */
export function links(tx: Tx, accountId: string) {
  return tx
    .selectFrom('links')
    .select(['purpose', 'email', 'created_at as createdAt', 'expires_at as expiresAt'])
    .select(['used_at as usedAt', 'ended_at as endedAt'])
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .execute();
}

/** Mails, newest first: which kind, when, and what became of them. Decoys were never mails. */
export function mails(tx: Tx, accountId: string) {
  return tx
    .selectFrom('mails')
    .select(['kind', 'status', 'created_at as queuedAt', 'sent_at as sentAt'])
    .where('account_id', '=', accountId)
    .where('status', '<>', 'decoy')
    .orderBy('created_at', 'desc')
    .execute();
}

/**
 * What the risk engine learned: how many sign-ins, and how many different values at each level. Which values, only
 * the portal's key can tell. Null: nothing.
 */
export async function learned(
  tx: Tx,
  accountId: string,
): Promise<{ signIns: number; lastPlaceKept: boolean; values: Record<string, number> } | null> {
  const person = await tx
    .selectFrom('risk_people')
    .select(['times', 'last_place'])
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  if (!person) return null;
  const levels = await tx
    .selectFrom('risk_nodes')
    .select(['level', (e) => e.fn.countAll<number>().as('count')])
    .where('account_id', '=', accountId)
    .groupBy('level')
    .orderBy('level')
    .execute();
  return {
    signIns: person.times,
    lastPlaceKept: person.last_place !== null,
    values: Object.fromEntries(levels.map(({ level, count }) => [level, Number(count)])),
  };
}
