import type { Refused } from '../core/outcomes.ts';
import type { Account } from '../identity/accounts/service.ts';
import type { Audit } from '../identity/audit/service.ts';
import { linkRefusalCharges } from '../identity/budgets/rules.ts';
import type { Link, LinkFound, LinkProblem, LinkPurpose, Links } from '../identity/links/service.ts';
import type { Tx } from '../platform/db/database.ts';
import { createTickets } from '../web/tickets.ts';
import type { Visit } from '../web/visit.ts';
import type { JourneyDeps } from './deps.ts';

/**
 * Where a mailed link landed: the link's id, never its token; null when the token named none. `note` is what a page
 * of ours that leads here without a mail has to say.
 */
export type Landing = { id: string; linkId: string | null; note: string | null };

export type LinkRefusal = `link-${LinkProblem}`;
export type LinkState = { ok: true; link: Link } | { ok: false; reason: LinkRefusal };
/** A link that is good, and the account that it is about. */
export type LinkedAccount = { ok: true; link: Link; account: Account } | Refused<LinkRefusal>;

type LandingDeps = Pick<JourneyDeps, 'db' | 'keyRing' | 'clock' | 'budgets' | 'accounts'> & {
  links: Links;
  audit: Audit;
};

/**
 * What every mailed link does at its first page: a ticket of this browser takes the token's place in the URL,
 * whatever the token is worth, so that it leaves by a 303 at once. Nothing is stored and nothing consumed: a mail
 * scanner may come here as often as it likes [security.md 23].
 */
export function createLanding(
  { db, links, accounts, audit, budgets, ...deps }: LandingDeps,
  purpose: LinkPurpose,
) {
  const tickets = createTickets(deps, `landing-${purpose}`);
  const noteRefusal = async (linkId: string, reason: LinkProblem, { network: { address } }: Visit) => {
    const decision = await budgets.spend(db.handle, linkRefusalCharges({ linkId }));
    if (!decision.permitted) return;
    await audit.record(db.handle, { type: 'link.refused', address, data: { purpose, reason } });
  };
  const linkOf = async ({ linkId }: Landing, tx: Tx): Promise<LinkState> => {
    const found: LinkFound =
      linkId === null ? { ok: false, reason: 'unknown' } : await links.findById(tx, { purpose, id: linkId });
    return found.ok ? { ok: true, link: found.link } : { ok: false, reason: `link-${found.reason}` };
  };
  return {
    /**
     * A ticket for the token. A link that is good no more is recorded here, once a day, and a token of none never:
     * whoever makes tokens up, opens a link again, or reads its page again, writes nothing.
     */
    async land({ token, visit }: { token: string; visit: Visit }): Promise<string> {
      const linkId = await links.identify(db.handle, { purpose, token });
      if (linkId !== null) {
        const found = await links.findById(db.handle, { purpose, id: linkId });
        if (!found.ok) await noteRefusal(linkId, found.reason, visit);
      }
      return tickets.seal({ text: linkId ?? '', browser: visit.browser });
    },

    /** A ticket for a link that this browser was given without a mail. */
    hand: ({ linkId, note, visit }: { linkId: string; note: string; visit: Visit }): string =>
      tickets.seal({ text: `${linkId} ${note}`, browser: visit.browser }),

    /** The landing of this browser that an id holds, or null. */
    async find({ id, visit }: { id: string; visit: Visit }): Promise<Landing | null> {
      const text = tickets.open({ id, browser: visit.browser });
      if (text === null) return null;
      const [linkId = '', note = null] = text.split(' ');
      return { id, linkId: linkId === '' ? null : linkId, note };
    },

    /** The link, as it is now. */
    link: (landed: Landing): Promise<LinkState> => linkOf(landed, db.handle),

    /**
     * As `account`, to decide by: the account is held until the transaction ends, and the link is looked at once it
     * is, for whoever was at the account a moment ago may have ended it.
     */
    async hold(landed: Landing, tx: Tx): Promise<LinkedAccount> {
      const before = await linkOf(landed, tx);
      if (!before.ok) return before;
      const { accountId } = before.link;
      const account = accountId && (await accounts.hold(tx, accountId));
      const found = await linkOf(landed, tx);
      if (!found.ok) return found;
      return account ? { ok: true, link: found.link, account } : { ok: false, reason: 'link-unknown' };
    },

    /** The link and its account, as they are now; of a link about no account, as of none. */
    async account(landed: Landing): Promise<LinkedAccount> {
      const found = await linkOf(landed, db.handle);
      if (!found.ok) return found;
      const { link } = found;
      const account = link.accountId && (await accounts.findById(db.handle, link.accountId));
      return account ? { ok: true, link, account } : { ok: false, reason: 'link-unknown' };
    },
  };
}
