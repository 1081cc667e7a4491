import { type CompiledQuery, type Insertable, PostgresAdapter, type QueryResult } from 'kysely';
import type { Tx } from './database.ts';
import type { Tables } from './tables.ts';

/** Where a run's value will stand; in the builder's eyes it is the value itself. */
type Place = { readonly place: PropertyKey };

type Buildable<Row> = { compile(): CompiledQuery<Row> };
type Run<Values, Row> = (tx: Tx, values: Values) => Promise<QueryResult<Row>>;

/**
 * A statement that is compiled once per engine, for the paths where building it anew would cost more than
 * running it. `of` holds a place for every value of a run: build with it as with the values themselves, but
 * never look inside.
 *
 *     const find = statement<{ email: string }>()((tx, of) =>
 *       tx.selectFrom('accounts').selectAll().where('email', '=', of.email));
 *     const { rows } = await find(tx, { email });
 */
export function statement<Values extends object>() {
  return <Row>(build: (tx: Tx, of: Values) => Buildable<Row>): Run<Values, Row> => {
    const compiled = new Map<boolean, CompiledQuery<Row>>();
    return (tx, values) => {
      const isPostgres = tx.getExecutor().adapter instanceof PostgresAdapter;
      let query = compiled.get(isPostgres);
      if (!query) {
        query = build(tx, places as Values).compile();
        compiled.set(isPostgres, query);
      }
      const parameters = query.parameters.map((parameter) =>
        isPlace(parameter) ? values[parameter.place as keyof Values] : parameter,
      );
      return tx.executeQuery({ ...query, parameters });
    };
  };
}

const places = new Proxy({}, { get: (_target, place): Place => ({ place }) });

function isPlace(parameter: unknown): parameter is Place {
  return typeof parameter === 'object' && parameter !== null && 'place' in parameter;
}

/** An INSERT of one row, compiled once for the columns that its rows have. */
export function insertion<Table extends keyof Tables>(table: Table) {
  const byColumns = new Map<string, Run<Insertable<Tables[Table]>, unknown>>();
  return async (tx: Tx, row: Insertable<Tables[Table]>): Promise<void> => {
    const columns = Object.keys(row);
    const id = columns.join();
    let run = byColumns.get(id);
    if (!run) {
      run = statement<Insertable<Tables[Table]>>()((db, of) => {
        const places = Object.fromEntries(columns.map((column) => [column, of[column as keyof typeof of]]));
        return db.insertInto(table).values(places as never);
      });
      byColumns.set(id, run);
    }
    await run(tx, row);
  };
}

/** Values of a list under numbered names: `key0`, `key1`, … */
type Listed = Record<string, never>;

/**
 * As `statement`, over a list: compiled once for each length that its lists have. `of` holds a place under every
 * name; `numbered` makes the values of a run.
 */
export function listing<Row>(build: (tx: Tx, of: Listed, indexes: readonly number[]) => Buildable<Row>) {
  const byLength = new Map<number, Run<Listed, Row>>();
  return async (tx: Tx, length: number, values: object): Promise<Row[]> => {
    let run = byLength.get(length);
    if (!run) {
      const indexes = Array.from({ length }, (_, i) => i);
      run = statement<Listed>()((db, of) => build(db, of, indexes));
      byLength.set(length, run);
    }
    return (await run(tx, values as Listed)).rows;
  };
}

/** `{ key0, weight0, key1, … }` from rows. */
export function numbered(rows: readonly object[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  rows.forEach((row, i) => {
    for (const [name, value] of Object.entries(row)) values[`${name}${i}`] = value;
  });
  return values;
}
