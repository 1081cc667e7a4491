import { CompiledQuery, PostgresAdapter, type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { lifeMs, locksAt, type Policy } from './rules.ts';

/** A row to spend from. `name` names the policy: the statements are kept by the names they are made of. */
export type Lane = { name: string; policy: Policy; key: string };

/** What a spend left behind, by which giving it back knows its own work. */
export type Taken = { key: string; resetsAt: number; lockedUntil: number };

/** A place in a statement whose text is kept: the clock, or a value of the lane at an index. */
type Slot = 'now' | { lane: number; value: 'key' | 'resetsAt' | 'lockedUntil' };

/**
 * Spends one from every lane that is not locked, in one statement, and returns those. The lanes come sorted:
 * PostgreSQL locks rows in that order, so that two spends of the same rows cannot wait for each other.
 */
export async function take(tx: Tx, lanes: readonly Lane[], now: number): Promise<Taken[]> {
  const statement = kept(tx, 'take', lanes, takeStatement);
  const parameters = statement.parameters.map((slot) =>
    slot === 'now' ? now : lanes[(slot as { lane: number }).lane]!.key,
  );
  const { rows } = await tx.executeQuery<Taken>(CompiledQuery.raw(statement.sql, parameters));
  return rows;
}

/** Undoes spends: one less each; the lock goes when the count no longer earns one, or when this spend set it. */
export async function giveBack(tx: Tx, lanes: readonly (Lane & { took: Taken })[]): Promise<void> {
  const statement = kept(tx, 'give back', lanes, giveBackStatement);
  const parameters = statement.parameters.map((slot) => {
    const { lane, value } = slot as Exclude<Slot, 'now'>;
    return lanes[lane]!.took[value];
  });
  await tx.executeQuery(CompiledQuery.raw(statement.sql, parameters));
}

/** Until when each key is locked, expired locks included; keys without a row are left out. */
export async function locks(tx: Tx, keys: readonly string[]): Promise<{ key: string; until: number }[]> {
  const rows = await tx
    .selectFrom('budgets')
    .select(['key', 'resets_at', 'locked_until'])
    .where('key', 'in', keys)
    .execute();
  return rows.map((row) => ({ key: row.key, until: Math.min(row.resets_at, row.locked_until) }));
}

export async function forget(tx: Tx, keys: readonly string[]): Promise<void> {
  await tx.deleteFrom('budgets').where('key', 'in', keys).execute();
}

/** Runs the work in the transaction that there is, else in a new one. */
export function allOrNothing<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  return tx.isTransaction ? work(tx) : tx.transaction().execute(work);
}

const batch = 1_000;
const batchesPerCall = 20;

/** Deletes what has ended, at most 20 batches of 1,000. */
export async function purge(tx: Tx, now: number): Promise<number> {
  let purged = 0;
  for (let round = 0; round < batchesPerCall; round += 1) {
    const ended = tx.selectFrom('budgets').select('key').where('resets_at', '<=', now).limit(batch);
    // Rows are deleted in no order: leave those that a spend holds, else the two could wait for each other.
    const free = isPostgres(tx) ? ended.forUpdate().skipLocked() : ended;
    const { numDeletedRows } = await tx
      .deleteFrom('budgets')
      .where('key', 'in', free)
      .executeTakeFirstOrThrow();
    purged += Number(numDeletedRows);
    if (numDeletedRows < batch) break;
  }
  return purged;
}

function isPostgres(tx: Tx): boolean {
  return tx.getExecutor().adapter instanceof PostgresAdapter;
}

const statements = new Map<string, CompiledQuery>();

/** Compiles a statement once per engine and list of policies: its text depends on nothing else. */
function kept(
  tx: Tx,
  verb: string,
  lanes: readonly Lane[],
  make: (lanes: readonly Lane[]) => RawBuilder<unknown>,
): CompiledQuery {
  let id = `${isPostgres(tx)} ${verb}`;
  for (const lane of lanes) id += ` ${lane.name}`;
  let statement = statements.get(id);
  if (!statement) {
    statement = make(lanes).compile(tx);
    statements.set(id, statement);
  }
  return statement;
}

// PostgreSQL gives a parameter the type of what stands beside it, and a time does not fit an int4.
const now = sql`cast(${'now' satisfies Slot} as bigint)`;
const place = (lane: number, value: 'key' | 'resetsAt' | 'lockedUntil') =>
  sql`${{ lane, value } satisfies Slot}`;
const number = (value: number) => sql.lit(value);

function takeStatement(lanes: readonly Lane[]): RawBuilder<unknown> {
  const fresh = lanes.map(({ policy }, i) => {
    const resets = sql`${now} + ${number(lifeMs(policy))}`;
    const lock = locksAt(policy) > 1 ? sql`0` : lockOf(policy, sql`1`, resets);
    return sql`(${place(i, 'key')}, 1, ${resets}, ${lock})`;
  });
  const count = sql`budgets.spent + 1`;
  const resets = byLane(lanes, (policy) => continued(policy));
  const lock = byLane(lanes, (policy) => lockOf(policy, count, continued(policy)));
  return sql`
    insert into budgets (key, spent, resets_at, locked_until) values ${sql.join(fresh)}
    on conflict (key) do update set
      spent = case when budgets.resets_at <= ${now} then 1 else ${count} end,
      resets_at = case when budgets.resets_at <= ${now} then excluded.resets_at else ${resets} end,
      locked_until = case when budgets.resets_at <= ${now} then excluded.locked_until else ${lock} end
    where budgets.locked_until <= ${now} or budgets.resets_at <= ${now}
    returning key, resets_at as "resetsAt", locked_until as "lockedUntil"`;
}

function giveBackStatement(lanes: readonly Lane[]): RawBuilder<unknown> {
  // An upsert, because it takes its rows in order and an update does not. A row that it makes has ended already.
  const rows = lanes.map((_, i) => sql`(${place(i, 'key')}, 0, 0, 0)`);
  const time = (value: 'resetsAt' | 'lockedUntil') =>
    byLane(lanes, (_, i) => sql`cast(${place(i, value)} as bigint)`);
  const earnsLock = byLane(lanes, (policy) => number(locksAt(policy)));
  // At zero the row has ended: nothing more can be given back.
  return sql`
    insert into budgets (key, spent, resets_at, locked_until) values ${sql.join(rows)}
    on conflict (key) do update set
      spent = budgets.spent - 1,
      resets_at = case when budgets.spent <= 1 then 0 else budgets.resets_at end,
      locked_until = case
        when budgets.spent - 1 < ${earnsLock} or budgets.locked_until = ${time('lockedUntil')} then 0
        else budgets.locked_until end
    where budgets.resets_at >= ${time('resetsAt')}`;
}

/** The end of a window that goes on. */
function continued(policy: Policy): RawBuilder<unknown> {
  const slides = policy.kind === 'window' && policy.from === 'last';
  return slides ? sql`excluded.resets_at` : sql`budgets.resets_at`;
}

/** Until when a key is locked that has now spent `count`: 0 when it is not. */
function lockOf(
  policy: Policy,
  count: RawBuilder<unknown>,
  resets: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (policy.kind === 'window') {
    return sql`case when ${count} < ${number(policy.limit)} then 0 else ${resets} end`;
  }
  const { free, delaysMs } = policy;
  const steps = delaysMs
    .slice(0, -1)
    .map((delay, i) => sql`when ${count} = ${number(free + i)} then ${now} + ${number(delay)}`);
  const last = sql`${now} + ${number(delaysMs.at(-1)!)}`;
  return sql`case when ${count} < ${number(free)} then 0 ${sql.join(steps, sql` `)} else ${last} end`;
}

/** What differs from policy to policy, told apart by the row's key. */
function byLane(
  lanes: readonly Lane[],
  of: (policy: Policy, lane: number) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (lanes.length === 1) return of(lanes[0]!.policy, 0);
  const cases = lanes.map(({ policy }, i) => sql`when ${place(i, 'key')} then ${of(policy, i)}`);
  return sql`case budgets.key ${sql.join(cases, sql` `)} end`;
}
