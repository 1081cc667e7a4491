import type { Level } from '../levels.ts';
import { warmFrom } from '../rules.ts';
import { cookieBits, type LevelScore, levelBits, type ScoreSettings, scoreSettings } from '../score.ts';
import { type Attacker, attackers } from './attackers.ts';
import { warmUp } from './evaluate.ts';
import { challengeRate, thresholdFor, type Weighted } from './figures.ts';
import { createRandom } from './random.ts';
import { createTrial, type Watcher } from './trial.ts';
import type { WorldSettings } from './world/settings.ts';
import { createWorld } from './world/world.ts';

/** The counts behind each judged sign-in: they do not change with the settings that are fitted. */
export type Counts = {
  owners: LevelScore[][];
  attacks: { attacker: Attacker; user: string; levels: LevelScore[] }[];
};

/** Remembers the counts of a share of the warm sign-ins and of all attacks. */
export function createCounting(seed: string, share: number): Watcher & { counts: Counts } {
  const random = createRandom(`fit ${seed}`);
  const counts: Counts = { owners: [], attacks: [] };
  return {
    counts,
    ofOwner: ({ score, times, isCounted }) => {
      if (times >= warmFrom && isCounted && random.chance(share)) counts.owners.push(score.levels);
    },
    ofAttacker: ({ score, attacker, judged }) => {
      if (random.chance(share))
        counts.attacks.push({ attacker, user: `${seed} ${judged.user}`, levels: score.levels });
    },
  };
}

/** What is made small: the mean logarithm of the challenge rates at these detections, by how much each matters. */
const goals: { attacker: Attacker; detection: number; weight: number }[] = [
  { attacker: 'naive', detection: 0.98, weight: 1 },
  { attacker: 'naive', detection: 0.99, weight: 1 },
  { attacker: 'naive', detection: 0.995, weight: 1 },
  { attacker: 'vpn', detection: 0.98, weight: 1 },
  { attacker: 'vpn', detection: 0.99, weight: 1 },
  { attacker: 'vpn', detection: 0.995, weight: 1 },
  { attacker: 'targeted', detection: 0.98, weight: 2 },
  { attacker: 'targeted', detection: 0.99, weight: 2 },
  { attacker: 'targeted', detection: 0.995, weight: 2 },
  { attacker: 'very-targeted', detection: 0.78, weight: 1 },
  { attacker: 'very-targeted', detection: 0.98, weight: 1 },
  { attacker: 'stolen-cookie', detection: 0.78, weight: 0.5 },
];

type Knob = {
  name: string;
  /** Outside of these a setting fits one world instead of people: see docs/risk.md. */
  least: number;
  most: number;
  get(settings: ScoreSettings): number;
  set(settings: ScoreSettings, value: number): ScoreSettings;
};

const kappa = (name: string, levels: readonly Level[], least: number, most: number): Knob => ({
  ...{ name: `kappa ${name}`, least, most },
  get: (settings) => settings.kappa[levels[0]!],
  set: (settings, value) => ({
    ...settings,
    kappa: { ...settings.kappa, ...Object.fromEntries(levels.map((level) => [level, value])) },
  }),
});
const mimic = (level: Level, least: number, most: number): Knob => ({
  ...{ name: `mimic ${level}`, least, most },
  get: (settings) => settings.mimic[level],
  set: (settings, value) => ({ ...settings, mimic: { ...settings.mimic, [level]: value } }),
});
const habit = (name: 'known' | 'absent', least: number, most: number): Knob => ({
  ...{ name: `cookie ${name}`, least, most },
  get: (settings) => settings.cookieHabit[name],
  set: (settings, value) => ({ ...settings, cookieHabit: { ...settings.cookieHabit, [name]: value } }),
});
const clip = (name: 'leastBits' | 'mostBits', least: number, most: number): Knob => ({
  ...{ name, least, most },
  get: (settings) => settings[name],
  set: (settings, value) => ({ ...settings, [name]: value }),
});

const knobs: Knob[] = [
  kappa('country', ['country'], 0.08, 0.5),
  kappa('network', ['network'], 0.3, 2),
  // A new address of a known prefix must not weigh more than a new prefix.
  kappa('prefix and address', ['prefix', 'address'], 1, 6),
  kappa('device', ['device'], 0.15, 0.6),
  kappa('system', ['system'], 0.15, 1),
  kappa('browser', ['browser'], 0.2, 0.8),
  kappa('variant', ['variant'], 0.3, 2.4),
  mimic('country', 0.3, 0.5),
  mimic('network', 0.08, 0.3),
  mimic('prefix', 0.005, 0.03),
  mimic('address', 0.02, 0.1),
  mimic('device', 0.3, 0.6),
  mimic('system', 0.5, 0.8),
  mimic('browser', 0.6, 0.9),
  mimic('variant', 0.5, 0.9),
  // A known cookie must not outweigh a country where the person never was.
  clip('leastBits', -6, -5),
  clip('mostBits', 5, 6),
  habit('known', 1, 4),
  habit('absent', 0.3, 1),
];

/** Fits the score on worlds of these seeds, on a share of what happens there. */
export function fitOnWorlds(
  world: WorldSettings,
  seeds: readonly string[],
  { share, onProgress }: { share: number; onProgress(share: number): void },
): ReturnType<typeof fitSettings> {
  const counts: Counts = { owners: [], attacks: [] };
  for (const [index, seed] of seeds.entries()) {
    const counting = createCounting(seed, share);
    const { take } = createTrial({ draws: [seed], warmUp, watchers: [counting] });
    for (const signIn of createWorld(seed, world)) take(signIn);
    for (const levels of counting.counts.owners) counts.owners.push(levels);
    for (const attack of counting.counts.attacks) counts.attacks.push(attack);
    onProgress((0.4 * (index + 1)) / seeds.length);
  }
  let steps = 0;
  return fitSettings(counts, () => {
    steps += 1;
    onProgress(Math.min(1, 0.4 + (0.6 * steps) / (rounds * knobs.length)));
  });
}

const rounds = 3;

/** Coordinate search: each setting in turn, first over its whole range, then near where it is, while it helps. */
export function fitSettings(
  counts: Counts,
  onStep: () => void = () => {},
): { settings: ScoreSettings; before: number; after: number } {
  let settings = scoreSettings;
  const before = lossOf(counts, settings);
  let best = before;
  for (let round = 0; round < rounds; round++) {
    const start = best;
    for (const knob of knobs) {
      for (const value of candidates(knob, knob.get(settings), round)) {
        const tried = knob.set(settings, value);
        const loss = lossOf(counts, tried);
        if (loss < best - 1e-4) [best, settings] = [loss, tried];
      }
      onStep();
    }
    if (start - best < 0.005) break;
  }
  return { settings, before, after: best };
}

function candidates({ least, most }: Knob, current: number, round: number): number[] {
  if (round === 0) return [0, 0.25, 0.5, 0.75, 1].map((share) => least + share * (most - least));
  return [current * 0.85, current * 1.18].map((value) => Math.min(most, Math.max(least, value)));
}

/** How good settings are: lower is better; 1 less halves all that is asked. */
export function lossOf({ owners, attacks }: Counts, settings: ScoreSettings): number {
  const bits = (levels: LevelScore[]) => levels.reduce((sum, line) => sum + bitsOf(line, settings), 0);
  const legitimate = owners.map(bits).sort((a, b) => b - a);
  const times = new Map<string, number>();
  const keyOf = (attack: Counts['attacks'][number]) => `${attack.attacker} ${attack.user}`;
  for (const attack of attacks) times.set(keyOf(attack), (times.get(keyOf(attack)) ?? 0) + 1);
  const scores = Object.fromEntries(attackers.map((name): [string, Weighted[]] => [name, []]));
  for (const attack of attacks) {
    scores[attack.attacker]!.push({ score: bits(attack.levels), weight: 1 / times.get(keyOf(attack))! });
  }
  for (const list of Object.values(scores)) list.sort((a, b) => b.score - a.score);
  let [loss, weights] = [0, 0];
  for (const { attacker, detection, weight } of goals) {
    const rate = challengeRate(thresholdFor(detection, scores[attacker]!), legitimate) ?? 1;
    loss += weight * Math.log2(Math.max(rate, 1e-4));
    weights += weight;
  }
  return loss / weights;
}

function bitsOf(line: LevelScore, settings: ScoreSettings): number {
  if ('known' in line) return cookieBits(line, settings);
  if ('k' in line) return levelBits(line, settings);
  return line.level === 'version' ? settings.downgradeBits : settings.travelBits;
}
