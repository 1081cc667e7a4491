import { dayMs } from '../../core/clock.ts';
import { oneAt, weightAt } from './decay.ts';
import { agentLevels, type Level, type Node, placeLevels, worldLevels } from './levels.ts';
import type { OwnCount, Readings, WorldCount } from './score.ts';

/** A counted row of one person or of all, as stored. */
export type OwnRow = { key: string; weight: number; below: number; times: number; version: number | null };
export type WorldRow = Omit<OwnRow, 'version'> & { people: number; children: number };
export type PersonRow = {
  weight: number;
  withCookie: number;
  placeBelow: number;
  agentBelow: number;
  times: number;
  lastPlace: string | null;
};

/** A node that is worth a row: with its number in its chain, its parent for all people, and whether more follows. */
export type Counted = Node & {
  /** `level:path`. */
  name: string;
  /** For all people, where the level is counted so: `level:path`. */
  world: string | null;
  /** The parent's key there. */
  parent: string;
  hasBelow: boolean;
};

export type Chains = { place: readonly Node[]; agent: readonly Node[] };

const chainNames = ['place', 'agent'] as const;

/** What of the chains is counted: an unknown level only where something below it is known. */
export function countedOf(chains: Chains): Counted[] {
  const counted: Counted[] = [];
  for (const chain of chainNames) {
    const nodes = chains[chain];
    const last = nodes.findLastIndex((node) => node.isKnown);
    let parent: string = chain;
    for (let i = 0; i <= last; i += 1) {
      const { level, path, isKnown } = nodes[i]!;
      const name = `${level}:${path}`;
      const world = worldLevels.has(level) ? name : null;
      counted.push({ level, path, isKnown, name, world, parent, hasBelow: nodes[i + 1]?.isKnown ?? false });
      parent = name;
    }
  }
  return counted;
}

const levelAbove = new Map<string, string>(
  [placeLevels, agentLevels].flatMap((levels, chain) =>
    levels.map((level, i) => [level, levels[i - 1] ?? (chain === 0 ? 'place' : 'agent')] as const),
  ),
);

/** The parent of a row for all people, by its key alone; null for a root, or a value that is none. */
export function parentOf(key: string): string | null {
  const colon = key.indexOf(':');
  const cut = key.lastIndexOf('/');
  const above = levelAbove.get(key.slice(0, colon));
  if (colon < 0 || cut < 0 || above === undefined || key.slice(cut) === '/?') return null;
  const path = key.slice(colon + 1, cut);
  return path === '' ? above : `${above}:${path}`;
}

const weekMs = 7 * dayMs;

/** Whole weeks and days since 1970. */
export const weekOf = (at: number): number => Math.floor(at / weekMs);
export const dayOf = (at: number): number => Math.floor(at / dayMs);

/** What one sign-in adds now. A clock that jumps by centuries must not put an infinity into the store. */
export function addedAt(now: number): number {
  return Math.min(1e250, Math.max(1e-250, oneAt(now)));
}

/**
 * A stored weight as of now. Never more than its sign-ins: what was learned while the clock was ahead would outweigh
 * everything after it.
 */
function weigh(stored: number, times: number, now: number): number {
  return Math.min(times, weightAt(stored, now));
}

type Found = {
  observed: { counted: readonly Counted[] };
  ownKeys: readonly (readonly string[])[];
  own: { person: PersonRow; nodes: readonly OwnRow[] } | null;
  world: readonly WorldRow[];
  now: number;
};

/** What the scorer reads, from the rows found for a sign-in's nodes. `ownKeys` are a node's keys under every key of the ring. */
export function readingsOf(found: Found): Readings {
  return { own: ownReadings(found), world: worldReadings(found) };
}

function ownReadings({ observed, ownKeys, own, now }: Found): Readings['own'] {
  const nodes = new Map<Level, OwnCount>();
  let version: number | null = null;
  if (own === null) return { root: { place: 0, agent: 0, signIns: 0, withCookie: 0 }, nodes, version };
  for (const [i, { level }] of observed.counted.entries()) {
    for (const key of ownKeys[i]!) {
      const row = rowOf(own.nodes, key);
      if (!row) continue;
      const before = nodes.get(level);
      const weight = (before?.weight ?? 0) + weigh(row.weight, row.times, now);
      const below = (before?.below ?? 0) + weigh(row.below, row.times, now);
      nodes.set(level, { weight, below });
      if (row.version !== null) version = Math.max(version ?? row.version, row.version);
    }
  }
  const { weight, withCookie, placeBelow, agentBelow, times } = own.person;
  const root = {
    place: weigh(placeBelow, times, now),
    agent: weigh(agentBelow, times, now),
    signIns: weigh(weight, times, now),
    withCookie: weigh(withCookie, times, now),
  };
  return { root, nodes, version };
}

function worldReadings({ observed, world, now }: Found): Readings['world'] {
  const nodes = new Map<Level, WorldCount>();
  for (const node of observed.counted) {
    const row = node.world === null ? undefined : rowOf(world, node.world);
    if (row) nodes.set(node.level, worldCount(row, now));
  }
  const [place, agent] = [rowOf(world, 'place'), rowOf(world, 'agent')];
  return {
    root: { place: place ? worldCount(place, now) : null, agent: agent ? worldCount(agent, now) : null },
    nodes,
    signIns: place?.times ?? 0,
  };
}

/** There are eight at most: looking through them costs less than an index. */
function rowOf<Row extends { key: string }>(rows: readonly Row[], key: string): Row | undefined {
  return rows.find((row) => row.key === key);
}

function worldCount(row: WorldRow, now: number): WorldCount {
  const { people, children, times } = row;
  return { weight: weigh(row.weight, times, now), below: weigh(row.below, times, now), people, children };
}
