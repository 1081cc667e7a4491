import type { Clock } from '../core/clock.ts';
import { memo } from '../core/memo.ts';
import { fingerprint } from '../core/tokens.ts';
import type { Role } from '../identity/accounts/rules.ts';
import type { Audit } from '../identity/audit/service.ts';
import { standing } from '../identity/sessions/rules.ts';
import type { Sessions } from '../identity/sessions/service.ts';
import { parseHost } from '../identity/tools/rules.ts';
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

export type ForwardAuthDeps = EntranceDeps & {
  db: Database;
  clock: Clock;
  tools: Tools;
  sessions: Sessions;
  audit: Audit;
};

/** Cookies remembered at once: some ten megabytes at most. */
const mostRemembered = 10_000;

const open: Verdict = { ok: true, who: null };
const unknownHost: Verdict = { ok: false, reason: 'unknown-host' };
const signedOut: Verdict = { ok: false, reason: 'signed-out' };
const notAllowed: Verdict = { ok: false, reason: 'not-allowed' };

/** Tools that know no standard, behind a reverse proxy that asks here who may see what. */
export function createForwardAuth(deps: ForwardAuthDeps) {
  const { db, clock, tools, sessions, audit } = deps;
  const remembered = createMemory<Holder>({ clock, lifeMs: rememberedMs, most: mostRemembered });
  const entrance = createEntrance(deps);
  const plainHost = memo(1_000, parseHost);
  const told = createMemory<true>({ clock, lifeMs: 60_000, most: mostRemembered });

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

  /** Noted once a minute for each session and tool: a page asks for dozens of pictures. */
  const noteRefusal = async ({ accountId, sessionId, toolId }: Holder): Promise<void> => {
    const key = `${sessionId} ${toolId}`;
    if (told.get(key)) return;
    await told.find(key, async () => true);
    await audit.record(db.handle, {
      type: 'tool.refused',
      accountId,
      data: { tool: toolId, via: 'proxy' },
    });
  };

  return {
    ...entrance,

    /**
     * What a proxy asks at every request: may whoever holds this cookie see this place of this host? Answered from
     * memory for two seconds, so that a revocation is seen everywhere within five. Throws StoreAway: nobody comes in.
     */
    verify: async (asked: { host: string; uri: string; token: string | null }): Promise<Verdict> => {
      const host = plainHost(asked.host);
      const found = host === null ? null : await tools.ofHost(db.handle, host);
      if (host === null || !found) return unknownHost;
      const needs = needsOf(found.rules, asked.uri);
      if (needs.length === 0) return open;
      const { token } = asked;
      if (token === null) return signedOut;
      const who = remembered.get(token) ?? (await remembered.find(token, () => findHolder(token)));
      // A cookie of one host is worthless at another, and when the host becomes another tool's.
      if (who === null || who.host !== host || who.toolId !== found.tool.id) return signedOut;
      if (fulfils(needs, found.tool, who)) return { ok: true, who };
      await noteRefusal(who);
      return notAllowed;
    },

    /** Ends the portal's session behind a tool's cookie, and with it everything it opened. Safe to call twice. */
    signOut: (of: { token: string; address: string }): Promise<void> => {
      remembered.forget(of.token);
      return db.transaction(async (tx) => {
        const removed = await store.removeSession(tx, fingerprint(of.token));
        const portal = removed && (await store.portalSession(tx, removed.session_id));
        if (!portal) return;
        const { account_id: accountId } = portal;
        const which = { accountId, id: removed.session_id, reason: 'signed-out' } as const;
        if (!(await sessions.endOne(tx, which))) return;
        const { address } = of;
        await audit.record(tx, {
          type: 'session.ended',
          accountId,
          address,
          data: { reason: 'signed-out' },
        });
      });
    },
  };
}

/** Deletes tickets and cookies of tools' hosts that are past, at most `most` of each; returns how many of the more numerous. */
export const purgeProxies: (tx: Tx, of: { before: number; most: number }) => Promise<number> = store.purge;
