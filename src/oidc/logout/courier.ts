import { type Clock, secondMs } from '../../core/clock.ts';
import type { Audit } from '../../identity/audit/service.ts';
import type { EndedToolSession, ToolSessions } from '../../identity/tool-sessions/service.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Log } from '../../platform/log/log.ts';
import { createWorker } from '../../platform/worker/worker.ts';
import { atOnce, atOncePerTool, type Untold } from './rules.ts';

/** What the courier needs of the provider. */
export type Teller = {
  /** Sends one logout token (back-channel logout 1.0). */
  tell(session: EndedToolSession): Promise<Told>;
  /** Forgets the provider's own session, and with it the tokens that live no longer than it. */
  forget(session: EndedToolSession): Promise<void>;
};

/** `not-asked`: the tool is gone, or has no address to be told at. `error` is for the operator. */
export type Told =
  | { state: 'told' }
  | { state: 'not-asked' }
  | { state: 'failed'; reason: Untold; error: string };

export type CourierDeps = {
  db: Database;
  clock: Clock;
  toolSessions: ToolSessions;
  audit: Audit;
  teller: Teller;
  log: Pick<Log, 'info' | 'warn'>;
  /** How often the store is asked what ended, in milliseconds; also by portals that ended nothing themselves. */
  pollMs?: number;
};

export type Courier = {
  start(): void;
  /** Finishes what is in flight. Safe to call twice. */
  stop(): Promise<void>;
};

/** Tells tools that a session is over, at least once each; what cannot be told now is told later, for a day. */
export function createCourier(deps: CourierDeps): Courier {
  const { db, toolSessions, log, pollMs = secondMs } = deps;
  const inFlight = new Map<Promise<void>, string>();

  /** Tools that are told as often at once as one may be: the others do not wait for them. */
  const busy = () => {
    const counts = new Map<string, number>();
    for (const tool of inFlight.values()) counts.set(tool, (counts.get(tool) ?? 0) + 1);
    return [...counts].filter(([, n]) => n >= atOncePerTool).map(([tool]) => tool);
  };

  const launch = (session: EndedToolSession) => {
    const work = carry(deps, session).finally(() => {
      inFlight.delete(work);
      worker.wake();
    });
    inFlight.set(work, session.toolId);
  };

  const pass = async () => {
    const most = Math.min(atOncePerTool, atOnce - inFlight.size);
    if (most <= 0) return;
    const claims = await toolSessions.claimEnded(db, { most, except: busy() });
    claims.forEach(launch);
    if (claims.length === most) worker.wake();
  };

  const worker = createWorker({
    pass,
    pollMs,
    failed: (err) => log.warn({ err }, 'what ended for tools cannot be read: trying again'),
  });
  toolSessions.onWake(worker.wake);
  return {
    start: worker.start,
    stop: async () => {
      await worker.stop();
      await Promise.all(inFlight.keys());
    },
  };
}

/** One tool: told, and what became of it recorded. Never throws: its lease ends, and it is tried again. */
async function carry(deps: CourierDeps, session: EndedToolSession): Promise<void> {
  const { teller, log } = deps;
  try {
    // At the first try, whatever becomes of the tool: what the portal gave out is worth nothing from now on.
    if (session.attempts === 1) await teller.forget(session);
    await record(deps, session, await teller.tell(session));
  } catch (err) {
    log.warn({ err, tool: session.toolId }, 'what became of a tool’s sign-out could not be recorded');
  }
}

async function record(
  { db, toolSessions, audit, log }: CourierDeps,
  session: EndedToolSession,
  told: Told,
): Promise<void> {
  const { toolId: tool, attempts, accountId } = session;
  if (told.state === 'not-asked') return toolSessions.notAsked(db.handle, session);
  if (told.state === 'told') {
    await db.transaction(async (tx) => {
      await toolSessions.told(tx, session);
      await audit.record(tx, { type: 'tool.logout-told', accountId, data: { tool, attempts } });
    });
    if (attempts > 1) log.info({ tool, attempts }, 'a tool was told of a sign-out at last');
    return;
  }
  const { reason, error } = told;
  const givenUp = await db.transaction(async (tx) => {
    const isOver = (await toolSessions.failed(tx, session, error)) === 'given-up';
    // The first failure and the last one: a tool that is down for a day would fill the log.
    if (attempts === 1 || isOver) {
      const data = { tool, attempts, reason, givenUp: isOver };
      await audit.record(tx, { type: 'tool.logout-failed', accountId, data });
    }
    return isOver;
  });
  if (attempts === 1 || givenUp) {
    log.warn({ tool, attempts, reason, error, givenUp }, 'a tool could not be told of a sign-out');
  }
}
