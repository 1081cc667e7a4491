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
export function readingsOf({ observed, ownKeys, own, world, now }: Found): Readings {
  const { person, nodes: ownNodes } = own ?? { person: null, nodes: [] };
  const mineByKey = new Map(ownNodes.map((row) => [row.key, row]));
  const allByKey = new Map(world.map((row) => [row.key, row]));
  const nodes = new Map<Level, OwnCount>();
  const worldNodes = new Map<Level, WorldCount>();
  let version: number | null = null;
  observed.counted.forEach((node, i) => {
    for (const key of ownKeys[i]!) {
      const row = mineByKey.get(key);
      if (!row) continue;
      const before = nodes.get(node.level) ?? { weight: 0, below: 0 };
      const weight = before.weight + weigh(row.weight, row.times, now);
      const below = before.below + weigh(row.below, row.times, now);
      nodes.set(node.level, { weight, below });
      if (row.version !== null) version = Math.max(version ?? row.version, row.version);
    }
    const all = node.world === null ? undefined : allByKey.get(node.world);
    if (all) worldNodes.set(node.level, worldCount(all, now));
  });
  const times = person?.times ?? 0;
  const mine = (stored: number | undefined) => weigh(stored ?? 0, times, now);
  const root = (name: string) => {
    const row = allByKey.get(name);
    return row ? worldCount(row, now) : null;
  };
  return {
    own: {
      root: {
        place: mine(person?.placeBelow),
        agent: mine(person?.agentBelow),
        signIns: mine(person?.weight),
        withCookie: mine(person?.withCookie),
      },
      nodes,
      version,
    },
    world: {
      root: { place: root('place'), agent: root('agent') },
      nodes: worldNodes,
      signIns: allByKey.get('place')?.times ?? 0,
    },
  };
}

function worldCount(row: WorldRow, now: number): WorldCount {
  const { people, children, times } = row;
  return { weight: weigh(row.weight, times, now), below: weigh(row.below, times, now), people, children };
}
