import { dayMs } from '../../core/clock.ts';
import { notMeDays } from '../../identity/links/rules.ts';

/**
 * The moment from which a report speaks. A mail says when it was sent; who is signed in names an event of theirs, no
 * older than a mail could be: a stolen session must not undo what its owner added long ago.
 */
export function sinceOf({ at, now }: { at: number; now: number }): number {
  return Math.min(now, Math.max(at, now - notMeDays * dayMs));
}

/** What the report of who is signed in carries: the moment, as text. */
export const noteOf = (since: number): string => since.toString(36);

/** The moment of a note; null when there is none. */
export function sinceIn(note: string | null): number | null {
  const since = note === null ? Number.NaN : Number.parseInt(note, 36);
  return Number.isSafeInteger(since) ? since : null;
}

type Undo = { id: string; email: string; createdAt: number };

/**
 * The link that puts the address back, of those that still could, oldest first; null when nothing is to be put back.
 * A mail went to the address that the account had then: that one. Who is signed in: the one before the first change
 * since.
 */
export function undoOf<Link extends Undo>(
  undos: readonly Link[],
  of: { mailedTo: string; current: string; from: number | null },
): Link | null {
  if (of.from !== null) {
    const since = of.from;
    return undos.find(({ createdAt }) => createdAt >= since) ?? null;
  }
  if (of.mailedTo === of.current) return null;
  return undos.find(({ email }) => email === of.mailedTo) ?? null;
}
