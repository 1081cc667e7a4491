import { hourMs } from '../../../core/clock.ts';
import type { Decided } from './record.ts';

/** A decision and how it ended: `isDone` is false for a code that nobody gave. `at` is the end, where there was one. */
export type Attempt = Decided & { decidedAt: number };

/** A journey lives for an hour, the link that may stand in for its code for one more. */
const underWayMs = 2 * hourMs;

/**
 * Puts the event of a code and that of its sign-in's end together: both tell the same decision, which must not count
 * twice. What stays alone for two hours was given up. Holds only what is under way.
 */
export function createPairing() {
  const waiting = new Map<string, Decided>();

  const givenUp = (now: number): Attempt[] => {
    const over: Attempt[] = [];
    for (const [journeyId, decided] of waiting) {
      // In the order in which they began: the first that is still under way ends the search.
      if (now - decided.at < underWayMs) break;
      waiting.delete(journeyId);
      over.push({ ...decided, decidedAt: decided.at });
    }
    return over;
  };

  return {
    /** The attempts that this event settles, in order. */
    take: (decided: Decided): Attempt[] => {
      const settled = givenUp(decided.at);
      const { journeyId } = decided;
      if (!decided.isDone) {
        // Asked again in one journey (somebody went Back): the last one stands.
        if (journeyId !== null) waiting.set(journeyId, decided);
        return settled;
      }
      const decidedAt = waiting.get(journeyId ?? '')?.at ?? decided.at;
      if (journeyId !== null) waiting.delete(journeyId);
      return [...settled, { ...decided, decidedAt }];
    },
    /** What was given up by the end of the history; what may still be under way is left out. */
    end: (now: number): Attempt[] => givenUp(now),
  };
}
