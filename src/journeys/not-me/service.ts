import type { JourneyRecord } from '../../identity/journeys/service.ts';
import type { Visit } from '../../web/visit.ts';
import { createLanding, type LandingData, type LinkRefusal } from '../landing.ts';
import { mailResetLink, type ResetDeps } from '../password-reset/service.ts';

export type NotMeRecord = JourneyRecord<'confirm', LandingData>;
export type NotMe = ReturnType<typeof createNotMe>;
export type NotMeOutcome = { ok: true } | { ok: false; reason: LinkRefusal };

/** « Ce n'était pas moi »: ends the sessions, forgets the devices, voids the password [security.md 11]. */
export function createNotMe(deps: ResetDeps) {
  const { db, journeys, accounts } = deps;
  const landing = createLanding(deps, { purpose: 'not-me', kind: 'not-me', step: 'confirm' });
  return {
    land: landing.land,
    linkOf: landing.link,

    /** The journey of this browser, or null when it is over. */
    find: ({ id, visit }: { id: string; visit: Visit }): Promise<NotMeRecord | null> =>
      journeys.find(db.handle, { id, kind: 'not-me', browser: visit.browser }),

    /** A person's click: from now on only a mailed link sets the next password, and one is on its way. */
    async report(journey: NotMeRecord, visit: Visit): Promise<NotMeOutcome> {
      const state = await landing.link(journey);
      if (!state.ok) return state;
      const { accountId, id } = state.link;
      if (accountId === null) return { ok: false, reason: 'link-unknown' };
      return db.transaction(async (tx): Promise<NotMeOutcome> => {
        if (!(await deps.links.consume(tx, { id }))) return { ok: false, reason: 'link-used' };
        const account = await accounts.get(tx, accountId);
        await accounts.voidPassword(tx, accountId);
        const sessions = await deps.sessions.endAll(tx, { accountId, reason: 'not-me' });
        const devices = await deps.devices.forgetAll(tx, { accountId });
        const { address } = visit.network;
        await deps.audit.record(tx, {
          type: 'not-me.reported',
          accountId,
          address,
          data: { sessionsEnded: sessions, devicesForgotten: devices },
        });
        await mailResetLink(deps, tx, { email: account.email, account, visit });
        await journeys.finish(tx, journey);
        return { ok: true };
      });
    },
  };
}
