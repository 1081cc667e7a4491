import type { Clock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import type { Outcome } from '../../core/outcomes.ts';
import { fingerprint, isTokenShaped, newToken } from '../../core/tokens.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Email, Locale, Role } from '../accounts/rules.ts';
import {
  type EndReason,
  keptMs,
  type NoSession,
  type SessionLimits,
  seenEveryMs,
  standing,
} from './rules.ts';
import * as store from './store.ts';

export type Session = {
  id: string;
  accountId: string;
  /** Null on a shared device that is not to be recognised. */
  deviceId: string | null;
  amr: string[];
  createdAt: number;
  expiresAt: number;
  previousSignInAt: number | null;
  previousSignInLabel: string | null;
  account: {
    id: string;
    email: Email;
    name: string;
    role: Role;
    locale: Locale;
    /** When it will be deleted, as its owner asked; null when they did not. */
    deletionDueAt: number | null;
  };
};

export type SessionSummary = {
  id: string;
  label: string;
  /** Where it was opened from, or null: not known. */
  address: string | null;
  createdAt: number;
  lastSeenAt: number;
  expiresAt: number;
};

export type Sessions = ReturnType<typeof createSessions>;

/** Who is signed in. The cookie's token is stored only as its fingerprint [security.md 25]. */
export function createSessions({
  clock,
  limits,
}: {
  clock: Clock;
  limits: Readonly<Record<Role, SessionLimits>>;
}) {
  const touch = async (tx: Tx, { id, lastSeenAt }: { id: string; lastSeenAt: number }): Promise<void> => {
    const now = clock.now();
    if (now - lastSeenAt >= seenEveryMs) await store.touch(tx, { id, now, before: now - seenEveryMs });
  };

  return {
    /** A new token at every sign-in: one from before may have been planted. One INSERT. */
    start: async (
      tx: Tx,
      signIn: {
        accountId: string;
        role: Role;
        deviceId: string | null;
        label: string;
        address?: string;
        amr: readonly string[];
        previous: { at: number; label: string } | null;
      },
    ): Promise<{ id: string; token: string }> => {
      const now = clock.now();
      const { idleMs, absoluteMs } = limits[signIn.role];
      const id = newId(clock);
      const token = newToken();
      await store.insert(tx, {
        id,
        token_hash: fingerprint(token),
        account_id: signIn.accountId,
        device_id: signIn.deviceId,
        label: signIn.label,
        amr: JSON.stringify(signIn.amr),
        created_at: now,
        last_seen_at: now,
        idle_ms: idleMs,
        expires_at: now + absoluteMs,
        previous_sign_in_at: signIn.previous?.at ?? null,
        previous_sign_in_label: signIn.previous?.label ?? null,
        ended_at: null,
        end_reason: null,
        address: signIn.address ?? null,
      });
      return { id, token };
    },

    /** The live session of a cookie, or why there is none; one SELECT, and one UPDATE a minute at most. */
    find: async (tx: Tx, token: string): Promise<Outcome<{ session: Session }, NoSession>> => {
      if (!isTokenShaped(token)) return { ok: false, reason: 'none' };
      const row = await store.find(tx, fingerprint(token));
      if (!row) return { ok: false, reason: 'none' };
      const now = clock.now();
      const state = standing({
        endedAt: row.ended_at,
        accountStatus: row.status,
        expiresAt: row.expires_at,
        lastSeenAt: row.last_seen_at,
        idleMs: row.idle_ms,
        now,
      });
      if (state !== 'live') return { ok: false, reason: state };
      await touch(tx, { id: row.id, lastSeenAt: row.last_seen_at });
      return { ok: true, session: toSession(row) };
    },

    /** Notes that a live session is in use, through a tool too: its idle time begins anew. One UPDATE a minute at most. */
    touch,

    /** Whether nobody ended it since it was found; its time aside. For whoever writes a moment later. */
    isOpen: (tx: Tx, of: { accountId: string; id: string }): Promise<boolean> => store.isOpen(tx, of),

    /** Whose session a token is, ended or not; null for a token of none. */
    ownerOf: async (tx: Tx, token: string): Promise<string | null> =>
      isTokenShaped(token) ? ((await store.find(tx, fingerprint(token)))?.account_id ?? null) : null,

    /** Null when there was no session to end. Safe to call twice. */
    end: async (
      tx: Tx,
      { token, reason }: { token: string; reason: EndReason },
    ): Promise<{ id: string; accountId: string } | null> => {
      if (!isTokenShaped(token)) return null;
      const row = await store.end(tx, { hash: fingerprint(token), reason, now: clock.now() });
      return row ? { id: row.id, accountId: row.account_id } : null;
    },

    /** Ends one session of an account, by its id; false when there was none to end. */
    endOne: (tx: Tx, which: { accountId: string; id: string; reason: EndReason }): Promise<boolean> =>
      store.endOne(tx, { ...which, now: clock.now() }),

    /** Ends every session of the account, or those of one device, `except` this one; says how many rows. Safe to call twice [security.md 11, 26]. */
    endAll: (
      tx: Tx,
      which: { accountId: string; except?: string; deviceId?: string; reason: EndReason },
    ): Promise<number> => store.endAll(tx, { ...which, now: clock.now() }),

    /** The live sessions of an account, newest first. */
    list: async (tx: Tx, accountId: string): Promise<SessionSummary[]> => {
      const now = clock.now();
      const rows = await store.list(tx, { accountId, now });
      return rows
        .filter((row) => now - row.last_seen_at < row.idle_ms)
        .map((row) => ({
          id: row.id,
          label: row.label,
          address: row.address,
          createdAt: row.created_at,
          lastSeenAt: row.last_seen_at,
          expiresAt: row.expires_at,
        }));
    },

    /** Deletes the sessions a week past their end; until then the page can say why. */
    purge: (tx: Tx, most = 500): Promise<number> => store.purge(tx, { before: clock.now() - keptMs, most }),
  };
}

function toSession(row: NonNullable<Awaited<ReturnType<typeof store.find>>>): Session {
  return {
    id: row.id,
    accountId: row.account_id,
    deviceId: row.device_id,
    amr: JSON.parse(row.amr) as string[],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    previousSignInAt: row.previous_sign_in_at,
    previousSignInLabel: row.previous_sign_in_label,
    account: {
      id: row.account_id,
      email: row.email as Email,
      name: row.name,
      role: row.role,
      locale: row.locale,
      deletionDueAt: row.deletion_due_at,
    },
  };
}
