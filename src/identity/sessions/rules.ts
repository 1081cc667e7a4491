import { dayMs, minuteMs } from '../../core/clock.ts';

export type SessionLimits = { idleMs: number; absoluteMs: number };

/** Why a session ended; the page that the person sees next depends on it. */
export type EndReason =
  | 'signed-out'
  | 'replaced'
  | 'password-changed'
  | 'not-me'
  | 'account-locked'
  | 'operator';

/** Why a cookie opens nothing. */
export type NoSession = 'none' | 'ended' | 'idle' | 'expired';

/** How often a visit is written down: a write a minute, not one a page. */
export const seenEveryMs = minuteMs;

/** How long an ended session is kept, so that the page can say why. */
export const keptMs = 7 * dayMs;

/** Whether a session is live now, or why not [security.md 25, 26]. A locked account's sessions count as ended. */
export function standing(of: {
  endedAt: number | null;
  accountStatus: 'active' | 'locked';
  expiresAt: number;
  lastSeenAt: number;
  idleMs: number;
  now: number;
}): 'live' | Exclude<NoSession, 'none'> {
  if (of.endedAt !== null || of.accountStatus !== 'active') return 'ended';
  if (of.now >= of.expiresAt) return 'expired';
  if (of.now - of.lastSeenAt >= of.idleMs) return 'idle';
  return 'live';
}
