import { dayMs, minuteMs } from '../../core/clock.ts';

export type SessionLimits = { idleMs: number; absoluteMs: number };

/** Why a session ended; the page that the person sees next depends on it. */
export type EndReason =
  | 'signed-out'
  /** Somebody else signed in on the same browser. */
  | 'replaced'
  /** The same person signed in anew: what it opened goes on under the next one. */
  | 'renewed'
  /** The person ended it from another one. */
  | 'closed'
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

/** How strongly somebody signed in, weakest first; the `acr` that tools hear. */
export const acrs = [
  'urn:poterne:acr:password',
  'urn:poterne:acr:mail-code',
  'urn:poterne:acr:second-factor',
] as const;

export type Acr = (typeof acrs)[number];

/** The level of a sign-in by its methods (`amr`, RFC 8176). A mailed code is never called multi-factor [security.md 21]. */
export function acrOf(amr: readonly string[]): Acr {
  if (amr.includes('mfa')) return 'urn:poterne:acr:second-factor';
  return amr.includes('mail') ? 'urn:poterne:acr:mail-code' : 'urn:poterne:acr:password';
}

/** Whether a level is at least another. */
export function isAtLeast(acr: Acr, least: Acr): boolean {
  return acrs.indexOf(acr) >= acrs.indexOf(least);
}
