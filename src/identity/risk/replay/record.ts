import type { AuditRecord } from '../../audit/service.ts';
import { agentLevels, type Level, placeLevels } from '../levels.ts';
import type { LevelScore } from '../score.ts';

/** One decision of the portal as its audit history tells it: what was known, and what was asked. */
export type Decided = {
  at: number;
  accountId: string;
  /** The same in the event of the code and in that of the sign-in's end; null where nothing was asked. */
  journeyId: string | null;
  /** Whether the sign-in was completed; false: a code was asked, and this event does not tell how it ended. */
  isDone: boolean;
  reasons: readonly string[];
  levels: readonly LevelScore[];
  isWarm: boolean;
  theta: number;
  acting: boolean;
  device: 'known' | 'unknown';
  /** Since the last code on this device, or of the account where the device was not known; null: never. */
  codeAgeDays: number | null;
};

/** `missing` names every field that an older event does not have, or that a newer one has in a form unknown here. */
export type Parsed = { ok: true; decided: Decided } | { ok: false; missing: string[] };

const chainLevels: ReadonlySet<string> = new Set<Level>([...placeLevels, ...agentLevels]);
const counts = ['n', 'c', 'k', 'g'] as const;

/** Reads the assessment of a `sign-in.succeeded` or `code.asked`. Nothing that is absent is ever made up. */
export function readDecided({ at, type, accountId, journeyId, data }: AuditRecord): Parsed {
  const missing: string[] = [];
  const risk = data.risk as Record<string, unknown> | undefined;
  if (typeof risk !== 'object' || risk === null) return { ok: false, missing: ['risk'] };
  const field = <T>(name: string, fits: (value: unknown) => value is T): T => {
    const value = risk[name];
    if (!fits(value)) missing.push(`risk.${name}`);
    return value as T;
  };
  if (accountId === null) missing.push('accountId');
  if (!Array.isArray(data.reasons)) missing.push('reasons');
  const decided: Decided = {
    at,
    accountId: accountId ?? '',
    journeyId,
    isDone: type === 'sign-in.succeeded',
    reasons: data.reasons as string[],
    levels: readLevels(risk.levels, missing),
    isWarm: field('warm', isBoolean),
    theta: field('theta', isNumber),
    acting: field('acting', isBoolean),
    device: field('device', (value) => value === 'known' || value === 'unknown'),
    codeAgeDays: field('codeAgeDays', (value) => value === null || isNumber(value)),
  };
  return missing.length > 0 ? { ok: false, missing } : { ok: true, decided };
}

function readLevels(written: unknown, missing: string[]): LevelScore[] {
  if (!Array.isArray(written)) {
    missing.push('risk.levels');
    return [];
  }
  const levels = written.flatMap((line) => readLevel(line, missing) ?? []);
  if (!levels.some(({ level }) => level === 'cookie') && missing.length === 0) {
    missing.push('risk.levels.cookie');
  }
  return levels;
}

function readLevel(line: unknown, missing: string[]): LevelScore | null {
  const [name, bits, ...rest] = Array.isArray(line) ? (line as unknown[]) : [];
  const path = `risk.levels.${String(name)}`;
  const number = (index: number, part: string): number => {
    const value = rest[index];
    if (!isNumber(value)) missing.push(`${path}.${part}`);
    return value as number;
  };
  if (!isNumber(bits)) missing.push(`${path}.bits`);
  const own = bits as number;
  if (name === 'version' || name === 'travel') return { level: name, bits: own };
  if (name === 'cookie') {
    const [n, c] = [number(0, 'n'), number(1, 'c')];
    return { level: name, bits: own, n, c, known: number(2, 'known') === 1 };
  }
  if (typeof name !== 'string' || !chainLevels.has(name)) {
    missing.push(path);
    return null;
  }
  const [n, c, k, g] = counts.map((part, index) => number(index, part)) as [number, number, number, number];
  return { level: name as Level, bits: own, n, c, k, g };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}
