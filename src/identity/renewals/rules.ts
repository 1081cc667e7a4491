import { dayMs } from '../../core/clock.ts';

/** How long before it is asked for a renewal is announced [security.md 10]. */
export const noticeMs = 14 * dayMs;

/** Due dates are spread from 10 % before the period's end to 10 % after it, in this many steps. */
const steps = 256;
const firstPart = 0.9;
const spreadPart = 0.2;

/** When the first of a period's due dates falls, and how far apart the steps are; both in milliseconds. */
export function spread(periodMs: number): { firstMs: number; stepMs: number } {
  return { firstMs: Math.round(periodMs * firstPart), stepMs: Math.floor((periodMs * spreadPart) / steps) };
}

/** An account's own step, 0 to 255: the last two hexadecimal digits of its id, which are random. */
export function stepOf(id: string): number {
  return Number.parseInt(id.slice(-2), 16);
}

/**
 * When an account's renewal falls due: its own stable date, so that a company is not asked the same Monday,
 * and never sooner than the notice. Passwords that were old when the calendar was switched on are spread too.
 */
export function dueAt(of: { id: string; passwordChangedAt: number; periodMs: number; now: number }): number {
  const { firstMs, stepMs } = spread(of.periodMs);
  const own = stepOf(of.id) * stepMs;
  const planned = of.passwordChangedAt + firstMs + own;
  const soonest = of.now + noticeMs;
  return planned < of.now ? soonest + own : Math.max(planned, soonest);
}
