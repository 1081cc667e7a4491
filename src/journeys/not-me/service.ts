import type { Visit } from '../../web/visit.ts';
import type { JourneyDeps } from '../deps.ts';
import { createLanding, type Landing, type LinkRefusal } from '../landing.ts';
import { mailResetLink, type ResetDeps } from '../password-reset/service.ts';

export type NotMe = ReturnType<typeof createNotMe>;
export type NotMeOutcome = { ok: true } | { ok: false; reason: LinkRefusal };

/** « Ce n'était pas moi »: ends the sessions, forgets the devices, voids the password [security.md 11]. */
export function createNotMe(deps: ResetDeps & Pick<JourneyDeps, 'risk'>) {
  const { db, accounts } = deps;
  const landing = createLanding(deps, 'not-me');
  return {
    land: landing.land,
    linkOf: landing.link,

    /** The landing of this browser, or null when it is over. */
    find: landing.find,

    /** A person's click: from now on only a mailed link sets the next password, and one is on its way. */
    async report(landed: Landing, visit: Visit): Promise<NotMeOutcome> {
      const state = await landing.link(landed);
      if (!state.ok) return state;
      const { accountId, id } = state.link;
      if (accountId === null) return { ok: false, reason: 'link-unknown' };
      return db.transaction(async (tx): Promise<NotMeOutcome> => {
        if (!(await deps.links.consume(tx, { id }))) return { ok: false, reason: 'link-used' };
        const account = await accounts.get(tx, accountId);
        await accounts.voidPassword(tx, accountId);
        await deps.journeys.endAll(tx, { accountId });
        const sessions = await deps.sessions.endAll(tx, { accountId, reason: 'not-me' });
        const devices = await deps.devices.forgetAll(tx, { accountId });
        // What the thief taught must not speak for them.
        await deps.risk.forget(tx, accountId);
        const { address } = visit.network;
        await deps.audit.record(tx, {
          type: 'not-me.reported',
          accountId,
          address,
          data: {
            via: 'mail',
            sessionsEnded: sessions,
            devicesForgotten: devices,
            factorsRemoved: 0,
            consentsRevoked: 0,
            emailRestored: false,
            operatorsTold: 0,
          },
        });
        await mailResetLink(deps, tx, { email: account.email, account, visit });
        return { ok: true };
      });
    },
  };
}
