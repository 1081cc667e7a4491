import { keptMs } from '../decay.ts';

/** Handed out and never brought back, by who clears every cookie: no need to remember more. */
const mostIssued = 50;

type Known = { seen: Map<string, number>; issued: number[]; lastAt: number };

/**
 * Says of the device token that arrived with a sign-in whether the portal would know it. A log tells what arrived,
 * never what was handed out: a sign-in without any token was handed one. So a token is known when it came with an
 * earlier sign-in of the same person, or when it is new and one handed to this person has not come back yet. Another
 * person's token, one more than was handed out, and one not used for 180 days (its cookie's life) are not known.
 */
export function createTokens() {
  const people = new Map<string, Known>();

  return {
    isKnown(user: string, token: string | null, at: number): boolean {
      if (token === null) return false;
      const known = people.get(user);
      if (!known) return false;
      const seenAt = known.seen.get(token);
      if (seenAt !== undefined) return at - seenAt <= keptMs;
      return known.issued.some((issuedAt) => at - issuedAt <= keptMs);
    },

    /** Forgets people of whom nothing is known any more. */
    purge(now: number): void {
      for (const [user, { lastAt }] of people) if (now - lastAt > keptMs) people.delete(user);
    },

    /** After a success: remembers what came, and what was handed out. */
    learn(user: string, token: string | null, at: number): void {
      const isKnown = this.isKnown(user, token, at);
      const known = people.get(user) ?? { seen: new Map(), issued: [], lastAt: at };
      known.lastAt = at;
      people.set(user, known);
      known.issued = known.issued.filter((issuedAt) => at - issuedAt <= keptMs);
      if (token === null) known.issued.push(at);
      if (known.issued.length > mostIssued) known.issued.shift();
      if (token === null) return;
      if (isKnown && !known.seen.has(token)) known.issued.shift();
      for (const [old, seenAt] of known.seen) if (at - seenAt > keptMs) known.seen.delete(old);
      known.seen.set(token, at);
    },
  };
}
