import { type Clock, dayMs } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import type { Outcome } from '../../core/outcomes.ts';
import { fingerprint, isTokenShaped, newToken } from '../../core/tokens.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { LinksTable } from '../../platform/db/tables.ts';
import type { Email } from '../accounts/rules.ts';
import { type LinkProblem, type LinkPurpose, whyNot } from './rules.ts';
import * as store from './store.ts';

export type { LinkProblem, LinkPurpose };

/** Kept for a while after its end, so that a page can say « expired » or « used » instead of « unknown ». */
const keptMs = 7 * dayMs;

export type Link = {
  id: string;
  purpose: LinkPurpose;
  accountId: string | null;
  email: Email;
  journeyId: string | null;
  createdAt: number;
  expiresAt: number;
};

export type LinkFound = Outcome<{ link: Link }, LinkProblem>;

/** `replaces` ends the older links of the same purpose and address [security.md 22]. */
export type LinkOrder = {
  purpose: LinkPurpose;
  accountId: string | null;
  email: Email;
  journeyId?: string | null;
  lifeMs: number;
  replaces: boolean;
};

export type Links = ReturnType<typeof createLinks>;

/** The mailed links: 256-bit tokens of which only the SHA-256 is stored, each used once [security.md 22, 23]. */
export function createLinks({ clock }: { clock: Clock }) {
  const found = (row: LinksTable | undefined): LinkFound => {
    if (!row) return { ok: false, reason: 'unknown' };
    const times = { usedAt: row.used_at, endedAt: row.ended_at, expiresAt: row.expires_at };
    const reason = whyNot(times, clock.now());
    return reason === null ? { ok: true, link: linkOf(row) } : { ok: false, reason };
  };

  return {
    /** Makes a link. The token is in the answer alone: it goes into the mail and nowhere else. */
    async issue(tx: Tx, order: LinkOrder): Promise<{ id: string; token: string; expiresAt: number }> {
      const now = clock.now();
      const { purpose, email } = order;
      const token = newToken();
      const id = newId(clock);
      const expiresAt = now + order.lifeMs;
      if (order.replaces) await store.endAll(tx, { purpose, email, now });
      await store.insert(tx, {
        id,
        token_hash: fingerprint(token),
        purpose,
        account_id: order.accountId,
        email,
        journey_id: order.journeyId ?? null,
        created_at: now,
        expires_at: expiresAt,
      });
      return { id, token, expiresAt };
    },

    /** Looks at a link and changes nothing: a mail scanner may do it as often as it likes [security.md 23]. */
    async find(tx: Tx, { purpose, token }: { purpose: LinkPurpose; token: string }): Promise<LinkFound> {
      if (!isTokenShaped(token)) return { ok: false, reason: 'unknown' };
      return found(await store.find(tx, purpose, { column: 'token_hash', value: fingerprint(token) }));
    },

    /** The id that stands for a token, whatever state its link is in; null when there is none. Changes nothing. */
    async identify(
      tx: Tx,
      { purpose, token }: { purpose: LinkPurpose; token: string },
    ): Promise<string | null> {
      if (!isTokenShaped(token)) return null;
      const row = await store.find(tx, purpose, { column: 'token_hash', value: fingerprint(token) });
      return row?.id ?? null;
    },

    /** As `find`, once the token has left the URL. */
    async findById(tx: Tx, { purpose, id }: { purpose: LinkPurpose; id: string }): Promise<LinkFound> {
      return found(await store.find(tx, purpose, { column: 'id', value: id }));
    },

    /** Uses the link up: true exactly once, false when it is used, replaced, expired or unknown. */
    consume: (tx: Tx, { id }: { id: string }): Promise<boolean> => store.use(tx, { id, now: clock.now() }),

    /** Ends every live link of a purpose and an address. Safe to call twice. */
    endAll: (tx: Tx, { purpose, email }: { purpose: LinkPurpose; email: Email }): Promise<void> =>
      store.endAll(tx, { purpose, email, now: clock.now() }),

    /** The live links of a purpose that an account has, oldest first. */
    list: async (
      tx: Tx,
      { purpose, accountId }: { purpose: LinkPurpose; accountId: string },
    ): Promise<Link[]> => (await store.list(tx, { purpose, accountId, now: clock.now() })).map(linkOf),

    /** Ends the live links of a purpose that an account has, that one and those made after it alone where `from` is given; how many. */
    endOf: (
      tx: Tx,
      of: { purpose: LinkPurpose; accountId: string; from?: { at: number; id: string } },
    ): Promise<number> => store.endOf(tx, { ...of, now: clock.now() }),

    /** Removes links 7 days after their end, those of sign-ups at their end, in bounded batches; returns how many. */
    purge: (tx: Tx): Promise<number> => store.purge(tx, { before: clock.now() - keptMs, now: clock.now() }),
  };
}

function linkOf(row: LinksTable): Link {
  return {
    id: row.id,
    purpose: row.purpose,
    accountId: row.account_id,
    // Only a parsed address was ever stored.
    email: row.email as Email,
    journeyId: row.journey_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
