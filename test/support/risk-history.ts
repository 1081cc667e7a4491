import { dayMs } from '../../src/core/clock.ts';
import type { AuditRecord } from '../../src/identity/audit/service.ts';
import { type Assessment, assessmentOf } from '../../src/identity/risk/explain.ts';
import type { Attempt } from '../../src/identity/risk/replay/attempts.ts';
import { readDecided } from '../../src/identity/risk/replay/record.ts';
import { cookieBits, type LevelScore, levelBits } from '../../src/identity/risk/score.ts';

/** A morning from which the events of tests are told, in epoch milliseconds. */
export const morning = Date.UTC(2026, 9, 1, 8);

type Made = Partial<Omit<Assessment, 'levels' | 'bits' | 'codeAgeDays'>> & {
  type?: AuditRecord['type'];
  at?: number;
  accountId?: string;
  journeyId?: string | null;
  reasons?: readonly string[];
  levels?: LevelScore[];
  codeAt?: number | null;
};

let events = 0;

/** One event of the history, as the portal records it: a usual sign-in on a known device, unless told. */
export function eventOf(made: Made = {}): AuditRecord {
  const at = made.at ?? morning;
  const levels = made.levels ?? usualLevels();
  const device = made.device ?? 'known';
  return {
    id: `event-${String(events++).padStart(9, '0')}`,
    at,
    type: made.type ?? 'sign-in.succeeded',
    accountId: made.accountId ?? 'account-1',
    subject: null,
    actor: null,
    address: '192.0.2.7',
    journeyId: made.journeyId ?? null,
    data: {
      reasons: made.reasons ?? [],
      risk: assessmentOf({
        score: { bits: levels.reduce((sum, line) => sum + line.bits, 0), levels },
        times: made.times ?? 20,
        warm: made.warm ?? true,
        theta: made.theta ?? -4,
        acting: made.acting ?? false,
        device,
        codeAt: made.codeAt === undefined ? at - 5 * dayMs : made.codeAt,
        now: at,
      }),
    },
  };
}

/** The same, read. */
export function attemptOf(made: Made = {}): Attempt {
  const read = readDecided(eventOf(made));
  if (!read.ok) throw new Error(`lacks ${read.missing.join(', ')}`);
  return { ...read.decided, decidedAt: read.decided.at };
}

/** A line of a chain with its bits. */
export function lineOf(
  level: Extract<LevelScore, { k: number }>['level'],
  [n, c, k, g]: [n: number, c: number, k: number, g: number],
): LevelScore {
  return { level, n, c, k, g, bits: levelBits({ level, n, c, k, g }) };
}

/** The line of the cookie. */
export function cookieOf(known: boolean, [n, c]: [n: number, c: number] = [20, 19]): LevelScore {
  return { level: 'cookie', n, c, known, bits: cookieBits({ n, c, known }) };
}

/** Somebody with one country, two networks and two devices, at home. */
export function usualLevels({ known = true, country = 20 } = {}): LevelScore[] {
  const place = [lineOf('country', [20, country, 9, 0.9])];
  if (country > 0) {
    place.push(lineOf('network', [20, 14, 8, 0.3]), lineOf('prefix', [14, 12, 200, 0]));
    place.push(lineOf('address', [12, 9, 1, 0]));
  }
  return [
    ...place,
    lineOf('device', [20, 13, 4, 0.6]),
    lineOf('system', [13, 13, 5, 0.8]),
    lineOf('browser', [13, 13, 6, 0.5]),
    cookieOf(known),
  ];
}
