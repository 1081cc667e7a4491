import { setTimeout as sleep } from 'node:timers/promises';
import { minuteMs } from './core/clock.ts';
import type { Identity } from './identity.ts';
import type { Database, Tx } from './platform/db/database.ts';
import type { Log } from './platform/log/log.ts';

/** How often what is over is deleted, in milliseconds; each portal of a cluster does some. */
const everyMs = 10 * minuteMs;
/** Rows a statement: short locks, so that a sign-in never waits behind upkeep. */
const batch = 500;

type Purge = (tx: Tx) => Promise<number>;
type UpkeepDeps = Pick<
  Identity,
  'db' | 'clock' | 'journeys' | 'codes' | 'links' | 'budgets' | 'sessions' | 'devices' | 'mails' | 'audit'
> & { log: Log; auditKeptMs: number };

/** Deletes what is over, in small batches, for as long as the portal runs. Faults are logged and tried again. */
export function startUpkeep(deps: UpkeepDeps): { stop(): void } {
  const { db, log, auditKeptMs } = deps;
  const purges: Record<string, Purge> = {
    journeys: (tx) => deps.journeys.purge(tx, batch),
    codes: deps.codes.purge,
    links: deps.links.purge,
    budgets: deps.budgets.purge,
    sessions: deps.sessions.purge,
    devices: deps.devices.purge,
    mails: deps.mails.purge,
    audit: (tx) => deps.audit.purge(tx, { before: deps.clock.now() - auditKeptMs }),
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    while (!signal.aborted) {
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => {});
      for (const [name, purge] of Object.entries(purges)) {
        await purgeAll(db, purge, signal).catch((err) => log.warn({ err, name }, 'upkeep failed'));
      }
    }
  };
  void run();
  return { stop: () => stopping.abort() };
}

/** Call by call until little is left. */
export async function purgeAll({ handle }: Database, purge: Purge, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await purge(handle)) >= batch) await sleep(20);
}
