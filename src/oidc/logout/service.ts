import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../core/clock.ts';
import type { KeyRing } from '../../core/key-ring.ts';
import type { Audit } from '../../identity/audit/service.ts';
import type { Sessions } from '../../identity/sessions/service.ts';
import type { ToolSessions } from '../../identity/tool-sessions/service.ts';
import type { Tools } from '../../identity/tools/service.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { paths } from '../../routes.ts';
import { createTickets } from '../../web/tickets.ts';
import { type Asked, patienceMs } from './rules.ts';

export { createCourier } from './courier.ts';
export { drawNothing, leadToSignOut } from './end-session.ts';
export { toolFetch } from './fetch.ts';
export { createTeller } from './teller.ts';

export type SignOut = ReturnType<typeof createSignOut>;

export type SignOutDeps = {
  db: Database;
  clock: Clock;
  keyRing: KeyRing;
  sessions: Sessions;
  audit: Audit;
  toolSessions: ToolSessions;
  tools: Tools;
};

/** What the page after a sign-out says. */
export type Farewell = {
  /** The names of the tools that could not be told yet. */
  untold: string[];
  /** The tool that asked, and where it wants the person back. */
  next: { href: string; tool: string | null } | null;
};

/** What follows a sign-out, sealed into the URL of its page. */
type Sealed = { sessions: string[]; tool: string | null; next: string | null };

/** A ticket that names no browser: a tool's request may come before this browser has a token. */
const anyBrowser = '';

/** Signing out: ends the portal's session on the server, and says what became of the tools [security.md 26]. */
export function createSignOut(deps: SignOutDeps) {
  const { db, sessions, audit, toolSessions, tools } = deps;
  const asks = createTickets(deps, 'sign-out-asked');
  const farewells = createTickets(deps, 'signed-out');

  /** Waits until every tool of these sessions answered or failed once; not for ever. */
  const settle = async (ids: readonly string[]) => {
    const giveUpAt = performance.now() + patienceMs;
    for (;;) {
      const all = (await Promise.all(ids.map((id) => toolSessions.outcomes(db.handle, id)))).flat();
      const isOver = all.every(({ outcome }) => outcome !== 'waiting');
      if (isOver || performance.now() > giveUpAt) return all;
      await sleep(50);
    }
  };

  const findBehind = async (tx: Tx, asked: Asked | null) => {
    if (asked?.tool == null || asked.sid === null) return null;
    return toolSessions.behind(tx, { toolId: asked.tool, sid: asked.sid });
  };

  const nameOf = async (id: string): Promise<string | null> =>
    (await tools.find(db.handle, id))?.name ?? null;

  return {
    /** The portal's own page for what a tool asked. */
    askedLink: (asked: Asked): string =>
      `${paths.signOut}?suite=${asks.seal({ text: JSON.stringify(asked), browser: anyBrowser })}`,

    /** What a tool asked, or null when the text is none of ours or too old. */
    asked: (text: unknown): Asked | null => {
      const plain = typeof text === 'string' ? asks.open({ id: text, browser: anyBrowser }) : null;
      return plain === null ? null : (JSON.parse(plain) as Asked);
    },

    nameOf,

    /**
     * Ends the session of a cookie, and the one under which the asking tool was opened, where they still stand. Says
     * where to go: the page that tells how it went.
     */
    end: async (of: {
      token: string | null;
      asked: Asked | null;
      browser: string;
      address: string;
    }): Promise<string> => {
      const { token, asked, browser, address } = of;
      const ended = await db.transaction(async (tx) => {
        const found: { id: string; accountId: string }[] = [];
        const byCookie = token && (await sessions.end(tx, { token, reason: 'signed-out' }));
        if (byCookie) found.push(byCookie);
        const behind = await findBehind(tx, asked);
        if (behind) {
          const { sessionId: id, accountId } = behind;
          if (await sessions.endOne(tx, { accountId, id, reason: 'signed-out' }))
            found.push({ id, accountId });
        }
        for (const { accountId } of found) {
          const data = { reason: 'signed-out' } as const;
          await audit.record(tx, { type: 'session.ended', accountId, address, data });
        }
        return found.map(({ id }) => id);
      });
      if (ended.length > 0) toolSessions.wake();
      const after: Sealed = { sessions: ended, tool: asked?.tool ?? null, next: asked?.next ?? null };
      return `${paths.signedOut}?suite=${farewells.seal({ text: JSON.stringify(after), browser })}`;
    },

    /** What became of a sign-out: waits a moment for the tools' answers. Null when the text is none of ours. */
    farewell: async (of: { text: unknown; browser: string }): Promise<Farewell | null> => {
      const plain = typeof of.text === 'string' ? farewells.open({ id: of.text, browser: of.browser }) : null;
      if (plain === null) return null;
      const { sessions: ids, tool, next } = JSON.parse(plain) as Sealed;
      const outcomes = await settle(ids);
      const silent = outcomes.filter(({ outcome }) => outcome === 'silent' || outcome === 'waiting');
      const names = await Promise.all(silent.map(async ({ toolId }) => (await nameOf(toolId)) ?? toolId));
      return {
        untold: [...new Set(names)],
        next: next === null ? null : { href: next, tool: tool === null ? null : await nameOf(tool) },
      };
    },
  };
}
