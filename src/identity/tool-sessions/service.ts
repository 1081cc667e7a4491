import { type Clock, minuteMs } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { heldMs, leaseMs, nextTryAt, outcomeOf, type ToolOutcome } from './rules.ts';
import * as store from './store.ts';

export type ToolSessions = ReturnType<typeof createToolSessions>;
/** One tool to tell that a session is over; this portal's alone until its lease ends. */
export type EndedToolSession = store.Claim;

/** Longer than any transaction, and than portals' clocks differ. */
const lookBackMs = 10 * minuteMs;

/**
 * What each portal session opened by OpenID Connect, and which tool was told of its end. A session ends for the tools by
 * somebody's act: a sign-out, a lock, a new password, another person on the same browser, an account that is deleted.
 * Idleness and the absolute end of the portal's own session throw nobody out of a tool [decision 0019].
 */
export function createToolSessions({ clock }: { clock: Clock }) {
  // Everything at the first look: something may have ended while no portal ran.
  let since = 0;
  const listeners: (() => void)[] = [];
  return {
    /** Call after the commit of what ended a session: this process tells at once. Others find it within a second. */
    wake: (): void => {
      for (const listener of listeners) listener();
    },
    onWake: (listener: () => void): void => {
      listeners.push(listener);
    },

    /**
     * Notes that a session opened a tool, or opened it again; one row for each session of the provider's, since a tool
     * may know them apart. `expiresAt`: the absolute end of the portal's session.
     */
    open: (
      tx: Tx,
      of: {
        toolId: string;
        accountId: string;
        sessionId: string;
        /** The provider's own session. */
        providerUid: string;
        /** What the tool knows the session by. */
        sid: string;
        expiresAt: number;
      },
    ): Promise<void> => {
      const now = clock.now();
      return store.upsert(tx, {
        id: newId(clock),
        tool_id: of.toolId,
        account_id: of.accountId,
        session_id: of.sessionId,
        provider_uid: of.providerUid,
        sid: of.sid,
        created_at: now,
        expires_at: of.expiresAt + heldMs,
        attempts: 0,
        next_attempt_at: now,
        last_error: null,
        ended_at: null,
        outcome: null,
      });
    },

    /**
     * The same person signed in anew on the same browser: what the former session opened goes on under the new one.
     * Call it in the transaction that ends the former one.
     */
    move: (tx: Tx, of: { from: string; to: string }): Promise<void> => store.move(tx, of),

    /** The tools that an account has open, newest first. */
    listOfAccount: async (
      tx: Tx,
      accountId: string,
    ): Promise<{ toolId: string; sessionId: string; openedAt: number }[]> => {
      const rows = await store.listOfAccount(tx, { accountId, now: clock.now() });
      // One that was opened again after a new sign-in stands there twice.
      const byTool = new Map(rows.map((row) => [`${row.session_id} ${row.tool_id}`, row]));
      return [...byTool.values()].map((row) => ({
        toolId: row.tool_id,
        sessionId: row.session_id ?? '',
        openedAt: row.created_at,
      }));
    },

    /** What became of each tool of one session, for the page after a sign-out. */
    outcomes: async (tx: Tx, sessionId: string): Promise<{ toolId: string; outcome: ToolOutcome }[]> => {
      const rows = await store.listOfSession(tx, sessionId);
      return rows.map((row) => ({
        toolId: row.tool_id,
        outcome: outcomeOf({ outcome: row.outcome, failed: row.last_error !== null }),
      }));
    },

    /** The portal session, live or not, under which a tool was opened; null when unknown. */
    behind: async (
      tx: Tx,
      of: { toolId: string; sid: string },
    ): Promise<{ sessionId: string; accountId: string } | null> => {
      const row = await store.findSession(tx, of);
      return row ? { sessionId: row.id, accountId: row.account_id } : null;
    },

    /**
     * Takes up to `most` tools to tell, none of `except`: whoever takes one holds it until `told`, `failed` or
     * `notAsked`, or for half a minute. Reads alone when there are none.
     */
    claimEnded: async (
      db: Database,
      { most, except = [] }: { most: number; except?: readonly string[] },
    ): Promise<EndedToolSession[]> => {
      const now = clock.now();
      const batch = 500;
      const ids = await store.ended(db.handle, { since, most: batch });
      if (ids.length > 0) await store.end(db.handle, { ids, now });
      // A full batch: there may be more that ended as long ago.
      if (ids.length < batch) since = now - lookBackMs;
      if (!(await store.isDue(db.handle, { now, except }))) return [];
      return store.claim(db.handle, { engine: db.engine, now, leaseMs, most, except });
    },

    /** The tool knows. */
    told: (tx: Tx, { id }: Pick<EndedToolSession, 'id'>): Promise<void> =>
      store.settle(tx, { id, outcome: 'told', error: null }),

    /** The tool has no address to be told at, or is no tool any more. */
    notAsked: (tx: Tx, { id }: Pick<EndedToolSession, 'id'>): Promise<void> =>
      store.settle(tx, { id, outcome: 'not-asked', error: null }),

    /** The tool did not answer: tried again later, or given up after a day. `error` is kept for the operator. */
    failed: async (
      tx: Tx,
      { id, attempts, endedAt }: Pick<EndedToolSession, 'id' | 'attempts' | 'endedAt'>,
      error: string,
    ): Promise<'again' | 'given-up'> => {
      const at = nextTryAt({ attempts, endedAt, now: clock.now() });
      if (at === null) {
        await store.settle(tx, { id, outcome: 'given-up', error });
        return 'given-up';
      }
      await store.postpone(tx, { id, attempts, at, error });
      return 'again';
    },

    /** Deletes what is over, at most `most`; returns how many. */
    purge: (tx: Tx, most = 500): Promise<number> => store.purge(tx, { now: clock.now(), most }),
  };
}
