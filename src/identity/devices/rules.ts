import { dayMs, hourMs, minuteMs } from '../../core/clock.ts';

/** A device not used for that long is unknown again: the life of its cookie [security.md 33]. */
export const deviceLifeMs = 180 * dayMs;

/** A secret older than that is replaced at the next sign-in. */
export const secretLifeMs = 24 * hourMs;

/** How long the former secret outlives the first sight of the new one: requests of other tabs were on their way. */
export const inFlightMs = minuteMs;

/** The regular code on a known device, unless the operator says otherwise. */
export const codeEveryMs = 90 * dayMs;
/** How far from its date the jitter may go, of the time between two. */
export const codeJitter = 1 / 6;

/**
 * When the next regular code falls due, `chance` being 0 to 1: without jitter a whole company
 * that began on one day would be asked on one day.
 */
export function codeDueAt({
  now,
  chance,
  everyMs = codeEveryMs,
}: {
  now: number;
  chance: number;
  everyMs?: number;
}): number {
  return now + Math.round(everyMs * (1 + (2 * chance - 1) * codeJitter));
}
