import type { Clock } from '../core/clock.ts';

type Entry<Found> = { from: number; found: Found };

/**
 * Remembers what was found for a moment, a bounded number of it. Everything is kept equally long, so the oldest
 * entry is the next to end: it goes first. Several who ask at once for what is not remembered wait for one answer.
 */
export function createMemory<Found>({ clock, lifeMs, most }: { clock: Clock; lifeMs: number; most: number }) {
  const known = new Map<string, Entry<Found>>();
  const asked = new Map<string, Promise<Found | null>>();

  const keep = (key: string, entry: Entry<Found>) => {
    known.delete(key);
    if (known.size >= most) known.delete(known.keys().next().value!);
    known.set(key, entry);
  };

  return {
    /** What is remembered, or undefined. */
    get(key: string): Found | undefined {
      const entry = known.get(key);
      if (entry === undefined) return undefined;
      const age = clock.now() - entry.from;
      return age >= 0 && age < lifeMs ? entry.found : undefined;
    },

    /**
     * What `find` finds, remembered from when it was asked. What opens nothing is asked anew each time: texts that
     * strangers make up must not push out the members'.
     */
    find(key: string, find: () => Promise<Found | null>): Promise<Found | null> {
      const waiting = asked.get(key);
      if (waiting) return waiting;
      const from = clock.now();
      const answer = find()
        .then((found) => {
          // Forgotten meanwhile: it may be over.
          if (found !== null && asked.get(key) === answer) keep(key, { from, found });
          return found;
        })
        .finally(() => {
          if (asked.get(key) === answer) asked.delete(key);
        });
      asked.set(key, answer);
      return answer;
    },

    /** Asks anew next time, whatever is under way. */
    forget(key: string): void {
      known.delete(key);
      asked.delete(key);
    },

    size: () => known.size,
  };
}
