import { dayMs } from '../../core/clock.ts';

/** How many days after it was asked for an account is deleted; until then its owner may change their mind. */
export const graceDays = 14;

/** The same in milliseconds. */
export const graceMs = graceDays * dayMs;
