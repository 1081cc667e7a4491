import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { AccountsTable } from '../../platform/db/tables.ts';

type Warned = Pick<AccountsTable, 'id' | 'email' | 'locale' | 'name' | 'created_at' | 'last_sign_in_at'>;

/** An account that never signed in counts from its creation. */
const lastActive = sql<number>`coalesce(last_sign_in_at, created_at)`;

/** Members who may sign in: an account that an operator disabled, or one that runs the portal, is theirs to end. */
const concerned = { role: 'member', status: 'active' } as const;

/** Marks accounts without a sign-in since `before` as warned, once each; at most `most`. */
export function warn(
  tx: Tx,
  { before, now, most }: { before: number; now: number; most: number },
): Promise<Warned[]> {
  return (
    tx
      .updateTable('accounts')
      .set({ inactivity_warned_at: now })
      .where('id', 'in', (q) =>
        q
          .selectFrom('accounts')
          .select('id')
          .where((e) => e.and(concerned))
          .where(lastActive, '<=', before)
          .where('inactivity_warned_at', 'is', null)
          .limit(most),
      )
      // Again: PostgreSQL looks at the row anew when another portal, or a sign-in, came first.
      .where((e) => e.and(concerned))
      .where(lastActive, '<=', before)
      .where('inactivity_warned_at', 'is', null)
      .returning(['id', 'email', 'locale', 'name', 'created_at', 'last_sign_in_at'])
      .execute()
  );
}

/** Deletes warned accounts that are still without a sign-in; at most `most`. Rows of other tables go with them. */
export function remove(
  tx: Tx,
  { before, warnedBefore, most }: { before: number; warnedBefore: number; most: number },
): Promise<{ id: string; email: string }[]> {
  return tx
    .deleteFrom('accounts')
    .where('id', 'in', (q) =>
      q
        .selectFrom('accounts')
        .select('id')
        .where((e) => e.and(concerned))
        .where(lastActive, '<=', before)
        .where('inactivity_warned_at', '<=', warnedBefore)
        .limit(most),
    )
    .where((e) => e.and(concerned))
    .where(lastActive, '<=', before)
    .where('inactivity_warned_at', '<=', warnedBefore)
    .returning(['id', 'email'])
    .execute();
}
