import type { Clock } from '../../../core/clock.ts';
import type { KeyRing } from '../../../core/key-ring.ts';
import { randomness } from '../../../core/randomness.ts';
import { fingerprint, sameText } from '../../../core/tokens.ts';
import type { Tx } from '../../../platform/db/database.ts';
import { setUpLifeMs } from '../rules.ts';
import * as store from './store.ts';

const load = () => import('otpauth');

/** What every application can do, and most can do nothing else (RFC 6238): SHA-1, 6 digits, 30 seconds. */
const settings = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const stepMs = settings.period * 1_000;

const sealFor = 'authenticator';
const setUpFor = 'authenticator-set-up';

/** A secret that is being set up; nothing is stored until a code of it was given. */
export type SetUp = {
  /** The secret, in base32, for typing by hand. */
  secret: string;
  /** `otpauth://…`, for the QR code. */
  uri: string;
  /** The secret sealed, for the form. */
  ticket: string;
};

/** The codes that an account's application shows now and showed in the step before. */
export type Expected = {
  accountId: string;
  createdAt: number;
  codes: { step: number; code: string }[];
};

/** An account and what a set-up is bound to: the cookie of who asked. */
type Whose = { accountId: string; bound: string };

export type Authenticators = ReturnType<typeof createAuthenticators>;

/** The authenticator application (TOTP). Its secret is stored sealed; a code works once, in its step and the next. */
export function createAuthenticators({
  clock,
  keyRing,
  name,
}: {
  clock: Clock;
  keyRing: KeyRing;
  /** What the application calls the portal. */
  name: string;
}) {
  const open = async (secret: string, label: string) => {
    const { Secret, TOTP } = await load();
    return new TOTP({ ...settings, issuer: name, label, secret: Secret.fromBase32(secret) });
  };

  /** The present step and the one before: a code that was on the screen when somebody began to type it. */
  const codesOf = async (secret: string): Promise<Expected['codes']> => {
    const totp = await open(secret, '');
    const present = Math.floor(clock.now() / stepMs);
    return [present, present - 1].map((step) => ({
      step,
      code: totp.generate({ timestamp: step * stepMs }),
    }));
  };

  /** The set-up of a ticket, or null: too old, another account's, another browser's. */
  const reopen = async (
    ticket: string,
    { accountId, bound }: Whose,
    label: string,
  ): Promise<SetUp | null> => {
    const [until = '', madeFor, boundTo, secret] = (keyRing.open(setUpFor, ticket) ?? '').split(' ');
    if (madeFor !== accountId || boundTo !== fingerprint(bound) || !secret) return null;
    if (Number.parseInt(until, 36) <= clock.now()) return null;
    return { secret, uri: (await open(secret, label)).toString(), ticket };
  };

  // Which accounts were looked at since the start; null once all were.
  let resealedTo: string | null = '';

  return {
    /**
     * Seals anew what an older key of the ring sealed, so that it may go: once a start, `most` at a time. How many were
     * looked at; 0 once all were [security.md 38].
     */
    reseal: async (tx: Tx, most: number): Promise<number> => {
      if (resealedTo === null) return 0;
      const rows = await store.listAfter(tx, { after: resealedTo, most });
      for (const { account_id: accountId, sealed: from } of rows) {
        const plain = keyRing.isNewest(sealFor, from) ? null : keyRing.open(sealFor, from);
        if (plain !== null) await store.reseal(tx, { accountId, from, to: keyRing.seal(sealFor, plain) });
      }
      resealedTo = rows.length < most ? null : rows.at(-1)!.account_id;
      return rows.length;
    },

    /** A new secret of 160 bits, kept by the form alone. `label` is what the application shows beside the name. */
    begin: async ({ accountId, bound, label }: Whose & { label: string }): Promise<SetUp> => {
      const { Secret } = await load();
      const bytes = randomness(20);
      const secret = new Secret({ buffer: Uint8Array.from(bytes).buffer }).base32;
      const until = (clock.now() + setUpLifeMs).toString(36);
      const ticket = keyRing.seal(setUpFor, [until, accountId, fingerprint(bound), secret].join(' '));
      return { secret, uri: (await open(secret, label)).toString(), ticket };
    },

    reopen,

    /** The step whose code was typed for a set-up, or null. */
    proves: async ({ secret }: SetUp, typed: string): Promise<number | null> =>
      match(await codesOf(secret), typed),

    /** Stores the secret, in the former one's place; `step` is of the code that proved it: it works no more. */
    put: (
      tx: Tx,
      { accountId, secret, step }: { accountId: string; secret: string; step: number },
    ): Promise<void> =>
      store.put(tx, {
        account_id: accountId,
        sealed: keyRing.seal(sealFor, `${accountId} ${secret}`),
        last_step: step,
        created_at: clock.now(),
        last_used_at: null,
      }),

    /** What would be right now, worked out before the transaction; null when the account has no application. */
    expect: async (tx: Tx, accountId: string): Promise<Expected | null> => {
      const row = await store.find(tx, accountId);
      const [owner, secret] = (row && keyRing.open(sealFor, row.sealed))?.split(' ') ?? [];
      // Another account's secret, moved here by whoever can write to the store, is none.
      if (!row || !secret || owner !== accountId) return null;
      return { accountId, createdAt: row.created_at, codes: await codesOf(secret) };
    },

    /** Compares and uses up: 'used' for a code that was right but has served. */
    attempt: async (
      tx: Tx,
      { codes, ...expected }: Expected,
      typed: string,
    ): Promise<'right' | 'wrong' | 'used'> => {
      const step = match(codes, typed);
      if (step === null) return 'wrong';
      return (await store.use(tx, { ...expected, step, now: clock.now() })) ? 'right' : 'used';
    },

    find: async (
      tx: Tx,
      accountId: string,
    ): Promise<{ createdAt: number; lastUsedAt: number | null } | null> => {
      const row = await store.find(tx, accountId);
      return row ? { createdAt: row.created_at, lastUsedAt: row.last_used_at } : null;
    },

    /** False when there was none, or none set up at `since` or later. */
    remove: (tx: Tx, { accountId, since = 0 }: { accountId: string; since?: number }): Promise<boolean> =>
      store.remove(tx, { accountId, since }),
  };
}

function match(codes: Expected['codes'], typed: string): number | null {
  // Each is compared, in constant time.
  const right = codes.filter(({ code }) => sameText(code, typed));
  return right[0]?.step ?? null;
}
