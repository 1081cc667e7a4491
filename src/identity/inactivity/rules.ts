import { dayMs } from '../../core/clock.ts';

/** How long before its deletion the person is warned [security.md 16]. */
export const noticeMs = 30 * dayMs;

/** When an account warned now is deleted unless someone signs in: its own date, never sooner than the notice. */
export function deletionAt(of: { lastActiveAt: number; inactiveMs: number; now: number }): number {
  return Math.max(of.lastActiveAt + of.inactiveMs, of.now + noticeMs);
}
