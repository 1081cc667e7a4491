import { type Clock, secondMs } from '../core/clock.ts';
import { fingerprint } from '../core/tokens.ts';
import type { Role } from '../identity/accounts/rules.ts';
import type { Audit } from '../identity/audit/service.ts';
import { standing } from '../identity/sessions/rules.ts';
import type { Sessions } from '../identity/sessions/service.ts';
import type { ToolSessions } from '../identity/tool-sessions/service.ts';
import { type HostRule, parseHost, type Tool } from '../identity/tools/rules.ts';
import type { Tools } from '../identity/tools/service.ts';
import type { Database, Tx } from '../platform/db/database.ts';
import { createEntrance, type EntranceDeps } from './entrance.ts';
import { createMemory } from './memory.ts';
import { fulfils, needsOf, rememberedMs } from './rules.ts';
import * as store from './store.ts';

export type { Admission, Entry, Redemption } from './entrance.ts';
export type ForwardAuth = ReturnType<typeof createForwardAuth>;

/** Whom a cookie of a tool's host stands for. */
export type Holder = {
  host: string;
  toolId: string;
  sessionId: string;
  accountId: string;
  email: string;
  name: string;
  role: Role;
  groups: readonly string[];
};

/** What a proxy may let through. `who` is null where everybody may come: nobody is named. */
export type Verdict =
  | { ok: true; who: Holder | null }
  | { ok: false; reason: 'unknown-host' | 'signed-out' | 'not-allowed' };

type Question = { host: string; uri: string; token: string | null };
type Found = { host: string; tool: Tool; rules: readonly HostRule[] };

export type ForwardAuthDeps = EntranceDeps & {
  db: Database;
  clock: Clock;
  tools: Tools;
  sessions: Sessions;
  toolSessions: Pick<ToolSessions, 'wake'>;
  audit: Audit;
};

/** Cookies remembered at once: some ten megabytes at most. */
const mostRemembered = 10_000;
/** The tools have a memory of their own: both together stay below five seconds. */
const hostRememberedMs = secondMs;

const open: Verdict = { ok: true, who: null };
const unknownHost: Verdict = { ok: false, reason: 'unknown-host' };
const signedOut: Verdict = { ok: false, reason: 'signed-out' };
const notAllowed: Verdict = { ok: false, reason: 'not-allowed' };

/** Tools that know no standard, behind a reverse proxy that asks here who may see what. */
export function createForwardAuth(deps: ForwardAuthDeps) {
  const { db, clock, tools, sessions, toolSessions, toolRefusals, audit } = deps;
  const remembered = createMemory<Holder>({ clock, lifeMs: rememberedMs, most: mostRemembered });
  const entrance = createEntrance(deps);
  const hosts = createMemory<Found>({ clock, lifeMs: hostRememberedMs, most: 1_000 });

  /** One SELECT, and one UPDATE a minute at most: a tool in use keeps the portal's session from going idle. */
  const findHolder = async (token: string): Promise<Holder | null> => {
    const rows = await store.findSession(db.handle, fingerprint(token));
    const [row] = rows;
    if (!row) return null;
    const state = standing({
      endedAt: row.ended_at,
      accountStatus: row.status,
      expiresAt: row.expires_at,
      lastSeenAt: row.last_seen_at,
      idleMs: row.idle_ms,
      now: clock.now(),
    });
    if (state !== 'live') return null;
    await sessions.touch(db.handle, { id: row.session_id, lastSeenAt: row.last_seen_at });
    return {
      host: row.host,
      toolId: row.tool_id,
      sessionId: row.session_id,
      accountId: row.account_id,
      email: row.email,
      name: row.name,
      role: row.role,
      groups: rows.flatMap(({ group }) => group ?? []),
    };
  };

  const findHost = async (written: string): Promise<Found | null> => {
    const host = parseHost(written);
    const found = host === null ? null : await tools.ofHost(db.handle, host);
    return host === null || !found ? null : { host, ...found };
  };

  return {
    ...entrance,

    /**
     * What a proxy asks at every request: may whoever holds this cookie see this place of this host? Answered from
     * memory for two seconds, so that a revocation is seen everywhere within five. Throws StoreAway: nobody comes in.
     */
    verify: async (asked: Question): Promise<Verdict> => {
      const { host: written, token } = asked;
      const found = hosts.get(written) ?? (await hosts.find(written, () => findHost(written)));
      if (found === null) return unknownHost;
      const needs = needsOf(found.rules, asked.uri);
      if (needs.length === 0) return open;
      if (token === null) return signedOut;
      const who = remembered.get(token) ?? (await remembered.find(token, () => findHolder(token)));
      if (who === null || !isAt(who, found)) return signedOut;
      if (fulfils(needs, found.tool, who)) return { ok: true, who };
      const { accountId, toolId: tool } = who;
      await toolRefusals.note(db.handle, { accountId, data: { tool, via: 'proxy' } });
      return notAllowed;
    },

    /** The same where memory alone can say yes, at once; undefined where `verify` must be asked. */
    recall: ({ host, uri, token }: Question): Verdict | undefined => {
      const found = hosts.get(host);
      if (found === undefined) return undefined;
      const needs = needsOf(found.rules, uri);
      if (needs.length === 0) return open;
      const who = token === null ? undefined : remembered.get(token);
      if (who === undefined || !isAt(who, found) || !fulfils(needs, found.tool, who)) return undefined;
      return { ok: true, who };
    },

    /** Ends the portal's session behind a tool's cookie, and with it everything it opened. Safe to call twice. */
    signOut: async ({ token, address }: { token: string; address: string }): Promise<void> => {
      remembered.forget(token);
      const isEnded = await db.transaction(async (tx) => {
        const removed = await store.removeSession(tx, fingerprint(token));
        const portal = removed && (await store.portalSession(tx, removed.session_id));
        if (!portal) return false;
        const { account_id: accountId } = portal;
        const which = { accountId, id: removed.session_id, reason: 'signed-out' } as const;
        if (!(await sessions.endOne(tx, which))) return false;
        const data = { reason: 'signed-out' } as const;
        await audit.record(tx, { type: 'session.ended', accountId, address, data });
        return true;
      });
      // The tools that speak OpenID Connect are told at once.
      if (isEnded) toolSessions.wake();
    },
  };
}

/**
 * The same person signed in anew on the same browser: what the former session opened goes on under the new one. Call
 * it in the transaction that ends the former one.
 */
export const moveProxies: (tx: Tx, of: { from: string; to: string }) => Promise<void> = store.move;

/** A cookie of one host is worthless at another, and when the host becomes another tool's. */
function isAt(who: Holder, { host, tool }: Found): boolean {
  return who.host === host && who.toolId === tool.id;
}

/** Deletes tickets and cookies of tools' hosts that are past, at most `most` of each; returns how many of the more numerous. */
export const purgeProxies: (tx: Tx, of: { before: number; most: number }) => Promise<number> = store.purge;
