import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StatementSync } from 'node:sqlite';
import { dayMs, systemClock } from '../src/core/clock.ts';
import { newId } from '../src/core/ids.ts';
import { createKeyRing } from '../src/core/key-ring.ts';
import type { Account } from '../src/identity/accounts/service.ts';
import { createAccounts } from '../src/identity/accounts/service.ts';
import { createAudit } from '../src/identity/audit/service.ts';
import { createRisk } from '../src/identity/risk/service.ts';
import * as store from '../src/identity/risk/store.ts';
import { type Database, openDatabase, type Tx } from '../src/platform/db/database.ts';
import { nowhere } from '../src/platform/geo/places.ts';
import { networkOf } from '../src/platform/http/network.ts';
import { median } from './cpu.ts';
import { fillHistory } from './risk-history.ts';

/** Rows of history: values counted of people. */
export const riskSizes = [100, 10_000, 1_000_000] as const;

const people = 40;
const signInsEach = 12;
const perRound = 4_000;
const rounds = 9;
const warmUp = 6;

export type RiskFigures = {
  rows: number;
  /** CPU of one decision, and of its reads alone, in microseconds. */
  decisionUs: number;
  readsUs: number;
  beyondUs: number;
  /** Statements that the connection ran for one decision, at most. */
  statements: number;
};

const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
];

/** A decision whole, from the request to its reasons, beside its own reads alone, by turns in one process. */
export async function measureRisk(rows: number): Promise<RiskFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'poterne-bench-risk-'));
  const db = await openDatabase({ url: `sqlite:${join(folder, 'poterne.db')}`, clock: systemClock });
  try {
    await db.migrate();
    const desk = await openDesk(db);
    await fillHistory(db, Math.max(0, rows - people * 8));
    const decide = (i: number) => desk.decide(db.handle, i);
    const statements = await countDecisions(db, desk);
    const readAlone = await desk.reads(db.handle);
    // The compiler takes some ten thousand turns to settle.
    for (let turn = 0; turn < warmUp; turn += 1) {
      await cpuOf(decide);
      await cpuOf(readAlone);
    }
    const times = { decision: [] as number[], reads: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      times.decision.push(await cpuOf(decide));
      times.reads.push(await cpuOf(readAlone));
    }
    const [decisionUs, readsUs] = [median(times.decision), median(times.reads)];
    const beyondUs = median(times.decision.map((time, round) => time - times.reads[round]!));
    return { rows, decisionUs, readsUs, beyondUs, statements };
  } finally {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** CPU of one turn of the work, in microseconds. */
async function cpuOf(work: (i: number) => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < perRound; i += 1) await work(i);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / perRound;
}

type Desk = Awaited<ReturnType<typeof openDesk>>;

/** People with habits, each of whom knocks as usual, with another browser, or from elsewhere. */
async function openDesk(db: Database) {
  let now = systemClock.now() - 30 * dayMs;
  const clock = { now: () => now };
  const keyRing = createKeyRing([randomBytes(32)]);
  const places = { lookup: async (address: string) => placeOf(address) };
  const audit = createAudit({ clock, keyRing });
  const risk = createRisk({
    clock,
    keyRing,
    places,
    audit,
    policy: { mode: 'on', target: 0.03, threshold: null },
  });
  const accounts = createAccounts({ clock });
  const known: Account[] = [];
  const seen = (person: number, turn: number) => ({
    network: networkOf(turn % 3 === 2 ? `203.0.113.${person}` : `198.18.${person}.${1 + (turn % 2)}`),
    userAgent: agents[turn % 3],
    hints: {},
  });
  for (let i = 0; i < people; i += 1) {
    const email = `${newId(clock)}@example.org` as never;
    const made = await accounts.create(db.handle, {
      email,
      name: 'B',
      role: 'member',
      locale: 'fr',
      passwordHash: null,
    });
    if (!made.ok) throw new Error('the account exists');
    known.push(made.account);
    for (let turn = 0; turn < signInsEach; turn += 1, now += 3_600_000) {
      const observed = await risk.observe(seen(i, turn % 2));
      await db.transaction((tx) =>
        risk.learn(tx, { accountId: made.account.id, observed, cookieWasKnown: turn > 0 }),
      );
    }
  }
  now = systemClock.now();
  const device = {
    deviceId: 'd',
    recognisedAt: now,
    lastUsedAt: now,
    lastCodeAt: now,
    codeDueAt: now + 90 * dayMs,
  };
  const observedOf = (i: number) => risk.observe(seen(i % people, Math.floor(i / people)));
  return {
    people: known.length,
    decide: async (tx: Tx, i: number) => {
      const observed = await observedOf(i);
      const knowsDevice = Math.floor(i / people) % 2 === 1;
      return risk.decide(tx, known[i % people]!, { device: knowsDevice ? device : null, observed });
    },
    /** The same reads, whose keys are at hand. */
    reads: async (tx: Tx) => {
      const asked = await Promise.all(
        Array.from({ length: people * 6 }, async (_, i) => {
          const observed = await observedOf(i);
          const accountId = known[i % people]!.id;
          return { accountId, keys: observed.keysOf(accountId).flat(), worldKeys: observed.worldKeys };
        }),
      );
      return async (i: number) => {
        const { worldKeys, ...own } = asked[i % asked.length]!;
        await store.readOwn(tx, own);
        await store.readWorld(tx, worldKeys);
        await store.readState(tx);
      };
    },
  };
}

function placeOf(address: string) {
  return {
    ...nowhere,
    country: address.startsWith('203.') ? 'JP' : 'FR',
    network: `AS${64_500 + (address.length % 5)}`,
  };
}

/** How many statements the connection really runs for a decision, at most. */
async function countDecisions(db: Database, desk: Desk): Promise<number> {
  const counted = countStatements();
  let most = 0;
  try {
    for (let i = 0; i < desk.people * 6; i += 1) {
      const before = counted.count();
      await desk.decide(db.handle, i);
      most = Math.max(most, counted.count() - before);
    }
    return most;
  } finally {
    counted.stop();
  }
}

/** At the driver itself: whatever the layers above it do, this is what the store is asked. */
function countStatements() {
  const names = ['all', 'get', 'run', 'iterate'] as const;
  const own = names.map((name) => [name, StatementSync.prototype[name]] as const);
  let count = 0;
  for (const [name, method] of own) {
    StatementSync.prototype[name] = function (this: StatementSync, ...values: never[]) {
      count += 1;
      return (method as (...values: never[]) => unknown).apply(this, values);
    } as never;
  }
  return {
    count: () => count,
    stop: () => {
      for (const [name, method] of own) StatementSync.prototype[name] = method as never;
    },
  };
}
