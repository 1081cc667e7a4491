import { type Level, type Node, worldLevels } from './levels.ts';

/** What the scorer may be tuned with. */
export type ScoreSettings = {
  /** How much evidence a level wants before it believes: pseudo-counts. */
  kappa: Record<Level, number>;
  /** The least and the most that one level may say, in bits. */
  leastBits: number;
  mostBits: number;
  /** How often an attacker holds the victim's cookie. */
  stolenCookie: number;
  /** An older browser than the last time, in bits. */
  downgradeBits: number;
  /** Further and faster than people travel, in bits; alone it decides nothing. */
  travelBits: number;
  /**
   * How often, at least, an attacker who passes for the person down to the level above does so here too, because
   * they mean to: a country and a browser are easily chosen, an address is not. Without it a rare browser, or a home
   * abroad, would speak for whoever imitates it.
   */
  mimic: Record<Level, number>;
  /** What is believed of anyone's cookie before anything is counted: sign-ins with one, and without. */
  cookieHabit: { known: number; absent: number };
};

/**
 * Found by coordinate search on the synthetic worlds of seeds 1, 2 and 3 (`poterne risk evaluate --synthetic --fit`),
 * within bounds that keep them meaningful elsewhere (lab/fit.ts), then rounded. Nothing is reported on those seeds.
 */
export const scoreSettings: ScoreSettings = {
  kappa: {
    country: 0.14,
    network: 0.85,
    prefix: 2,
    address: 2,
    device: 0.6,
    system: 1,
    browser: 0.8,
    variant: 0.3,
  },
  leastBits: -6,
  mostBits: 5,
  stolenCookie: 0.01,
  downgradeBits: 1,
  travelBits: 2,
  mimic: {
    country: 0.5,
    network: 0.1,
    prefix: 0.005,
    address: 0.02,
    device: 0.3,
    system: 0.8,
    browser: 0.8,
    variant: 0.6,
  },
  cookieHabit: { known: 4, absent: 0.3 },
};

/** Weights of one person's node, decayed to now: the sign-ins there, and those of them whose next level was known. */
export type OwnCount = { weight: number; below: number };
/** The same for all people; `people` and `children` are distinct people and distinct values below. */
export type WorldCount = OwnCount & { people: number; children: number };

/** What the store knows of a sign-in about to be judged. Absent nodes are null. */
export type Readings = {
  own: {
    root: { place: number; agent: number; signIns: number; withCookie: number };
    nodes: ReadonlyMap<Level, OwnCount>;
    /** The highest version seen of this browser family, or null. */
    version: number | null;
  };
  world: {
    /** The root of each chain. */
    root: { place: WorldCount | null; agent: WorldCount | null };
    nodes: ReadonlyMap<Level, WorldCount>;
    /** Sign-ins counted so far, not decayed: below 1,000 shares say nothing yet. */
    signIns: number;
  };
};

/** What is judged besides the counts. */
export type Attempt = {
  nodes: { place: readonly Node[]; agent: readonly Node[] };
  version: number | null;
  cookieIsKnown: boolean;
  /** From the journey since the last sign-in, where the data allows to say so. */
  travel: 'impossible' | null;
};

/** One line of the explanation: a level's bits, and what they were computed from (for a replay under another policy). */
export type LevelScore =
  | { level: Level; bits: number; n: number; c: number; k: number; g: number }
  | { level: 'cookie'; bits: number; n: number; c: number; known: boolean }
  | { level: 'version' | 'travel'; bits: number };

export type Score = { bits: number; levels: LevelScore[] };

/** Shares are believed from that many sign-ins on, and for values that that many people have [risk.md]. */
const warmWorld = 1_000;
const fewPeople = 5;

/**
 * How unusual a sign-in is for this person, in bits: how much likelier an intruder who holds the password is
 * to look like this than the person. Hierarchical back-off along two chains [risk.md, The algorithm]. Pure.
 */
export function scoreOf(attempt: Attempt, readings: Readings, settings = scoreSettings): Score {
  const levels: LevelScore[] = [
    ...chainScore('place', attempt, readings, settings),
    ...chainScore('agent', attempt, readings, settings),
  ];
  const { version } = readings.own;
  const seenBrowser = levels.some((line) => line.level === 'browser' && line.c > 0);
  if (seenBrowser && version !== null && attempt.version !== null && attempt.version < version) {
    levels.push({ level: 'version', bits: settings.downgradeBits });
  }
  levels.push(cookieScore(attempt.cookieIsKnown, readings, settings));
  if (attempt.travel !== null && !attempt.cookieIsKnown) {
    levels.push({ level: 'travel', bits: settings.travelBits });
  }
  return { bits: levels.reduce((sum, line) => sum + line.bits, 0), levels };
}

function chainScore(
  chain: 'place' | 'agent',
  { nodes }: Attempt,
  { own, world }: Readings,
  settings: ScoreSettings,
): LevelScore[] {
  const lines: LevelScore[] = [];
  let n = own.root[chain];
  let parent = world.root[chain];
  for (const node of nodes[chain]) {
    const mine = own.nodes.get(node.level) ?? null;
    const all = world.nodes.get(node.level) ?? null;
    if (node.isKnown) {
      const c = Math.min(mine?.weight ?? 0, n);
      const k = parent === null ? 1 : parent.children + 1;
      const g = world.signIns < warmWorld ? 0 : shareOfOthers({ all, parent, c, n });
      lines.push({
        level: node.level,
        bits: levelBits({ level: node.level, n, c, k, g }, settings),
        n,
        c,
        k,
        g,
      });
      // Nobody who was never in this country was ever in its networks: the levels below say nothing more.
      if (c <= 0) break;
    }
    n = mine?.below ?? 0;
    parent = all;
  }
  return lines;
}

/** The bits of one level from its counts alone: also what a replay computes again. */
export function levelBits(
  { level, n, c, k, g }: { level: Level; n: number; c: number; k: number; g: number },
  settings = scoreSettings,
): number {
  const kappa = settings.kappa[level];
  const unseen = Math.log2((n + kappa) / kappa);
  // Addresses and variants are not counted for all together: of them only the imitator is known.
  const chance = worldLevels.has(level) ? 0.5 * g + 0.5 / k : 0;
  const attacker = Math.max(settings.mimic[level], chance);
  // A trace that has almost faded must not look worse than none.
  const bits = c > 0 ? Math.min(unseen, Math.log2(attacker / (c / (n + kappa)))) : unseen;
  return Math.min(settings.mostBits, Math.max(settings.leastBits, bits));
}

/** The share of this value under its parent among other people; 0 where too few share it to count. */
function shareOfOthers({
  all,
  parent,
  c,
  n,
}: {
  all: WorldCount | null;
  parent: WorldCount | null;
  c: number;
  n: number;
}): number {
  if (!all || !parent || all.people < fewPeople) return 0;
  const others = parent.below - n;
  return others > 0 ? Math.min(1, Math.max(0, (all.weight - c) / others)) : 0;
}

/** No cookie costs nothing to who always clears it: `c` of `n` sign-ins came with one. */
export function cookieBits(
  { n, c, known }: { n: number; c: number; known: boolean },
  { stolenCookie, cookieHabit, leastBits, mostBits }: ScoreSettings = scoreSettings,
): number {
  // Rarer than thieves is not rarer than that: a known cookie never speaks against its owner.
  const p = Math.max(
    stolenCookie,
    (Math.min(c, n) + cookieHabit.known) / (n + cookieHabit.known + cookieHabit.absent),
  );
  const bits = Math.log2(known ? stolenCookie / p : (1 - stolenCookie) / (1 - p));
  return Math.min(mostBits, Math.max(leastBits, bits));
}

function cookieScore(known: boolean, { own }: Readings, settings: ScoreSettings): LevelScore {
  const { signIns: n, withCookie: c } = own.root;
  return { level: 'cookie', bits: cookieBits({ n, c, known }, settings), n, c, known };
}
