import type { Tx } from '../../platform/db/database.ts';
import { addedAt, type Counted, dayOf, weekOf } from './counters.ts';
import type { Observed } from './observed.ts';
import * as store from './store.ts';

/** Sign-ins of one account that a day may teach: whoever gets in must not drown the owner's habits. */
export const mostADay = 20;
/** Values of one level that are kept of a person. */
export const mostValues = 50;

/**
 * Counts a completed sign-in, in its transaction: three statements, two or three more where something is new. Nothing is
 * read before it is written, so that sign-ins at the same moment on two portals lose nothing.
 */
export async function count(
  tx: Tx,
  of: {
    accountId: string;
    observed: Observed;
    cookieWasKnown: boolean;
    lastPlace: string | null;
    now: number;
  },
): Promise<void> {
  const { accountId, observed, now } = of;
  const { counted, chains } = observed;
  const one = addedAt(now);
  const week = weekOf(now);
  const times = await store.countPerson(tx, {
    accountId,
    one,
    withCookie: of.cookieWasKnown ? one : 0,
    placeBelow: chains.place[0]?.isKnown ? one : 0,
    agentBelow: chains.agent[0]?.isKnown ? one : 0,
    day: dayOf(now),
    week,
    lastPlace: of.lastPlace,
    most: mostADay,
  });
  if (times === null) return;
  const keys = observed.keysOf(accountId);
  const nodes = counted.map((node, i) => ({
    key: keys[i]![0]!,
    level: node.level,
    below: node.hasBelow ? one : 0,
    version: node.level === 'browser' ? observed.version : null,
  }));
  const rows = nodes.map((node) => ({ ...node, account_id: accountId, weight: one, last_week: week }));
  const seen = new Map((await store.countNodes(tx, rows)).map((row) => [row.key, row.times]));
  const fresh = nodes.filter(({ key }) => seen.get(key) === 1);
  // Before so many sign-ins no level can be full.
  if (fresh.length > 0 && times > mostValues) {
    const levels = fresh.map(({ level }) => level);
    await store.trim(tx, { accountId, levels, seen: [...seen.keys()], most: mostValues - 1 });
  }
  await countWorld(tx, {
    observed,
    one,
    week,
    isNewcomer: times === 1 && !(await isBack(tx, accountId, seen)),
    isNew: (i) => seen.get(nodes[i]!.key) === 1,
  });
}

/** Somebody who was forgotten starts at one again, and was counted among all people before. */
async function isBack(tx: Tx, accountId: string, seen: ReadonlyMap<string, number>): Promise<boolean> {
  if ([...seen.values()].some((times) => times > 1)) return true;
  return store.hasOthers(tx, accountId, [...seen.keys()]);
}

type World = {
  observed: Observed;
  one: number;
  week: number;
  isNewcomer: boolean;
  isNew(index: number): boolean;
};

async function countWorld(tx: Tx, { observed, one, week, isNewcomer, isNew }: World): Promise<void> {
  const { counted, chains } = observed;
  const row = (key: string, hasBelow: boolean, isNewPerson: boolean) => ({
    key,
    weight: one,
    below: hasBelow ? one : 0,
    people: isNewPerson ? 1 : 0,
    last_week: week,
  });
  const roots = (['place', 'agent'] as const).map((chain) =>
    row(chain, chains[chain][0]?.isKnown ?? false, isNewcomer),
  );
  const nodes = counted.flatMap((node, i) =>
    node.world === null ? [] : [row(node.world, node.hasBelow, isNew(i))],
  );
  const seen = await store.countWorld(tx, [...roots, ...nodes]);
  const made = new Set(seen.flatMap(({ key, times }) => (times === 1 ? [key] : [])));
  const parents = counted.flatMap((node: Counted) =>
    node.world !== null && node.isKnown && made.has(node.world) ? [node.parent] : [],
  );
  if (parents.length > 0) await store.addChildren(tx, parents, 1);
}
