import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import type { Clock } from '../../src/core/clock.ts';
import { type Database, openDatabase } from '../../src/platform/db/database.ts';
import { type Cluster, startCluster } from './postgres.ts';

export type Engine = 'sqlite' | 'postgres';

/** A store of a test's own: `db()` is open and migrated while the tests of the block run. */
export type TestStore = { engine: Engine; db(): Database; url(): string };

/**
 * Runs the same tests on SQLite (a file) and on PostgreSQL (a database of its own).
 * The cluster is the one in TEST_POSTGRES_URL (`npm test` sets it), or one started for this file.
 */
export function onBothStores(title: string, tests: (store: TestStore, clock: TestClock) => void): void {
  for (const engine of ['sqlite', 'postgres'] as const) {
    describe(`${title} [${engine}]`, () => {
      const clock = testClock();
      let opened: OpenedStore | undefined;
      before(async () => {
        opened = await openStore(engine, clock);
      });
      after(() => opened?.close());
      tests({ engine, db: () => opened!.db, url: () => opened!.url }, clock);
    });
  }
}

export type OpenedStore = { url: string; db: Database; close(): Promise<void> };

/** Makes an empty migrated store of one engine; `close` removes it. */
export async function openStore(engine: Engine, clock: Clock): Promise<OpenedStore> {
  const { url, remove } = await makeStore(engine);
  const db = await openDatabase({ url, clock });
  await db.migrate();
  return {
    url,
    db,
    close: async () => {
      await db.close();
      await remove();
    },
  };
}

/** Makes the place of a store, without opening it: for tests that start the real program. */
export async function makeStore(engine: Engine): Promise<{ url: string; remove(): Promise<void> }> {
  if (engine === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'poterne-db-'));
    return {
      url: `sqlite:${join(folder, 'poterne.db')}`,
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    };
  }
  const name = `t${randomBytes(8).toString('hex')}`;
  const shared = process.env.TEST_POSTGRES_URL;
  const cluster = shared ? null : await startCluster();
  const url = shared ? await createOn(shared, name) : await (cluster as Cluster).createDatabase(name);
  return { url, remove: async () => (cluster ? cluster.destroy() : dropOn(shared!, name)) };
}

async function createOn(base: string, name: string): Promise<string> {
  await administer(base, `CREATE DATABASE "${name}"`);
  const url = new URL(base);
  url.pathname = `/${name}`;
  return url.href;
}

async function dropOn(base: string, name: string): Promise<void> {
  await administer(base, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
}

async function administer(base: string, statement: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client(base);
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** A clock that stands still until it is told to move. */
export type TestClock = Clock & { set(at: number): void; advance(ms: number): void };

/** Starts at a fixed morning, so that runs are alike. */
export function testClock(at = Date.UTC(2026, 10, 23, 8, 0, 0)): TestClock {
  let now = at;
  return {
    now: () => now,
    set: (next) => {
      now = next;
    },
    advance: (ms) => {
      now += ms;
    },
  };
}
