import { type Attacker, attackers } from '../lab/attackers.ts';
import { agentLevels, placeLevels, worldLevels } from '../levels.ts';
import { cookieBits, type LevelScore, levelBits, type ScoreSettings, scoreSettings } from '../score.ts';

export { type Attacker, attackers };

/** One way in which the attacker may look: how likely it is, and what it scores, line by line. */
export type Disguise = { chance: number; bits: number; levels: LevelScore[] };

type Line = Extract<LevelScore, { k: number }>;
type Cookie = Extract<LevelScore, { level: 'cookie' }>;
/** A part of a disguise: one of the two chains. */
type Look = { chance: number; levels: Line[] };

/**
 * How an attacker would look in the place of this sign-in, from the counts recorded with it alone; null where they do
 * not tell. What is approximated (said to operators in docs/risk-replay.md):
 *
 * - An attacker who does not choose a value shares the person's as often as the score itself believes of attackers.
 * - One who does not share a browser has the others that the person uses, if there are any: the best case for them.
 * - Below a value that differs nothing more is said; nobody is noticed for travelling too fast.
 * - The person's usual country, network and browser are those of this very sign-in. Where it was the first from there
 *   the counts of what is usual are not in it: null.
 */
export function disguisesOf(
  attacker: Attacker,
  recorded: readonly LevelScore[],
  settings: ScoreSettings = scoreSettings,
): Disguise[] | null {
  const cookie = recorded.find((line): line is Cookie => line.level === 'cookie');
  const places = placesOf(attacker, linesOf(placeLevels, recorded), settings);
  const agents = agentsOf(attacker, linesOf(agentLevels, recorded), settings);
  if (cookie === undefined || places === null || agents === null) return null;
  const known = attacker === 'stolen-cookie';
  const held: Cookie = { ...cookie, known, bits: cookieBits({ ...cookie, known }, settings) };
  return places.flatMap((place) =>
    agents.map((agent) => {
      const levels = [...place.levels, ...agent.levels, held];
      const bits = levels.reduce((sum, line) => sum + line.bits, 0);
      return { chance: place.chance * agent.chance, bits, levels };
    }),
  );
}

function linesOf(levels: readonly string[], recorded: readonly LevelScore[]): Line[] {
  return recorded.filter((line): line is Line => levels.includes(line.level));
}

/** Where each comes from. What the data did not tell of the sign-in (no line), it does not tell of them either. */
function placesOf(attacker: Attacker, lines: readonly Line[], settings: ScoreSettings): Look[] | null {
  const abroad = { chance: 1, levels: newAt(lines[0], settings) };
  if (attacker === 'naive') return [abroad];
  const isShared = ({ level }: Line) =>
    level === 'country' || (level === 'network' && attacker === 'very-targeted');
  const shared = lines.filter(isShared);
  if (shared.some(({ c }) => c <= 0)) return null;
  const before = shared.map((line) => scored(line, settings));
  const rest = lines.slice(shared.length);
  const mayMeet = { targeted: 'network', 'very-targeted': 'prefix' }[attacker as string];
  if (rest[0] && rest[0].level === mayMeet) return neighboursOf(before, rest, settings);
  const near = { chance: 1, levels: [...before, ...newAt(rest[0], settings)] };
  if (attacker !== 'stolen-cookie') return [near];
  return [
    { ...abroad, chance: 0.5 },
    { ...near, chance: 0.5 },
  ];
}

/** A provider in the right country, a prefix of the right provider, may happen to be the person's, or another of theirs. */
function neighboursOf(before: Line[], [next, below]: readonly Line[], settings: ScoreSettings): Look[] {
  const line = next!;
  const own = line.c > 0 ? shareOf(line, settings) : 0;
  const other = others(line) === null ? 0 : Math.min(1 - own, shareOf(line, settings));
  const looks: Look[] = [
    { chance: own, levels: [...before, scored(line, settings), ...newAt(below, settings)] },
    { chance: other, levels: [...before, ...otherAt(line, settings)] },
    { chance: 1 - own - other, levels: [...before, ...newAt(line, settings)] },
  ];
  return looks.filter(({ chance }) => chance > 0);
}

/** With which browser: the person's own, or a popular one, which may happen to be alike down to some level. */
function agentsOf(attacker: Attacker, lines: readonly Line[], settings: ScoreSettings): Look[] | null {
  const isChosen = ({ level }: Line): boolean => {
    if (attacker === 'naive' || attacker === 'vpn') return false;
    return attacker !== 'targeted' || level !== 'variant';
  };
  if (lines.some((line) => isChosen(line) && line.c <= 0)) return null;
  const looks: Look[] = [];
  let chance = 1;
  let shared: Line[] = [];
  for (const line of lines) {
    const same = isChosen(line) ? 1 : line.c > 0 ? shareOf(line, settings) : 0;
    looks.push({ chance: chance * (1 - same), levels: [...shared, ...otherAt(line, settings)] });
    chance *= same;
    shared = [...shared, scored(line, settings)];
  }
  return [...looks, { chance, levels: shared }].filter((look) => look.chance > 0);
}

/** A value that the person never had. */
function newAt(line: Line | undefined, settings: ScoreSettings): Line[] {
  return line === undefined ? [] : [scored({ ...line, c: 0 }, settings)];
}

/** The one that all the person's other sign-ins had, as if they were alike; a new one where there are none. */
function otherAt(line: Line, settings: ScoreSettings): Line[] {
  return [scored(others(line) ?? { ...line, c: 0 }, settings)];
}

/** Less than half a sign-in left is rounding and decay. */
const fewest = 0.5;

function others({ level, n, c, k, g }: Line): Line | null {
  return n - c < fewest ? null : { level, n, c: n - c, k, g: Math.max(0, 1 - g), bits: 0 };
}

function scored(line: Line, settings: ScoreSettings): Line {
  return { ...line, bits: levelBits(line, settings) };
}

/** How often an attacker who does not mean to imitate has this value all the same: what the score assumes of them. */
function shareOf({ level, k, g }: Line, settings: ScoreSettings): number {
  if (!worldLevels.has(level)) return settings.mimic[level];
  return Math.min(1, Math.max(0.03, 0.5 * g + 0.5 / k));
}
