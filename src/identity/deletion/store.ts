import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { AccountsTable } from '../../platform/db/tables.ts';

type Gone = Pick<AccountsTable, 'id' | 'email' | 'locale' | 'name'>;

const told = ['id', 'email', 'locale', 'name'] as const;

/** Undefined when the account is not there, or its deletion was asked for already. */
export function ask(tx: Tx, { id, dueAt, now }: { id: string; dueAt: number; now: number }) {
  return tx
    .updateTable('accounts')
    .set({ deletion_due_at: dueAt, updated_at: now })
    .where('id', '=', id)
    .where('deletion_due_at', 'is', null)
    .returning([...told])
    .executeTakeFirst();
}

/** False when there was nothing to cancel. */
export async function cancel(tx: Tx, { id, now }: { id: string; now: number }): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('accounts')
    .set({ deletion_due_at: null, updated_at: now })
    .where('id', '=', id)
    .where('deletion_due_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function roleOf(tx: Tx, id: string): Promise<AccountsTable['role'] | undefined> {
  const row = await tx.selectFrom('accounts').select('role').where('id', '=', id).executeTakeFirst();
  return row?.role;
}

/** How many administrators besides this one may sign in. */
export async function otherAdmins(tx: Tx, id: string): Promise<number> {
  const others = await tx
    .selectFrom('accounts')
    .select('id')
    .where('role', '<>', sql.lit('member' as const))
    .where('role', '=', 'admin')
    .where('status', '=', 'active')
    .where('id', '<>', id)
    .execute();
  return others.length;
}

/**
 * The administrators, their rows held until the transaction ends: of two who go at once, the second sees that the
 * first is gone.
 */
export async function holdAdmins(tx: Tx): Promise<{ id: string; status: AccountsTable['status'] }[]> {
  return tx
    .updateTable('accounts')
    .set((e) => ({ updated_at: e.ref('updated_at') }))
    .where('role', '<>', sql.lit('member' as const))
    .where('role', '=', 'admin')
    .returning(['id', 'status'])
    .execute();
}

/** Accounts whose day has come, at most `most`. A disabled one waits: it is the operator's to look at. */
export function due(tx: Tx, { now, most }: { now: number; most: number }) {
  return tx
    .selectFrom('accounts')
    .select('id')
    .where('deletion_due_at', 'is not', null)
    .where('deletion_due_at', '<=', now)
    .where('status', '=', 'active')
    .orderBy('deletion_due_at')
    .limit(most)
    .execute();
}

/** Undefined when it is not there or, with `dueBy`, no longer due: its owner changed their mind, another portal was first. */
export function remove(tx: Tx, { id, dueBy }: { id: string; dueBy?: number }): Promise<Gone | undefined> {
  let query = tx.deleteFrom('accounts').where('id', '=', id);
  if (dueBy !== undefined) query = query.where('deletion_due_at', '<=', dueBy).where('status', '=', 'active');
  return query.returning([...told]).executeTakeFirst();
}
