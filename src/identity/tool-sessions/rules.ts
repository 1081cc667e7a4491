import { dayMs, minuteMs, secondMs } from '../../core/clock.ts';

/** How long a try belongs to the portal that took it: longer than any request, so that two never tell at once. */
export const leaseMs = 30 * secondMs;

/**
 * How long after the portal's own end a tool may still be told of a lock, in milliseconds: it may keep a session of its
 * own for longer. Less than the sessions themselves are kept: a session that is missing is an account that is.
 */
export const heldMs = 6 * dayMs;

/** How long a tool is tried before it is given up. */
export const giveUpMs = dayMs;

/** After the first failure, the second, …: quickly, since most come back at once; then by minutes. */
const waitsMs = [secondMs, 2 * secondMs, 5 * secondMs, 15 * secondMs, minuteMs, 5 * minuteMs, 15 * minuteMs];

/** When a tool that did not answer is tried again, or null: given up, a day after the end. Epoch milliseconds. */
export function nextTryAt(of: { attempts: number; endedAt: number; now: number }): number | null {
  const at = of.now + waitsMs[Math.min(of.attempts, waitsMs.length) - 1]!;
  return at < of.endedAt + giveUpMs ? at : null;
}

/**
 * What became of one tool when a portal session ended: `waiting` until the first answer, `silent` when it did not
 * answer, even if it will be tried again; `not-asked` when it has no address for that.
 */
export type ToolOutcome = 'told' | 'waiting' | 'silent' | 'not-asked';

/** What became of a row, for the page that says so. */
export function outcomeOf(row: {
  outcome: 'told' | 'given-up' | 'not-asked' | null;
  failed: boolean;
}): ToolOutcome {
  if (row.outcome === 'told' || row.outcome === 'not-asked') return row.outcome;
  return row.outcome === 'given-up' || row.failed ? 'silent' : 'waiting';
}
