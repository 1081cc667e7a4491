import { PostgresAdapter, sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { listing, numbered, statement } from '../../platform/db/statement.ts';
import type { RiskNodesTable, RiskStateTable, RiskWorldTable } from '../../platform/db/tables.ts';
import type { OwnRow, PersonRow, WorldRow } from './counters.ts';

const keysOf = (keys: readonly string[]) => Object.fromEntries(keys.map((key, i) => [`key${i}`, key]));

/** One SELECT: what was learned of a person, and of these nodes of theirs. Null when nothing was. */
export async function readOwn(
  tx: Tx,
  { accountId, keys }: { accountId: string; keys: readonly string[] },
): Promise<{ person: PersonRow; nodes: OwnRow[] } | null> {
  const rows = await ownRows(tx, keys.length, { accountId, ...keysOf(keys) });
  const first = rows[0];
  if (!first) return null;
  const person = { ...first, weight: first.signIns, times: first.signInTimes };
  return { person, nodes: rows.filter((row): row is OwnRow & typeof row => row.key !== null) };
}

const ownRows = listing((tx, of, indexes) =>
  tx
    .selectFrom('risk_people as p')
    .leftJoin('risk_nodes as n', (join) =>
      join.onRef('n.account_id', '=', 'p.account_id').on(
        'n.key',
        'in',
        indexes.map((i) => of[`key${i}`]!),
      ),
    )
    .select(['p.weight as signIns', 'p.times as signInTimes', 'p.last_place as lastPlace'])
    .select(['p.with_cookie as withCookie', 'p.place_below as placeBelow', 'p.agent_below as agentBelow'])
    .select(['n.key', 'n.weight', 'n.below', 'n.times', 'n.version'])
    .where('p.account_id', '=', of.accountId!),
);

/** One SELECT: the rows of all people. */
export function readWorld(tx: Tx, keys: readonly string[]): Promise<WorldRow[]> {
  return worldRows(tx, keys.length, keysOf(keys));
}

const worldRows = listing((tx, of, indexes) =>
  tx
    .selectFrom('risk_world')
    .select(['key', 'weight', 'below', 'people', 'children', 'times'])
    .where(
      'key',
      'in',
      indexes.map((i) => of[`key${i}`]!),
    ),
);

export type CountedPerson = {
  accountId: string;
  one: number;
  withCookie: number;
  placeBelow: number;
  agentBelow: number;
  day: number;
  week: number;
  lastPlace: string | null;
  /** Sign-ins that a day may teach. */
  most: number;
};

/**
 * Counts one sign-in: how many are counted now, or null when this day has taught enough. Holds the person's row
 * until the transaction ends, so that whatever follows is of one sign-in after the other.
 */
export async function countPerson(tx: Tx, counted: CountedPerson): Promise<number | null> {
  const { rows } = await personCounted(tx, counted);
  return rows[0]?.times ?? null;
}

const sameDay = sql<boolean>`risk_people.day = excluded.day`;

const personCounted = statement<CountedPerson>()((tx, of) =>
  tx
    .insertInto('risk_people')
    .values({
      account_id: of.accountId,
      weight: of.one,
      with_cookie: of.withCookie,
      place_below: of.placeBelow,
      agent_below: of.agentBelow,
      times: 1,
      day: of.day,
      day_times: 1,
      last_week: of.week,
      last_place: of.lastPlace,
    })
    .onConflict((c) =>
      c
        .column('account_id')
        .doUpdateSet({
          weight: sql`risk_people.weight + excluded.weight`,
          with_cookie: sql`risk_people.with_cookie + excluded.with_cookie`,
          place_below: sql`risk_people.place_below + excluded.place_below`,
          agent_below: sql`risk_people.agent_below + excluded.agent_below`,
          times: sql`risk_people.times + 1`,
          day: sql`excluded.day`,
          day_times: sql`case when ${sameDay} then risk_people.day_times + 1 else 1 end`,
          last_week: sql`excluded.last_week`,
          last_place: sql`excluded.last_place`,
        })
        .where((e) => e.or([e.not(sameDay), e('risk_people.day_times', '<', of.most)])),
    )
    .returning('times'),
);

/** A key, and how often it is counted now: 1 means that it is new. */
export type Seen = { key: string; times: number };

/**
 * Counts one sign-in in a person's nodes, one upsert for all. Rows come by level, here and for all people,
 * one of each: PostgreSQL locks them in that order, so that two sign-ins cannot wait for each other.
 */
export function countNodes(tx: Tx, rows: readonly Omit<RiskNodesTable, 'times'>[]): Promise<Seen[]> {
  return nodesCounted(tx, rows.length, numbered(rows));
}

const nodesCounted = listing((tx, of, indexes) =>
  tx
    .insertInto('risk_nodes')
    .values(
      indexes.map((i) => ({
        account_id: of[`account_id${i}`]!,
        key: of[`key${i}`]!,
        level: of[`level${i}`]!,
        weight: of[`weight${i}`]!,
        below: of[`below${i}`]!,
        times: 1,
        version: of[`version${i}`]!,
        last_week: of[`last_week${i}`]!,
      })),
    )
    .onConflict((c) =>
      c.columns(['account_id', 'key']).doUpdateSet({
        weight: sql`risk_nodes.weight + excluded.weight`,
        below: sql`risk_nodes.below + excluded.below`,
        times: sql`risk_nodes.times + 1`,
        version: sql`case when excluded.version > coalesce(risk_nodes.version, -1)
          then excluded.version else risk_nodes.version end`,
        last_week: sql`excluded.last_week`,
      }),
    )
    .returning(['key', 'times']),
);

/** Of each of these levels keeps the weightiest of a person's values, `most` besides those of this sign-in. */
export async function trim(
  tx: Tx,
  { accountId, levels, seen, most }: { accountId: string; levels: string[]; seen: string[]; most: number },
): Promise<void> {
  await sql`
    delete from risk_nodes where account_id = ${accountId} and key in (
      select key from (
        select key, row_number() over (partition by level order by weight desc, key) as nth
        from risk_nodes
        where account_id = ${accountId} and level in (${sql.join(levels)}) and key not in (${sql.join(seen)})
      ) as others where nth > ${sql.lit(most)})`.execute(tx);
}

/** Counts one sign-in in the rows of all people, one upsert for all; last in its transaction, as everybody waits for them. */
export function countWorld(
  tx: Tx,
  rows: readonly Pick<RiskWorldTable, 'key' | 'weight' | 'below' | 'people' | 'last_week'>[],
): Promise<Seen[]> {
  return worldCounted(tx, rows.length, numbered(rows));
}

const worldCounted = listing((tx, of, indexes) =>
  tx
    .insertInto('risk_world')
    .values(
      indexes.map((i) => ({
        key: of[`key${i}`]!,
        weight: of[`weight${i}`]!,
        below: of[`below${i}`]!,
        people: of[`people${i}`]!,
        children: 0,
        times: 1,
        last_week: of[`last_week${i}`]!,
      })),
    )
    .onConflict((c) =>
      c.column('key').doUpdateSet({
        weight: sql`risk_world.weight + excluded.weight`,
        below: sql`risk_world.below + excluded.below`,
        people: sql`risk_world.people + excluded.people`,
        times: sql`risk_world.times + 1`,
        last_week: sql`excluded.last_week`,
      }),
    )
    .returning(['key', 'times']),
);

/** Each of these has one distinct value more below it, or one less. */
export async function addChildren(tx: Tx, keys: readonly string[], one: 1 | -1): Promise<void> {
  await tx
    .updateTable('risk_world')
    .set((e) => ({ children: e('children', '+', one) }))
    .where('key', 'in', keys)
    .where('children', '>=', -one)
    .execute();
}

/** Whether values of a person are kept besides these. */
export async function hasOthers(tx: Tx, accountId: string, keys: readonly string[]): Promise<boolean> {
  const others = tx.selectFrom('risk_nodes').select('key').where('account_id', '=', accountId);
  return (await others.where('key', 'not in', keys).limit(1).executeTakeFirst()) !== undefined;
}

/** Empties a person's rows and keeps them: who comes again is not one more. The person's first, as sign-ins lock. */
export async function forget(tx: Tx, accountId: string): Promise<void> {
  const nothing = { weight: 0, with_cookie: 0, place_below: 0, agent_below: 0, times: 0, last_place: null };
  await tx.updateTable('risk_people').set(nothing).where('account_id', '=', accountId).execute();
  const empty = { weight: 0, below: 0, version: null };
  await tx.updateTable('risk_nodes').set(empty).where('account_id', '=', accountId).execute();
}

type Stale = { untilWeek: number; most: number };

/** Deletes the nodes, then the people, not seen after that week; at most `most` of each. */
export async function purgePeople(tx: Tx, { untilWeek, most }: Stale): Promise<number> {
  const nodes = tx.selectFrom('risk_nodes as old').where('old.last_week', '<=', untilWeek).limit(most);
  const people = tx.selectFrom('risk_people as old').where('old.last_week', '<=', untilWeek).limit(most);
  const ofNodes = await tx
    .deleteFrom('risk_nodes')
    .where((e) => {
      const free = unlocked(tx, nodes.select(['old.account_id', 'old.key']));
      return e(e.refTuple('account_id', 'key'), 'in', free.$asTuple('account_id', 'key'));
    })
    .executeTakeFirstOrThrow();
  const ofPeople = await tx
    .deleteFrom('risk_people')
    .where('account_id', 'in', unlocked(tx, people.select('old.account_id')))
    .executeTakeFirstOrThrow();
  return Math.max(Number(ofNodes.numDeletedRows), Number(ofPeople.numDeletedRows));
}

/** Deletes rows of all people not counted after that week; returns their keys. */
export async function purgeWorld(tx: Tx, { untilWeek, most }: Stale): Promise<string[]> {
  const old = tx.selectFrom('risk_world as old').where('old.last_week', '<=', untilWeek).limit(most);
  const rows = await tx
    .deleteFrom('risk_world')
    .where('key', 'in', unlocked(tx, old.select('old.key')))
    .returning('key')
    .execute();
  return rows.map((row) => row.key);
}

/** Rows are deleted in no order: those that a sign-in holds are left, else the two could wait for each other. */
function unlocked<Query extends { forUpdate(): Query; skipLocked(): Query }>(tx: Tx, query: Query): Query {
  return tx.getExecutor().adapter instanceof PostgresAdapter ? query.forUpdate().skipLocked() : query;
}

const threshold = 'threshold';

/** One SELECT: the threshold's row, or undefined before the first look. */
export async function readState(tx: Tx): Promise<RiskStateTable | undefined> {
  return (await stateRow(tx, { name: threshold })).rows[0];
}

const stateRow = statement<{ name: string }>()((tx, of) =>
  tx.selectFrom('risk_state').selectAll().where('name', '=', of.name),
);

/** Takes the next look at the threshold: its row for one of the portals, once every `everyMs`; undefined for the others. */
export function takeLook(
  tx: Tx,
  { now, everyMs }: { now: number; everyMs: number },
): Promise<RiskStateTable | undefined> {
  return tx
    .insertInto('risk_state')
    .values({ name: threshold, scores: 0, looked_at: now })
    .onConflict((c) =>
      c
        .column('name')
        .doUpdateSet({ looked_at: now })
        // A look in the future was taken by a clock that was ahead.
        .where((e) =>
          e.or([e('risk_state.looked_at', '<=', now - everyMs), e('risk_state.looked_at', '>', now)]),
        ),
    )
    .returningAll()
    .executeTakeFirst();
}

export async function writeState(tx: Tx, change: Partial<Omit<RiskStateTable, 'name'>>): Promise<void> {
  await tx.updateTable('risk_state').set(change).where('name', '=', threshold).execute();
}
