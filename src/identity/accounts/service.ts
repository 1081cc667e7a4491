import type { Clock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { Fault, type Outcome } from '../../core/outcomes.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { AccountsTable } from '../../platform/db/tables.ts';
import type { Email, Locale, RenewalReason, Role } from './rules.ts';
import * as store from './store.ts';

export type Account = {
  id: string;
  email: Email;
  name: string;
  role: Role;
  status: 'active' | 'locked';
  locale: Locale;
  /** Null when only a mailed link may set the next password [security.md 9, 11]. */
  passwordHash: string | null;
  passwordChangedAt: number | null;
  renewalReason: RenewalReason | null;
  /** When the password was last compared with the breach list; null: never [security.md 5]. */
  breachCheckedAt: number | null;
  lastCodeAt: number | null;
  lastSignInAt: number | null;
  lastSignInLabel: string | null;
  /** When it will be deleted, as its owner asked; null when they did not. */
  deletionDueAt: number | null;
  createdAt: number;
};

export type Accounts = ReturnType<typeof createAccounts>;

/** How many former passwords may not come back, the current one aside [security.md 4]. */
export const rememberedPasswords = 5;

/** The accounts. Every method takes the transaction of its caller; none hashes anything. */
export function createAccounts({ clock }: { clock: Clock }) {
  const findById = async (tx: Tx, id: string): Promise<Account | null> =>
    toAccount(await store.findById(tx, id));

  /** The former hash goes to the history, the row held meanwhile: two changes at once lose none. */
  const changeHash = async (tx: Tx, { id, hash }: { id: string; hash: string | null }): Promise<void> => {
    const now = clock.now();
    const held = await store.hold(tx, id);
    if (!held) throw new Fault('no such account');
    if (held.password_hash !== null) {
      const row = { id: newId(clock), account_id: id, hash: held.password_hash, created_at: now };
      await store.remember(tx, row);
      await store.trimHistory(tx, { id, kept: rememberedPasswords });
    }
    await store.setHash(tx, { id, hash, changedAt: now });
  };

  return {
    findByEmail: async (tx: Tx, email: Email): Promise<Account | null> =>
      toAccount(await store.findByEmail(tx, email)),

    findById,

    /**
     * The account as it is now, its row held until the transaction ends. Whatever decides by an account, or by what
     * it holds, and then writes, holds it first: what was read before may be what a report undoes meanwhile.
     */
    hold: async (tx: Tx, id: string): Promise<Account | null> => toAccount(await store.hold(tx, id)),

    /** Throws a Fault when there is no such account. */
    get: async (tx: Tx, id: string): Promise<Account> => {
      const account = await findById(tx, id);
      if (!account) throw new Fault('no such account');
      return account;
    },

    /** Of two sign-ups of one address at once, one makes the account and the other hears `exists`. */
    create: async (
      tx: Tx,
      person: { email: Email; name: string; role: Role; locale: Locale; passwordHash: string | null },
    ): Promise<Outcome<{ account: Account }, 'exists'>> => {
      const now = clock.now();
      const row: AccountsTable = {
        id: newId(clock),
        email: person.email,
        name: person.name,
        role: person.role,
        status: 'active',
        locale: person.locale,
        password_hash: person.passwordHash,
        password_changed_at: person.passwordHash === null ? null : now,
        renewal_reason: null,
        last_code_at: null,
        last_sign_in_at: null,
        last_sign_in_label: null,
        breach_checked_at: null,
        renewal_due_at: null,
        inactivity_warned_at: null,
        deletion_due_at: null,
        created_at: now,
        updated_at: now,
      };
      const made = await store.insert(tx, row);
      return made ? { ok: true, account: toAccount(row)! } : { ok: false, reason: 'exists' };
    },

    /** False when it is locked already, or not there. Sessions of a locked account count as ended [security.md 26]. */
    lock: (tx: Tx, id: string): Promise<boolean> =>
      store.setStatus(tx, { id, status: 'locked', now: clock.now() }),

    unlock: (tx: Tx, id: string): Promise<boolean> =>
      store.setStatus(tx, { id, status: 'active', now: clock.now() }),

    /** The next sign-in must choose a new password; a stronger reason stays [security.md 10]. */
    requireRenewal: (tx: Tx, { id, reason }: { id: string; reason: RenewalReason }): Promise<void> =>
      store.setRenewal(tx, { id, reason, now: clock.now() }),

    /** No password opens the account any more, and this one may not come back; call it in a transaction [security.md 11]. */
    voidPassword: (tx: Tx, id: string): Promise<void> => changeHash(tx, { id, hash: null }),

    /** Remembers the former hash and ends the renewal; call it in a transaction [security.md 4, 10]. */
    setPassword: (tx: Tx, { id, hash }: { id: string; hash: string }): Promise<void> =>
      changeHash(tx, { id, hash }),

    /** The silent rehash: false, and nothing done, when the hash changed meanwhile [security.md 7, 8]. */
    replaceHash: (tx: Tx, swap: { id: string; from: string; to: string }): Promise<boolean> =>
      store.swapHash(tx, swap),

    /** The current hash first, then the last five [security.md 4]. */
    passwordHistory: async (tx: Tx, id: string): Promise<string[]> => {
      const current = (await store.findById(tx, id))?.password_hash ?? null;
      const former = await store.history(tx, id);
      return current === null ? former : [current, ...former];
    },

    /** One UPDATE, on the hot path. False, and nothing noted, when the account is not active. */
    recordSignIn: (
      tx: Tx,
      signIn: { id: string; label: string; locale?: Locale; codeAsked: boolean },
    ): Promise<boolean> => store.noteSignIn(tx, { ...signIn, now: clock.now() }),

    /** The password was compared with the breach list [security.md 5]. */
    markBreachChecked: (tx: Tx, { id, at }: { id: string; at: number }): Promise<void> =>
      store.setBreachChecked(tx, { id, at }),

    setLocale: (tx: Tx, { id, locale }: { id: string; locale: Locale }): Promise<void> =>
      store.setLocale(tx, { id, locale, now: clock.now() }),

    /** The name that is shown. False when it is that already. */
    rename: (tx: Tx, { id, name }: { id: string; name: string }): Promise<boolean> =>
      store.setName(tx, { id, name, now: clock.now() }),

    /**
     * Another address, unless another account has it. `moved`: it is no longer `from`. Of two accounts that take one
     * address at once, one hears `taken`: by throwing, on PostgreSQL, what `isTaken` knows (platform/db/faults.ts).
     */
    changeEmail: (
      tx: Tx,
      change: { id: string; from: Email; to: Email },
    ): Promise<'changed' | 'taken' | 'moved'> => store.changeEmail(tx, { ...change, now: clock.now() }),

    /** The operators and administrators who may sign in: whom alerts are mailed to. */
    staff: (tx: Tx): Promise<{ id: string; email: Email; locale: Locale }[]> =>
      store.staff(tx) as Promise<{ id: string; email: Email; locale: Locale }[]>,
  };
}

function toAccount(row: AccountsTable | undefined): Account | null {
  if (!row) return null;
  return {
    id: row.id,
    email: row.email as Email,
    name: row.name,
    role: row.role,
    status: row.status,
    locale: row.locale,
    passwordHash: row.password_hash,
    passwordChangedAt: row.password_changed_at,
    renewalReason: row.renewal_reason as RenewalReason | null,
    breachCheckedAt: row.breach_checked_at,
    lastCodeAt: row.last_code_at,
    lastSignInAt: row.last_sign_in_at,
    lastSignInLabel: row.last_sign_in_label,
    deletionDueAt: row.deletion_due_at,
    createdAt: row.created_at,
  };
}
