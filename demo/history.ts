import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../src/config.ts';
import { dayMs, systemClock } from '../src/core/clock.ts';
import type { SignIn } from '../src/identity/risk/lab/sign-in.ts';
import { openDatabase } from '../src/platform/db/database.ts';
import type { Log } from '../src/platform/log/log.ts';
import { type DrivenClock, openHistoryDesk } from './history-desk.ts';
import { memberOf } from './history-people.ts';
import { intruderAt, signInsBefore } from './history-world.ts';

export type Seeding = { stop(): Promise<void> };

type Around = {
  config: Pick<Config, 'databaseUrl' | 'secretKeys' | 'codes' | 'risk'>;
  folder: string;
  /** What the members did up to then, in order; always the same for the same end. */
  signIns?(until: number): Iterable<SignIn>;
};
/** When the history ends, and whether it is all there. */
type Mark = { until: number; isDone: boolean };

/** The first page that somebody opens must not wait behind it. */
const afterMs = 500;

/**
 * Two months of sign-ins of made-up members, for the demo's own store: seeded behind the running portal at its first
 * start, through the real engine. Cut short, it goes on at the next start where it was.
 */
export function startHistory({ log, ...around }: Around & { log: Pick<Log, 'warn'> }): Seeding {
  const stopping = new AbortController();
  const { signal } = stopping;
  const done = seedHistory(around, signal).catch((err) =>
    log.warn({ err }, 'the history of the demo was cut short'),
  );
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

/** All of it, unless it is there or `signal` ends it between two sign-ins. */
export async function seedHistory(
  { config, folder, signIns = signInsBefore }: Around,
  signal: AbortSignal,
): Promise<void> {
  const file = join(folder, 'history.json');
  const mark = readMark(file);
  if (mark.isDone) return;
  // Written first: what is cut short must go on to the same end.
  writeMark(file, mark);
  await sleep(afterMs, undefined, { signal }).catch(() => {});
  if (signal.aborted) return;
  let now = mark.until;
  const clock: DrivenClock = {
    now: () => now,
    set: (at) => {
      now = at;
    },
  };
  const db = await openDatabase({ url: config.databaseUrl, clock });
  try {
    const desk = openHistoryDesk({ db, clock, config });
    const isDone = await tell({ desk, clock, db, signal, signIns: signIns(mark.until) });
    if (isDone) writeMark(file, { ...mark, isDone });
  } finally {
    await db.close();
  }
}

function readMark(file: string): Mark {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Mark;
  return { until: systemClock.now(), isDone: false };
}

function writeMark(file: string, mark: Mark): void {
  writeFileSync(file, `${JSON.stringify(mark)}\n`, { mode: 0o600 });
}

type Telling = {
  desk: ReturnType<typeof openHistoryDesk>;
  clock: DrivenClock;
  db: Awaited<ReturnType<typeof openDatabase>>;
  signal: AbortSignal;
  signIns: Iterable<SignIn>;
};

/** False when it was ended before the last one. */
async function tell({ desk, clock, db, signal, signIns }: Telling): Promise<boolean> {
  const members = new Map<string, { id: string; lastAt: number | null }>();
  const cookies = createCookies();
  let day = 0;
  let count = 0;
  for (const signIn of signIns) {
    if (signal.aborted) return false;
    count += 1;
    clock.set(signIn.at);
    const member = members.get(signIn.user) ?? (await desk.ensureMember(memberOf(Number(signIn.user))));
    members.set(signIn.user, member);
    // Told before it was cut short.
    if (member.lastAt !== null && signIn.at <= member.lastAt) continue;
    // As the portal's upkeep would; once a day is enough here.
    if (Math.floor(signIn.at / dayMs) !== day) {
      day = Math.floor(signIn.at / dayMs);
      await desk.risk.learnThreshold(db);
    }
    const token = await desk.signIn({ accountId: member.id, signIn, token: cookies.of(signIn) });
    cookies.keep(signIn, token);
    const intruder = intruderAt(count, signIn);
    if (intruder) await desk.intrude({ accountId: member.id, signIn: intruder, token: null });
    // Requests come first.
    await sleep(1);
  }
  return true;
}

/** The cookies of the made-up browsers; those of a history cut short are lost, and their people asked for a code again. */
function createCookies() {
  const kept = new Map<string, string>();
  const fresh = new Map<string, string>();
  const browserOf = ({ user, agent }: SignIn) => `${user} ${Object.values(agent.signals).join(' ')}`;
  return {
    /** The world says that a cookie comes, not that it was handed out: one not seen before is this browser's newest. */
    of: (signIn: SignIn): string | null =>
      signIn.token === null ? null : (kept.get(signIn.token) ?? fresh.get(browserOf(signIn)) ?? null),
    keep: (signIn: SignIn, token: string): void => {
      if (signIn.token === null) fresh.set(browserOf(signIn), token);
      else kept.set(signIn.token, token);
    },
  };
}
