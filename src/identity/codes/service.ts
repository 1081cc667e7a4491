import { type Clock, hourMs } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import type { KeyRing } from '../../core/key-ring.ts';
import type { Outcome } from '../../core/outcomes.ts';
import { newCode } from '../../core/tokens.ts';
import type { Tx } from '../../platform/db/database.ts';
import { codeLifeMs, triesPerCode } from './rules.ts';
import * as store from './store.ts';

/** Kept for a while after its end, so that a page can say « expired » instead of « unknown ». */
const keptMs = 24 * hourMs;

export type CodeRefusal = 'wrong' | 'expired' | 'none' | 'spent';

export type Codes = ReturnType<typeof createCodes>;

/** The e-mailed codes [security.md 18–20]: stored as an HMAC that is bound to the journey and to the code's id. */
export function createCodes({ clock, keyRing }: { clock: Clock; keyRing: KeyRing }) {
  return {
    /**
     * Makes a code and ends the journey's older ones. The code itself is in the answer alone: mail it, never log it.
     * Where several may ask at once, the caller's transaction holds the journey's row.
     */
    async issue(
      tx: Tx,
      { journeyId, accountId }: { journeyId: string; accountId: string },
    ): Promise<{ id: string; code: string; expiresAt: number }> {
      const now = clock.now();
      const code = newCode();
      const id = newId(clock);
      const expiresAt = now + codeLifeMs;
      await store.endAll(tx, { journeyId, now });
      await store.insert(tx, {
        id,
        journey_id: journeyId,
        account_id: accountId,
        mac: keyRing.mac('code', journeyId, id, code),
        created_at: now,
        expires_at: expiresAt,
      });
      return { id, code, expiresAt };
    },

    /**
     * Compares what parseCode gave with the journey's newest code and uses it up when right. A try is taken before
     * the comparison: the transaction must commit after a wrong one too, else the guess was free [security.md 20].
     * 'none': nothing was asked, or it is used or ended; 'spent': 5 tries are gone.
     */
    async attempt(
      tx: Tx,
      { journeyId, typed }: { journeyId: string; typed: string },
    ): Promise<Outcome<object, CodeRefusal>> {
      const now = clock.now();
      const newest = await store.findNewest(tx, journeyId);
      if (!newest) return { ok: false, reason: 'none' };
      const { id } = newest;
      const taken = await store.takeTry(tx, { id, now });
      if (!taken)
        return { ok: false, reason: whyNot((await store.findNewest(tx, journeyId)) ?? newest, now) };
      // From the row that the try was taken from, in constant time, under every key that may have made it.
      if (!keyRing.matches('code', taken.mac, journeyId, id, typed)) return { ok: false, reason: 'wrong' };
      return (await store.use(tx, { id, now })) ? { ok: true } : { ok: false, reason: 'none' };
    },

    /** The code that the journey waits for, or null when a new one has to be asked for. */
    async live(
      tx: Tx,
      { journeyId }: { journeyId: string },
    ): Promise<{ createdAt: number; expiresAt: number } | null> {
      const newest = await store.findNewest(tx, journeyId);
      if (!newest || newest.used_at !== null || newest.ended_at !== null) return null;
      if (newest.tries >= triesPerCode || newest.expires_at <= clock.now()) return null;
      return { createdAt: newest.created_at, expiresAt: newest.expires_at };
    },

    /** Removes codes a day after their end, in bounded batches; returns how many. */
    purge: (tx: Tx): Promise<number> => store.purge(tx, { before: clock.now() - keptMs }),
  };
}

type State = { used_at: number | null; ended_at: number | null; tries: number; expires_at: number };

function whyNot(code: State, now: number): CodeRefusal {
  if (code.used_at !== null || code.ended_at !== null) return 'none';
  if (code.tries >= triesPerCode) return 'spent';
  return code.expires_at <= now ? 'expired' : 'none';
}
