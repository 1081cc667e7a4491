import { type Clock, minuteMs } from '../../core/clock.ts';

const lateMs = minuteMs;
/** So many "try later" in a row, from whatever recipients, mean that mail as a whole is late. */
const deferredInARow = 3;

/** What the mailer knows of the way out. */
export type Health = {
  /** The server did not answer last time. */
  away: boolean;
  /** How many tries in a row ended in "later". */
  deferred: number;
  oldestWaitingAt: number | null;
  late(): boolean;
};

export function createHealth(clock: Clock): Health {
  const health: Health = {
    away: false,
    deferred: 0,
    oldestWaitingAt: null,
    // A single recipient whose server says "later" does not make mail late for everybody: strangers could do it.
    late: () =>
      health.away ||
      health.deferred >= deferredInARow ||
      (health.oldestWaitingAt !== null && clock.now() - health.oldestWaitingAt > lateMs),
  };
  return health;
}
