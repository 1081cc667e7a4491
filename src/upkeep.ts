import { setTimeout as sleep } from 'node:timers/promises';
import { minuteMs } from './core/clock.ts';
import { purgeProxies } from './forward-auth/service.ts';
import type { Identity } from './identity.ts';
import { purgeRecords } from './oidc/records/service.ts';
import type { Tx } from './platform/db/database.ts';
import type { Log } from './platform/log/log.ts';

/** How often what is over is deleted, in milliseconds; each portal of a cluster does some. */
const everyMs = 10 * minuteMs;
/** Rows a statement: short locks, so that a sign-in never waits behind upkeep. */
const batch = 500;
/** Accounts a transaction, where each also gets a mail: on SQLite it holds the store meanwhile. */
const mailedBatch = 50;

/** One bounded batch of something: how many rows it touched. `most` of them mean that more may be waiting. */
type Task = { most: number; run(): Promise<number> };

type UpkeepDeps = Pick<
  Identity,
  | 'db'
  | 'clock'
  | 'journeys'
  | 'codes'
  | 'links'
  | 'budgets'
  | 'sessions'
  | 'tools'
  | 'toolSessions'
  | 'devices'
  | 'factors'
  | 'mails'
  | 'audit'
  | 'renewals'
  | 'inactivity'
  | 'deletion'
  | 'risk'
> & {
  log: Pick<Log, 'warn'>;
  auditKeptMs: number;
  /** Renewal by calendar after this long, or null: off [security.md 10]. */
  calendarMs: number | null;
  /** Accounts are deleted after this long without a sign-in, or null: never [security.md 16]. */
  inactiveMs: number | null;
};

/** Deletes what is over, in small batches, for as long as the portal runs. Faults are logged and tried again. */
export function startUpkeep(deps: UpkeepDeps): { stop(): void } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    while (!signal.aborted) {
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => {});
      await runUpkeep(deps, signal);
    }
  };
  void run();
  return { stop: () => stopping.abort() };
}

/** One turn: every task, batch by batch until little is left. Never throws. */
export async function runUpkeep(deps: UpkeepDeps, signal: AbortSignal): Promise<void> {
  for (const [name, { most, run }] of Object.entries({
    ...purges(deps),
    ...calendarTasks(deps),
    threshold: thresholdTask(deps),
  })) {
    try {
      while (!signal.aborted && (await run()) >= most) await sleep(20);
    } catch (err) {
      deps.log.warn({ err, name }, 'upkeep failed');
    }
  }
}

function purges(deps: UpkeepDeps): Record<string, Task> {
  const { handle } = deps.db;
  const task = (purge: (tx: Tx) => Promise<number>): Task => ({ most: batch, run: () => purge(handle) });
  return {
    journeys: task((tx) => deps.journeys.purge(tx, batch)),
    codes: task(deps.codes.purge),
    links: task(deps.links.purge),
    budgets: task(deps.budgets.purge),
    // Before the sessions: a row whose session is missing says that the account is gone.
    toolSessions: task((tx) => deps.toolSessions.purge(tx, batch)),
    sessions: task((tx) => deps.sessions.purge(tx, batch)),
    devices: task((tx) => deps.devices.purge(tx, batch)),
    tools: task((tx) => deps.tools.purge(tx, batch)),
    proxies: task((tx) => purgeProxies(tx, { before: deps.clock.now(), most: batch })),
    challenges: task((tx) => deps.factors.purge(tx, batch)),
    'secrets sealed anew': task((tx) => deps.factors.authenticator.reseal(tx, batch)),
    mails: task((tx) => deps.mails.purge(tx, batch)),
    risk: task((tx) => deps.risk.purge(tx, batch)),
    // The provider's codes, tokens, grants and questions.
    'OpenID Connect': task((tx) => purgeRecords(tx, { clock: deps.clock, most: batch })),
    audit: task((tx) => deps.audit.purge(tx, { before: deps.clock.now() - deps.auditKeptMs })),
  };
}

/** Learns what is unusual here; at most hourly, however often it is called. */
function thresholdTask({ db, risk }: UpkeepDeps): Task {
  return { most: 2, run: async () => ((await risk.learnThreshold(db)) ? 1 : 0) };
}

/** What the calendar does to accounts, where their owner or the operator asked for it: all or nothing, a batch at a time. */
function calendarTasks({
  db,
  renewals,
  inactivity,
  deletion,
  calendarMs,
  inactiveMs,
}: UpkeepDeps): Record<string, Task> {
  const most = mailedBatch;
  const task = (work: (tx: Tx) => Promise<number>): Task => ({ most, run: () => db.transaction(work) });
  return {
    'accounts deleted as asked': task((tx) => deletion.removeDue(tx, { most })),
    ...(calendarMs !== null && {
      'renewals announced': task((tx) => renewals.announce(tx, { periodMs: calendarMs, most })),
      'renewals required': task((tx) => renewals.require(tx, { most })),
    }),
    ...(inactiveMs !== null && {
      'accounts warned': task((tx) => inactivity.warn(tx, { inactiveMs, most })),
      'accounts deleted': task((tx) => inactivity.remove(tx, { inactiveMs, most })),
    }),
  };
}
