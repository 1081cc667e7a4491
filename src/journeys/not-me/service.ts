import type { Refused } from '../../core/outcomes.ts';
import type { Account } from '../../identity/accounts/service.ts';
import type { Protected } from '../../identity/alerts/service.ts';
import { journeyLifeMs } from '../../identity/journeys/rules.ts';
import type { Link } from '../../identity/links/service.ts';
import { againWhenTaken } from '../../platform/db/again.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Visit } from '../../web/visit.ts';
import { createLanding, type Landing, type LinkedAccount, type LinkRefusal } from '../landing.ts';
import { beforeAlertMs, type ProtectDeps, protectAccount, whereFrom } from '../protect-account.ts';
import { noteOf, sinceIn, sinceOf, undoOf } from './rules.ts';

export type NotMe = ReturnType<typeof createNotMe>;
export type NotMeOutcome = { ok: true; done: Protected & { operatorsTold: number } } | Refused<LinkRefusal>;

/** What a report would do, as it stands: `undo` is the link that puts the address back, where it was changed since. */
export type Situation =
  | { ok: true; link: Link; account: Account; since: number; via: 'mail' | 'account'; undo: Link | null }
  | Refused<LinkRefusal>;

/** « Ce n'était pas moi »: makes the account safe, whoever is at it [security.md 11]. */
export function createNotMe(deps: ProtectDeps) {
  const { db, links, clock } = deps;
  const landing = createLanding(deps, 'not-me');

  /** What the link of a landing speaks of now. */
  const situation = async (tx: Tx, state: LinkedAccount, landed: Landing): Promise<Situation> => {
    if (!state.ok) return state;
    const { link, account } = state;
    const noted = sinceIn(landed.note);
    const since = noted ?? link.createdAt;
    const undos = await links.list(tx, { purpose: 'email-undo', accountId: account.id });
    const from = noted === null ? null : noted - beforeAlertMs;
    const undo = undoOf(undos, { mailedTo: link.email, current: account.email, from });
    // The mail went to an address that the account no longer has, too long ago to take it back: whoever reads that
    // mailbox today has no word in it any more.
    if (noted === null && link.email !== account.email && undo === null) {
      return { ok: false, reason: 'link-expired' };
    }
    return { ok: true, link, account, since, via: noted === null ? 'mail' : 'account', undo };
  };

  return {
    land: landing.land,

    /** The landing of this browser, or null when it is over. */
    find: landing.find,

    /** What the link would do now. Reads only. */
    situation: async (landed: Landing): Promise<Situation> =>
      situation(db.handle, await landing.account(landed), landed),

    /**
     * The landing of somebody who is signed in and names one of their events, without a mail. It can do no more than
     * a mail's: whoever holds the session alone ends it and gains nothing, for the next password is mailed.
     */
    landSignedIn: async ({
      account,
      at,
      visit,
    }: {
      account: Pick<Account, 'id' | 'email'>;
      at: number;
      visit: Visit;
    }): Promise<string> => {
      const { id } = await links.issue(db.handle, {
        purpose: 'not-me',
        accountId: account.id,
        email: account.email,
        lifeMs: journeyLifeMs,
        replaces: false,
      });
      return landing.hand({ linkId: id, note: noteOf(sinceOf({ at, now: clock.now() })), visit });
    },

    /** A person's click: from now on only a mailed link sets the next password, and one is on its way. */
    async report(landed: Landing, visit: Visit): Promise<NotMeOutcome> {
      const from = await whereFrom(deps, visit);
      return againWhenTaken(db, async (tx): Promise<NotMeOutcome> => {
        const found = await situation(tx, await landing.hold(landed, tx), landed);
        if (!found.ok) return found;
        const { link, account, since, via, undo } = found;
        if (!(await links.consume(tx, { id: link.id }))) return { ok: false, reason: 'link-used' };
        const done = await protectAccount(deps, tx, { account, since, visit, via, from, undo });
        return { ok: true, done };
      });
    },
  };
}
