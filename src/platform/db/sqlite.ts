import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { StoreAway } from './faults.ts';

/** How long a locked file is waited for before the person is told, in milliseconds. */
const patienceMs = 2_000;
const cachedStatements = 400;

const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;

/** Migrations run inside BEGIN IMMEDIATE: the lock that two portals starting at once need. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true;
  }
}

type Prepared = { statement: StatementSync; columns: string[] };

function columnsOf(statement: StatementSync): string[] {
  return statement.columns().map(({ name }) => name);
}

/** The driver's own row objects have no shape that the engine could learn: making and reading them costs twice as much. */
function rowOf(columns: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let i = 0; i < columns.length; i += 1) row[columns[i]!] = values[i];
  return row;
}

class Connection implements DatabaseConnection {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, Prepared>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  #prepare(sql: string): Prepared {
    const cached = this.#statements.get(sql);
    if (cached) return cached;
    const statement = this.#db.prepare(sql);
    const made = { statement, columns: columnsOf(statement) };
    statement.setReturnArrays(true);
    if (this.#statements.size >= cachedStatements) this.#statements.clear();
    this.#statements.set(sql, made);
    return made;
  }

  #run<Row>({ sql, parameters }: CompiledQuery): QueryResult<Row> {
    const prepared = this.#prepare(sql);
    const { statement, columns } = prepared;
    const values = parameters as never[];
    if (columns.length === 0) {
      const { changes } = statement.run(...values);
      return { rows: [], numAffectedRows: BigInt(changes) };
    }
    const found = statement.all(...values) as unknown as unknown[][];
    // Another portal's migration may have given the table a column since.
    if (found.length > 0 && found[0]!.length !== columns.length) prepared.columns = columnsOf(statement);
    return { rows: found.map((row) => rowOf(prepared.columns, row)) as Row[] };
  }

  // Waits between tries instead of inside SQLite: a long busy timeout freezes every other request.
  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const giveUpAt = performance.now() + patienceMs;
    for (;;) {
      try {
        return this.#run<Row>(query);
      } catch (error) {
        if (!isBusy(error)) throw asFault(error);
        // Inside a transaction the lock is ours already: waiting would not help.
        if (this.#db.isTransaction || performance.now() > giveUpAt) throw new StoreAway('busy', error);
        await sleep(5 + Math.random() * 20);
      }
    }
  }

  // biome-ignore lint/correctness/useYield: nothing streams from the embedded store
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('streaming is not supported by the embedded store');
  }
}

class Driver extends SqliteDriver {
  readonly #connection: Connection;
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    super({ database: db as never });
    this.#db = db;
    this.#connection = new Connection(db);
  }

  override async acquireConnection() {
    return this.#connection;
  }

  // SQLite itself rolls back on a full disk or an I/O error: a second time would hide why.
  override async rollbackTransaction(connection: DatabaseConnection) {
    if (this.#db.isTransaction) await super.rollbackTransaction(connection);
  }

  // A deferred transaction that then writes fails at once with BUSY_SNAPSHOT.
  override async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** Opens (and makes) the file in WAL mode, every commit durable. Throws StoreAway when it cannot. */
export function sqliteDialect(file: string): Dialect {
  let db: DatabaseSync;
  try {
    // Two portals may start at once, and the switch to WAL wants the file alone: here, and only here, wait inside.
    db = new DatabaseSync(file, { timeout: 5_000 });
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    db.exec('PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY; PRAGMA busy_timeout = 50');
  } catch (error) {
    throw asFault(error);
  }
  return {
    createAdapter: () => new Adapter(),
    createDriver: () => new Driver(db),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** SQLite's primary result code, or 0 when the error is not SQLite's. */
function resultCode(error: unknown): number {
  const code = (error as { errcode?: unknown })?.errcode;
  return typeof code === 'number' ? code & 0xff : 0;
}

function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code === SQLITE_BUSY || code === SQLITE_LOCKED;
}

function asFault(error: unknown): unknown {
  const code = resultCode(error);
  if (code === 13) return new StoreAway('full', error);
  if (code === SQLITE_BUSY || code === SQLITE_LOCKED) return new StoreAway('busy', error);
  // IOERR, CANTOPEN, READONLY, NOTADB, CORRUPT, PROTOCOL: the file, not the query.
  if ([8, 10, 11, 14, 15, 26].includes(code)) return new StoreAway('unreachable', error);
  return error;
}
