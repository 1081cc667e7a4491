import {
  addedAt,
  type Counted,
  countedOf,
  dayOf,
  type OwnRow,
  type PersonRow,
  parentOf,
  readingsOf,
  type WorldRow,
  weekOf,
} from '../counters.ts';
import { mostADay, mostValues } from '../counting.ts';
import { keptMs } from '../decay.ts';
import type { Node } from '../levels.ts';
import type { Readings } from '../score.ts';

type Own = OwnRow & { level: string; week: number };
type Person = PersonRow & { day: number; dayTimes: number; week: number; nodes: Map<string, Own> };
type World = WorldRow & { week: number };
/** A counted node and its one key: nobody's habits are to be hidden here. */
type Keyed = Counted & { keys: string[] };
type Chains = { place: readonly Node[]; agent: readonly Node[] };

/** What a sign-in is counted with. */
export type Taught = {
  user: string;
  at: number;
  nodes: Chains;
  version: number | null;
  cookieIsKnown: boolean;
};

/**
 * The store's rows, in memory: counted as counting.ts counts them, read through the very function that the store's
 * are (readingsOf), forgotten when the upkeep forgets them; so that what is measured on a log is what the product
 * does. Held to the real store by parity.test.ts.
 */
export function createCounters() {
  const people = new Map<string, Person>();
  const world = new Map<string, World>();
  const known = new WeakMap<readonly Node[], Keyed[]>();
  /** The chains come from a memory of their own (sign-in.ts): each is worked out once. */
  const keyed = ({ place, agent }: Chains): Keyed[] => [
    ...remembered(known, place, { place, agent: [] }),
    ...remembered(known, agent, { place: [], agent }),
  ];

  return {
    /** Sign-ins learned of this person. */
    times: (user: string): number => people.get(user)?.times ?? 0,
    /** Sign-ins learned in all. */
    signIns: (): number => world.get('place')?.times ?? 0,

    readings({ user, at, nodes }: Pick<Taught, 'user' | 'at' | 'nodes'>): Readings {
      const person = people.get(user);
      const found = keyed(nodes);
      const own: Own[] = [];
      const all: World[] = ['place', 'agent'].flatMap((key) => world.get(key) ?? []);
      for (const node of found) {
        const mine = person?.nodes.get(node.keys[0]!);
        if (mine) own.push(mine);
        const theirs = node.world === null ? undefined : world.get(node.world);
        if (theirs) all.push(theirs);
      }
      return readingsOf({
        observed: { counted: found },
        ownKeys: found.map(({ keys }) => keys),
        own: person ? { person, nodes: own } : null,
        world: all,
        now: at,
      });
    },

    learn(taught: Taught): void {
      const { user, at, nodes } = taught;
      const person = people.get(user) ?? newPerson();
      people.set(user, person);
      const one = addedAt(at);
      if (!countPerson(person, taught, one)) return;
      const week = weekOf(at);
      const found = keyed(nodes);
      const fresh = countNodes(person, found, { one, week, version: taught.version });
      for (const chain of ['place', 'agent'] as const) {
        const { row } = worldRow(world, chain, { one, week });
        if (nodes[chain][0]?.isKnown) row.below += one;
        if (person.times === 1) row.people += 1;
      }
      for (const node of found) {
        if (node.world === null) continue;
        const { row, isNew } = worldRow(world, node.world, { one, week });
        if (node.hasBelow) row.below += one;
        if (fresh.has(node)) row.people += 1;
        if (isNew && node.isKnown) world.get(node.parent)!.children += 1;
      }
    },

    /** Forgets what was not seen for 180 days, in whole weeks: once a week is enough. */
    purge(now: number): void {
      const until = weekOf(now - keptMs);
      for (const [user, person] of people) {
        for (const [key, node] of person.nodes) if (node.week <= until) person.nodes.delete(key);
        if (person.week <= until) people.delete(user);
      }
      for (const [key, row] of world) {
        if (row.week > until) continue;
        world.delete(key);
        const parent = world.get(parentOf(key) ?? '');
        if (parent && parent.children > 0) parent.children -= 1;
      }
    },
  };
}

function remembered(
  known: WeakMap<readonly Node[], Keyed[]>,
  nodes: readonly Node[],
  chains: Chains,
): Keyed[] {
  const found = known.get(nodes);
  if (found) return found;
  const made = countedOf(chains).map((node) => ({ ...node, keys: [node.name] }));
  known.set(nodes, made);
  return made;
}

function newPerson(): Person {
  return {
    ...{ weight: 0, withCookie: 0, placeBelow: 0, agentBelow: 0, times: 0, lastPlace: null },
    ...{ day: -1, dayTimes: 0, week: 0, nodes: new Map<string, Own>() },
  };
}

/** False when this day has taught enough. */
function countPerson(person: Person, { at, nodes, cookieIsKnown }: Taught, one: number): boolean {
  const day = dayOf(at);
  if (person.day !== day) Object.assign(person, { day, dayTimes: 0 });
  if (person.dayTimes >= mostADay) return false;
  person.dayTimes += 1;
  person.times += 1;
  person.weight += one;
  person.week = weekOf(at);
  if (cookieIsKnown) person.withCookie += one;
  if (nodes.place[0]?.isKnown) person.placeBelow += one;
  if (nodes.agent[0]?.isKnown) person.agentBelow += one;
  return true;
}

type Adding = { one: number; week: number; version: number | null };

/** Counts the person's own nodes; returns those that are new to them. */
function countNodes(person: Person, found: readonly Keyed[], { one, week, version }: Adding): Set<Keyed> {
  const fresh = new Set<Keyed>();
  const rows = found.map((node) => {
    const key = node.keys[0]!;
    const known = person.nodes.get(key);
    const row = known ?? { key, level: node.level, weight: 0, below: 0, times: 0, version: null, week };
    if (!known) {
      fresh.add(node);
      person.nodes.set(key, row);
    }
    row.weight += one;
    row.times += 1;
    row.week = week;
    if (node.hasBelow) row.below += one;
    if (node.level === 'browser' && version !== null) row.version = Math.max(row.version ?? -1, version);
    return row;
  });
  if (person.times > mostValues) {
    for (const { level } of fresh) trim(person, level, rows);
  }
  return fresh;
}

/** Of a level keeps the weightiest values besides those of this sign-in. */
function trim(person: Person, level: string, seen: readonly Own[]): void {
  const others = [...person.nodes.values()].filter((row) => row.level === level && !seen.includes(row));
  if (others.length < mostValues) return;
  others.sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1));
  for (const { key } of others.slice(mostValues - 1)) person.nodes.delete(key);
}

function worldRow(
  world: Map<string, World>,
  key: string,
  { one, week }: Omit<Adding, 'version'>,
): { row: World; isNew: boolean } {
  const known = world.get(key);
  const row = known ?? { key, weight: 0, below: 0, people: 0, children: 0, times: 0, week };
  if (!known) world.set(key, row);
  row.weight += one;
  row.times += 1;
  row.week = week;
  return { row, isNew: !known };
}
