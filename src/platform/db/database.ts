import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Dialect, Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Clock } from '../../core/clock.ts';
import { StoreAway } from './faults.ts';
import { migrations } from './migrations/index.ts';
import type { Tables } from './tables.ts';

/**
 * The handle that stores take first: inside `transaction` the transaction's own, else `handle`.
 * Services only pass it on; nothing but a store looks inside.
 */
export type Tx = Kysely<Tables>;

export type Database = {
  engine: 'sqlite' | 'postgres';
  /** Each statement by itself. Never use it inside a transaction: on SQLite that waits for itself. */
  handle: Tx;
  /**
   * All or nothing. Await nothing but stores inside, and only with the handle given.
   * May run the work again from its beginning. Throws StoreAway when the store cannot be used.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Applies what is missing, forward only, under a lock: safe with two portals starting at once. */
  migrate(): Promise<void>;
  /** Writes one row: throws StoreAway when the store cannot take a sign-in now (locked, full, away). */
  probe(): Promise<void>;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  /** `sqlite:PATH` or `postgres://…` */
  url: string;
  clock: Clock;
  onError?: (error: Error) => void;
};

/** How often a transaction that PostgreSQL ended to break a deadlock is run, the first time included. */
const deadlockTries = 3;

/** Opens the store that the URL names. Throws when the URL is of neither kind, StoreAway when the file cannot be used. */
export async function openDatabase({ url, clock, onError = () => {} }: DatabaseOptions): Promise<Database> {
  const { engine, dialect } = await pickDialect(url, onError);
  const handle = new Kysely<Tables>({ dialect });
  const migrator = new Migrator({ db: handle, provider: { getMigrations: async () => migrations } });
  return {
    engine,
    handle,
    transaction: async (work) => {
      for (let tries = 1; ; tries += 1) {
        try {
          return await handle.transaction().execute(work);
        } catch (error) {
          // PostgreSQL broke a deadlock by ending this one: nothing of it stands, so it may run again.
          const isBroken = engine === 'postgres' && error instanceof StoreAway && error.kind === 'busy';
          if (!isBroken || tries >= deadlockTries) throw error;
        }
      }
    },
    migrate: async () => {
      const { error } = await migrator.migrateToLatest();
      if (error) throw error;
    },
    probe: async () => {
      const at = clock.now();
      await handle
        .insertInto('heartbeats')
        .values({ name: 'probe', at })
        .onConflict((c) => c.column('name').doUpdateSet({ at }))
        .execute();
    },
    close: () => handle.destroy(),
  };
}

async function pickDialect(
  url: string,
  onError: (error: Error) => void,
): Promise<{ engine: Database['engine']; dialect: Dialect }> {
  if (url.startsWith('sqlite:')) {
    const file = url.slice('sqlite:'.length);
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const { sqliteDialect } = await import('./sqlite.ts');
    return { engine: 'sqlite', dialect: sqliteDialect(file) };
  }
  if (/^postgres(ql)?:\/\//.test(url)) {
    const { postgresDialect } = await import('./postgres.ts');
    return { engine: 'postgres', dialect: postgresDialect(url, onError) };
  }
  throw new TypeError('a store is sqlite:PATH or postgres://…');
}
