import { dayMs } from '../../core/clock.ts';

/** A count is worth half after this long [risk.md, Counters]. */
export const halfLifeMs = 90 * dayMs;
/** What was not seen for this long is forgotten. */
export const keptMs = 180 * dayMs;

const epochMs = Date.UTC(2025, 0, 1);

/**
 * What one sign-in at this time adds to a stored weight. Stored weights grow instead of the old ones shrinking
 * (forward decay: Cormode, Shkapenyuk, Srivastava, Xu, ICDE 2009), so that counting is one addition in the store,
 * whose order does not matter: two portals lose nothing. A double holds it for nine centuries.
 */
export function oneAt(at: number): number {
  if (at !== last.at) last = { at, one: 2 ** ((at - epochMs) / halfLifeMs) };
  return last.one;
}

/** A decision weighs two dozen counts at one moment, and a power costs more than all the rest of it. */
let last = { at: Number.NaN, one: Number.NaN };

/** A stored weight as of `now`: v·2^(−Δt/90 d). Zero or more, finite, whatever the clock did. */
export function weightAt(stored: number, now: number): number {
  const weight = stored / oneAt(now);
  return Number.isFinite(weight) && weight > 0 ? weight : 0;
}
