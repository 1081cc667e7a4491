import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { AccountsTable } from '../../platform/db/tables.ts';

type Candidate = { id: string; password_changed_at: number };
type Person = Pick<AccountsTable, 'id' | 'email' | 'locale'>;

/**
 * Active accounts without a renewal, announced or asked for, whose own date (`firstMs` after the password was
 * set, and a step for each of the id's last two digits) is before `before`. At most `most`, the oldest first.
 */
export async function findDue(
  tx: Tx,
  of: { before: number; firstMs: number; stepMs: number; most: number },
): Promise<Candidate[]> {
  const latest = of.before - of.firstMs;
  const rows = await tx
    .selectFrom('accounts')
    .select(['id', 'password_changed_at'])
    // The index finds these; the step then takes the ones whose turn it is.
    .where('password_changed_at', '<=', latest)
    .where(sql<number>`password_changed_at + ${stepOfId} * ${of.stepMs}`, '<=', latest)
    .where('password_hash', 'is not', null)
    .where('status', '=', 'active')
    .where('renewal_reason', 'is', null)
    .where('renewal_due_at', 'is', null)
    .orderBy('password_changed_at')
    .limit(of.most)
    .execute();
  return rows as Candidate[];
}

/** Both engines know substr and CASE, and neither reads hexadecimal the other's way. */
const digit = (fromEnd: number) => {
  const values = [...'0123456789abcdef'].map(
    (digit, value) => sql`when ${sql.lit(digit)} then ${sql.lit(value)}`,
  );
  return sql`case substr(id, length(id) - ${sql.lit(fromEnd)}, 1) ${sql.join(values, sql` `)} end`;
};
const stepOfId = sql`cast(${digit(1)} * 16 + ${digit(0)} as bigint)`;

/** Writes the date down, once: undefined when another portal did, or when the password changed meanwhile. */
export function announce(
  tx: Tx,
  { id, changedAt, dueAt }: { id: string; changedAt: number; dueAt: number },
): Promise<Person | undefined> {
  return tx
    .updateTable('accounts')
    .set({ renewal_due_at: dueAt })
    .where('id', '=', id)
    .where('password_changed_at', '=', changedAt)
    .where('password_hash', 'is not', null)
    .where('renewal_reason', 'is', null)
    .where('renewal_due_at', 'is', null)
    .returning(['id', 'email', 'locale'])
    .executeTakeFirst();
}

/** Asks the accounts whose announced date has come, at most `most`; returns their ids. A stronger reason stays. */
export async function require(tx: Tx, { now, most }: { now: number; most: number }): Promise<string[]> {
  const rows = await tx
    .updateTable('accounts')
    .set({ renewal_reason: 'calendar', updated_at: now })
    .where('id', 'in', (q) =>
      q
        .selectFrom('accounts')
        .select('id')
        .where('renewal_due_at', '<=', now)
        .where('renewal_reason', 'is', null)
        .limit(most),
    )
    .where('renewal_due_at', '<=', now)
    .where('renewal_reason', 'is', null)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}
