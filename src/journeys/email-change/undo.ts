import type { Refused } from '../../core/outcomes.ts';
import type { Protected } from '../../identity/alerts/service.ts';
import { againWhenTaken } from '../../platform/db/again.ts';
import type { Visit } from '../../web/visit.ts';
import { createLanding, type Landing, type LinkRefusal } from '../landing.ts';
import { type ProtectDeps, protectAccount, whereFrom } from '../protect-account.ts';

export type EmailUndo = ReturnType<typeof createEmailUndo>;
export type UndoOutcome = { ok: true; done: Protected & { operatorsTold: number } } | Refused<LinkRefusal>;

/** The former address takes the account back, as « Ce n'était pas moi » does, within seven days of the change. */
export function createEmailUndo(deps: ProtectDeps) {
  const { db, links } = deps;
  const landing = createLanding(deps, 'email-undo');

  return {
    land: landing.land,
    find: landing.find,

    /** What the link would put back now. Reads only. */
    state: landing.account,

    /** A person's click, once. */
    async undo(landed: Landing, visit: Visit): Promise<UndoOutcome> {
      const from = await whereFrom(deps, visit);
      return againWhenTaken(db, async (tx): Promise<UndoOutcome> => {
        const found = await landing.hold(landed, tx);
        if (!found.ok) return found;
        const { link, account } = found;
        if (!(await links.consume(tx, { id: link.id }))) return { ok: false, reason: 'link-used' };
        const since = link.createdAt;
        const done = await protectAccount(deps, tx, {
          account,
          since,
          visit,
          via: 'email-undo',
          from,
          undo: link,
        });
        return { ok: true, done };
      });
    },
  };
}
