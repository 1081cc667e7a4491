/** From coarse to fine: where a sign-in comes from. */
export const placeLevels = ['country', 'network', 'prefix', 'address'] as const;
/** From coarse to fine: what it comes with. */
export const agentLevels = ['device', 'system', 'browser', 'variant'] as const;

export type PlaceLevel = (typeof placeLevels)[number];
export type AgentLevel = (typeof agentLevels)[number];
export type Level = PlaceLevel | AgentLevel;

/**
 * What is seen of a sign-in. Null: the data does not say, which is worth 0 bits. What a sender controls
 * is never null for being absurd or absent: silence would otherwise be the best disguise.
 */
export type Signals = {
  /** ISO country, autonomous system, /24 or /48, address or /64. */
  place: Record<PlaceLevel, string | null>;
  /** Device type, operating system, browser family, and what else tells browsers of a family apart. */
  agent: Record<AgentLevel, string | null>;
  /** The browser's major version. */
  version: number | null;
};

/** The value of a level with those above it: networks reach into several countries, so a name alone is no node. */
export type Node = { level: Level; path: string; isKnown: boolean };

/** Counted for all people together too; addresses and variants would tell people apart [risk.md, Privacy]. */
export const worldLevels: ReadonlySet<Level> = new Set([
  'country',
  'network',
  'prefix',
  'device',
  'system',
  'browser',
]);

/** The two chains as nodes, coarse to fine. A level that is not known has a node too: what lies below it has a parent. */
export function nodesOf(signals: Signals): { place: Node[]; agent: Node[] } {
  return {
    place: chain(placeLevels, signals.place),
    agent: chain(agentLevels, signals.agent),
  };
}

function chain<L extends Level>(levels: readonly L[], values: Record<L, string | null>): Node[] {
  let path = '';
  return levels.map((level) => {
    const value = values[level];
    path += `/${value === null ? '?' : quoted(value)}`;
    return { level, path, isKnown: value !== null };
  });
}

/** « ? » stands for not known; a value that reads so is quoted out of its way. */
function quoted(value: string): string {
  const flat = value.includes('/') ? value.replaceAll('/', '|') : value;
  return flat.startsWith('?') ? `?${flat}` : flat;
}
