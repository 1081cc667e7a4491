import { dayMs } from '../../core/clock.ts';
import type { LevelScore, Score } from './score.ts';

/**
 * What the audit log keeps of a decision: enough to explain it and to take it again under another policy. No raw
 * value; every number rounded to three decimals.
 */
export type Assessment = {
  bits: number;
  /** `['country', bits, n, c, k, g]` for a level of a chain, `['cookie', bits, n, c, known]`, `['version', bits]`. */
  levels: [name: string, bits: number, ...counts: number[]][];
  /** Sign-ins learned of this account before. */
  times: number;
  warm: boolean;
  /** The threshold then, in bits, and whether it could ask. */
  theta: number;
  acting: boolean;
  device: 'known' | 'unknown';
  /** Since the last code on this device, or of the account where the device was not known; null: never. */
  codeAgeDays: number | null;
};

/**
 * The level that adds the most bits, among those that are unusual for this person: what they are told. Null when
 * none is. A value that most of their sign-ins had is not, whatever it says: an imitator would have it too.
 */
export function loudest(levels: readonly LevelScore[]): LevelScore | null {
  let found: LevelScore | null = null;
  for (const line of levels) {
    const isUsual = 'k' in line && 2 * line.c >= line.n;
    if (!isUsual && line.bits > (found?.bits ?? 0)) found = line;
  }
  return found;
}

/** As recorded, and as compared with the threshold: a replay of the record must come out the same. */
export function rounded(value: number): number {
  const kept = Math.round(value * 1_000) / 1_000;
  return Number.isFinite(kept) ? kept : 0;
}

type Assessed = Pick<Assessment, 'times' | 'warm' | 'theta' | 'acting' | 'device'> & {
  score: Score;
  /** When the code was that the calendar counts from; null: never. */
  codeAt: number | null;
  now: number;
};

/** A decision as the audit log keeps it. */
export function assessmentOf({ score, codeAt, now, ...of }: Assessed): Assessment {
  return {
    bits: rounded(score.bits),
    levels: score.levels.map(tupleOf),
    times: of.times,
    warm: of.warm,
    theta: rounded(of.theta),
    acting: of.acting,
    device: of.device,
    codeAgeDays: codeAt === null ? null : rounded(Math.max(0, now - codeAt) / dayMs),
  };
}

function tupleOf(line: LevelScore): Assessment['levels'][number] {
  const bits = rounded(line.bits);
  if ('known' in line) return [line.level, bits, rounded(line.n), rounded(line.c), line.known ? 1 : 0];
  if (!('k' in line)) return [line.level, bits];
  return [line.level, bits, rounded(line.n), rounded(line.c), line.k, rounded(line.g)];
}
