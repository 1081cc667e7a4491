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

export type Schedule<One extends Generation> = {
  /** What signs now; null before the first one is made. */
  signer: One | null;
  /** Published and waiting, or signed before. */
  others: One[];
  /** The ids of those that no living token was made with. */
  over: string[];
  /** A new one must be made now. */
  isDue: boolean;
};

/** What each generation of one algorithm is for at a moment. They come in any order. */
export function schedule<One extends Generation>(generations: readonly One[], now: number): Schedule<One> {
  const all = [...generations].sort((a, b) => a.createdAt - b.createdAt || numberOf(a) - numberOf(b));
  const ready = all.filter(({ createdAt }) => now >= createdAt + publishedMs);
  // The very first signs at once: nobody has published anything before it.
  const signer = ready.at(-1) ?? all[0] ?? null;
  const newest = all.at(-1);
  const over = all.flatMap(({ id }, i) => {
    const next = all[i + 1];
    // The next one began to sign when it had been published for long enough.
    return next !== undefined && now >= next.createdAt + 2 * publishedMs + longestTokenMs ? [id] : [];
  });
  return {
    signer,
    others: all.filter((one) => one !== signer && !over.includes(one.id)),
    over,
    isDue: newest === undefined || now >= newest.createdAt + signingMs,
  };
}

/** `ES256.3`: two portals that make the third one at once make one. */
export const idOf = (algorithm: Algorithm, number: number): string => `${algorithm}.${number}`;

/** The number of a generation. */
export const numberOf = ({ id }: Pick<Generation, 'id'>): number => Number(id.split('.').at(-1));
