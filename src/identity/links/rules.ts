import { dayMs } from '../../core/clock.ts';

/** What a mailed link is for. A link of one purpose is unknown to every other. */
export type LinkPurpose =
  | 'password-reset'
  | 'sign-up'
  | 'not-me'
  | 'sign-in'
  | 'enrolment'
  | 'email-change'
  | 'email-undo';

/** How many days « Ce n'était pas moi » can be pressed: a holiday long [security.md 11]. */
export const notMeDays = 30;

/** The same in milliseconds. */
export const notMeLifeMs = notMeDays * dayMs;

export type LinkProblem = 'unknown' | 'expired' | 'used' | 'replaced';

/** The moments of a link, epoch ms. */
export type LinkTimes = { usedAt: number | null; endedAt: number | null; expiresAt: number };

/**
 * Why a link is good no more, or null when it is. Always in this order: a link that was used says so for ever,
 * and one that a newer mail replaced sends the person to that mail, even after its time.
 */
export function whyNot(link: LinkTimes, now: number): Exclude<LinkProblem, 'unknown'> | null {
  if (link.usedAt !== null) return 'used';
  if (link.endedAt !== null) return 'replaced';
  return link.expiresAt <= now ? 'expired' : null;
}
