import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import pg from 'pg';
import { StoreAway } from './faults.ts';

const INT8 = 20;
// Times and counts fit a double's 53 bits; pg hands int8 out as text unless told.
pg.types.setTypeParser(INT8, Number);

/** SQLSTATE classes that say "the server, not the query": connection, resources, operator's intervention, system. */
const awayClasses = new Set(['08', '53', '57', '58']);
const networkErrors = /^(ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_|EHOSTUN|ENETUN)/;

class Driver extends PostgresDriver {
  override async acquireConnection(): Promise<DatabaseConnection> {
    try {
      return guarded(await super.acquireConnection());
    } catch (error) {
      throw asFault(error);
    }
  }

  override async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin'));
  }

  override async releaseConnection(connection: DatabaseConnection) {
    await super.releaseConnection(bare.get(connection) as never);
  }
}

/** Kysely's own connection behind the guarded one, which must be given back as it was. */
const bare = new WeakMap<DatabaseConnection, DatabaseConnection>();

function guarded(connection: DatabaseConnection): DatabaseConnection {
  const guard: DatabaseConnection = {
    executeQuery: async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
      try {
        return await connection.executeQuery<Row>(query);
      } catch (error) {
        throw asFault(error);
      }
    },
    streamQuery: (query, size) => connection.streamQuery(query, size),
  };
  bare.set(guard, connection);
  return guard;
}

/** A pool to a PostgreSQL ≥ 15. Never throws here: an absent server shows at the first query, as StoreAway. */
export function postgresDialect(url: string, onPoolError: (error: Error) => void): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: 20,
    connectionTimeoutMillis: 2_000,
    query_timeout: 10_000,
    keepAlive: true,
  });
  // Without a listener, a database that stops kills the process.
  pool.on('error', onPoolError);
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new Driver({ pool: pool as never }),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

function asFault(error: unknown): unknown {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') {
    if (code === '53100') return new StoreAway('full', error);
    // 55000: an operator closed the database to connections for a while.
    if (networkErrors.test(code) || awayClasses.has(code.slice(0, 2)) || code === '55000') {
      return new StoreAway('unreachable', error);
    }
    // Read-only after a failover, or a deadlock that PostgreSQL broke: the same request may be tried again.
    if (code === '25006' || code === '40P01' || code === '40001') return new StoreAway('busy', error);
  }
  // pg's own words for a connection that ended, a connect or a query that took too long.
  if (
    typeof message === 'string' &&
    /^(Connection terminated|timeout exceeded|Query read timeout)/.test(message)
  ) {
    return new StoreAway('unreachable', error);
  }
  return error;
}
