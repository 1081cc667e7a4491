import { dayMs } from '../../core/clock.ts';
import { lifeSeconds } from '../rules.ts';

export const algorithms = ['ES256', 'RS256'] as const;
export type Algorithm = (typeof algorithms)[number];

/** A key is published this long before it signs, and after it signed last: as long as any tool remembers a JWKS. */
export const publishedMs = dayMs;
/** How long one generation signs. */
export const signingMs = 90 * dayMs;
/** A token that was made last must outlive its key's place among the published ones. */
const longestTokenMs = lifeSeconds.id * 1_000;

/** What the schedule looks at, oldest first. */
export type Generation = { id: string; algorithm: Algorithm; createdAt: number };

export type Schedule = {
  /** What signs now; null before the first one is made. */
  signer: Generation | null;
  /** Published and waiting, or signed before. */
  others: Generation[];
  /** No token that lives was made with them. */
  over: Generation[];
  /** A new one must be made now. */
  isDue: boolean;
};

/** What each generation of one algorithm is for at a moment. They come in any order. */
export function schedule(generations: readonly Generation[], now: number): Schedule {
  const all = [...generations].sort((a, b) => a.createdAt - b.createdAt || numberOf(a) - numberOf(b));
  const ready = all.filter(({ createdAt }) => now >= createdAt + publishedMs);
  // The very first signs at once: nobody has published anything before it.
  const signer = ready.at(-1) ?? all[0] ?? null;
  const newest = all.at(-1);
  const over = all.filter((_, i) => {
    const next = all[i + 1];
    // The next one began to sign when it had been published for long enough.
    return next !== undefined && now >= next.createdAt + 2 * publishedMs + longestTokenMs;
  });
  return {
    signer,
    others: all.filter((one) => one !== signer && !over.includes(one)),
    over,
    isDue: newest === undefined || now >= newest.createdAt + signingMs,
  };
}

/** `ES256.3`: two portals that make the third one at once make one. */
export const idOf = (algorithm: Algorithm, number: number): string => `${algorithm}.${number}`;

/** The number of a generation; 0 where there is none. */
export const numberOf = (generation: Pick<Generation, 'id'> | undefined): number =>
  Number(generation?.id.split('.').at(-1) ?? 0);
