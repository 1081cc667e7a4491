import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { AccountsTable } from '../../platform/db/tables.ts';
import { type RenewalReason, renewalsBelow } from './rules.ts';

/** One SELECT on the unique address: the hot path of every sign-in. */
export async function findByEmail(tx: Tx, email: string): Promise<AccountsTable | undefined> {
  return (await byEmail(tx, { email })).rows[0];
}

const byEmail = statement<{ email: string }>()((tx, of) =>
  tx.selectFrom('accounts').selectAll().where('email', '=', of.email),
);

/** At every use of a tool's token. */
export async function findById(tx: Tx, id: string): Promise<AccountsTable | undefined> {
  return (await findByKey(tx, { id })).rows[0];
}

const findByKey = statement<{ id: string }>()((tx, of) =>
  tx.selectFrom('accounts').selectAll().where('id', '=', of.id),
);

/** As it is now, its row held until the transaction ends. One UPDATE that changes nothing: SQLite knows no FOR UPDATE. */
export async function hold(tx: Tx, id: string): Promise<AccountsTable | undefined> {
  return (await holdByKey(tx, { id })).rows[0];
}

const holdByKey = statement<{ id: string }>()((tx, of) =>
  tx
    .updateTable('accounts')
    .set((e) => ({ id: e.ref('id') }))
    .where('id', '=', of.id)
    .returningAll(),
);

/** False when the address is taken, even by a sign-up that commits at the same moment. */
export async function insert(tx: Tx, row: AccountsTable): Promise<boolean> {
  const made = await tx
    .insertInto('accounts')
    .values(row)
    .onConflict((c) => c.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** False when the account is not there or has that status already. */
export async function setStatus(
  tx: Tx,
  { id, status, now }: { id: string; status: AccountsTable['status']; now: number },
): Promise<boolean> {
  const row = await tx
    .updateTable('accounts')
    .set({ status, updated_at: now })
    .where('id', '=', id)
    .where('status', '<>', status)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** A stronger reason stays: after « breached » a code is always asked, after « operator » it may not be. */
export async function setRenewal(
  tx: Tx,
  { id, reason, now }: { id: string; reason: RenewalReason; now: number },
): Promise<void> {
  await tx
    .updateTable('accounts')
    .set({ renewal_reason: reason, updated_at: now })
    .where('id', '=', id)
    .where((e) => e.or([e('renewal_reason', 'is', null), e('renewal_reason', 'in', renewalsBelow(reason))]))
    .execute();
}

export async function setHash(
  tx: Tx,
  set: { id: string; hash: string | null; changedAt: number },
): Promise<void> {
  const changes =
    set.hash === null
      ? { password_hash: null }
      : {
          password_hash: set.hash,
          password_changed_at: set.changedAt,
          renewal_reason: null,
          renewal_due_at: null,
        };
  await tx
    .updateTable('accounts')
    .set({ ...changes, updated_at: set.changedAt })
    .where('id', '=', set.id)
    .execute();
}

/** Changes nothing when the hash is no longer `from`: a silent rehash must not undo a new password. */
export async function swapHash(tx: Tx, swap: { id: string; from: string; to: string }): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('accounts')
    .set({ password_hash: swap.to })
    .where('id', '=', swap.id)
    .where('password_hash', '=', swap.from)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function remember(
  tx: Tx,
  row: { id: string; account_id: string; hash: string; created_at: number },
): Promise<void> {
  await tx.insertInto('password_history').values(row).execute();
}

/** Keeps the newest `kept` of an account. */
export async function trimHistory(tx: Tx, { id, kept }: { id: string; kept: number }): Promise<void> {
  await tx
    .deleteFrom('password_history')
    .where('account_id', '=', id)
    .where('id', 'not in', (q) =>
      q
        .selectFrom('password_history')
        .select('id')
        .where('account_id', '=', id)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(kept),
    )
    .execute();
}

/** Newest first. */
export async function history(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('password_history')
    .select('hash')
    .where('account_id', '=', id)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => row.hash);
}

/** One UPDATE, whatever is to be noted. False when the account is not active. */
export async function noteSignIn(
  tx: Tx,
  note: { id: string; label: string; locale?: AccountsTable['locale']; codeAsked: boolean; now: number },
): Promise<boolean> {
  const { id, label, locale = null, codeAsked, now } = note;
  const { numAffectedRows } = await signedIn(tx, { id, label, locale, now, codeAt: codeAsked ? now : null });
  return numAffectedRows === 1n;
}

type SignedIn = {
  id: string;
  label: string;
  locale: AccountsTable['locale'] | null;
  now: number;
  codeAt: number | null;
};

const signedIn = statement<SignedIn>()((tx, of) =>
  tx
    .updateTable('accounts')
    .set((e) => ({
      last_sign_in_at: of.now,
      last_sign_in_label: of.label,
      inactivity_warned_at: null,
      // A place has no type of its own in PostgreSQL: beside a column it takes the column's.
      last_code_at: e.fn.coalesce(e.val(of.codeAt), 'last_code_at'),
      locale: e.fn.coalesce(e.val(of.locale), 'locale'),
    }))
    .where('id', '=', of.id)
    .where('status', '=', 'active'),
);

export async function setBreachChecked(tx: Tx, { id, at }: { id: string; at: number }): Promise<void> {
  await tx.updateTable('accounts').set({ breach_checked_at: at }).where('id', '=', id).execute();
}

/** False when it is that already. */
export async function setName(tx: Tx, set: { id: string; name: string; now: number }): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('accounts')
    .set({ name: set.name, updated_at: set.now })
    .where('id', '=', set.id)
    .where('name', '<>', set.name)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** One UPDATE; only when it changed nothing is it looked at why. */
export async function changeEmail(
  tx: Tx,
  { id, from, to, now }: { id: string; from: string; to: string; now: number },
): Promise<'changed' | 'taken' | 'moved'> {
  const changed = await tx
    .updateTable('accounts')
    .set({ email: to, updated_at: now })
    .where('id', '=', id)
    .where('email', '=', from)
    .where((e) =>
      e.not(e.exists(e.selectFrom('accounts as other').select('other.id').where('other.email', '=', to))),
    )
    .returning('id')
    .executeTakeFirst();
  if (changed) return 'changed';
  return (await findById(tx, id))?.email === from ? 'taken' : 'moved';
}

export function staff(tx: Tx) {
  return (
    tx
      .selectFrom('accounts')
      .select(['id', 'email', 'locale'])
      // Literal: a partial index is not found by a parameter.
      .where('role', '<>', sql.lit('member' as const))
      .where('status', '=', 'active')
      .orderBy('id')
      .execute()
  );
}

export async function setLocale(
  tx: Tx,
  set: { id: string; locale: AccountsTable['locale']; now: number },
): Promise<void> {
  await tx
    .updateTable('accounts')
    .set({ locale: set.locale, updated_at: set.now })
    .where('id', '=', set.id)
    // Most requests carry the language that is known already: no write for those.
    .where('locale', '<>', set.locale)
    .execute();
}
