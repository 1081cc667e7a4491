import type { Audit } from '../../identity/audit/service.ts';
import type { Devices } from '../../identity/devices/service.ts';
import type { Session, Sessions } from '../../identity/sessions/service.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Visit } from '../../web/visit.ts';

type Deps = { db: Database; devices: Devices; sessions: Sessions; audit: Audit };
type Act = { session: Pick<Session, 'id' | 'accountId'>; visit: Visit };

export type MyDevices = ReturnType<typeof createMyDevices>;

/** The devices that the account knows and the sessions that it has open: their owner ends them [security.md 26]. */
export function createMyDevices({ db, devices, sessions, audit }: Deps) {
  return {
    /**
     * Forgets one device, and closes the sessions on it but this one: whoever forgets a device does not have it at
     * hand. Null when the account did not know it.
     */
    forget: (of: Act & { deviceId: string }): Promise<{ label: string; sessions: number } | null> =>
      db.transaction(async (tx) => {
        const { accountId, id: except } = of.session;
        const { deviceId } = of;
        const known = (await devices.list(tx, accountId)).find((device) => device.deviceId === deviceId);
        if (!known || !(await devices.forget(tx, { accountId, deviceId }))) return null;
        const ended = await sessions.endAll(tx, { accountId, deviceId, except, reason: 'closed' });
        const { address } = of.visit.network;
        await audit.record(tx, {
          type: 'devices.forgotten',
          accountId,
          address,
          data: { devicesForgotten: 1 },
        });
        return { label: known.label, sessions: ended };
      }),

    /** Forgets them all, this one included, and closes the other sessions. */
    forgetAll: (of: Act): Promise<{ devices: number; sessions: number }> =>
      db.transaction(async (tx) => {
        const { accountId, id: except } = of.session;
        const forgotten = await devices.forgetAll(tx, { accountId });
        const ended = await sessions.endAll(tx, { accountId, except, reason: 'closed' });
        const { address } = of.visit.network;
        const data = { devicesForgotten: forgotten };
        await audit.record(tx, { type: 'devices.forgotten', accountId, address, data });
        return { devices: forgotten, sessions: ended };
      }),

    /** Closes one session of one's own; false when there was none to close. */
    close: (of: Act & { sessionId: string }): Promise<boolean> =>
      db.transaction(async (tx) => {
        const { accountId } = of.session;
        if (!(await sessions.endOne(tx, { accountId, id: of.sessionId, reason: 'closed' }))) return false;
        const { address } = of.visit.network;
        await audit.record(tx, {
          type: 'session.ended',
          accountId,
          address,
          data: { reason: 'closed' },
        });
        return true;
      }),

    /** Closes all but this one, or all; how many. */
    closeAll: (of: Act & { thisToo: boolean }): Promise<number> =>
      db.transaction(async (tx) => {
        const { accountId, id } = of.session;
        const except = of.thisToo ? undefined : id;
        const ended = await sessions.endAll(tx, { accountId, except, reason: 'closed' });
        const { address } = of.visit.network;
        const data = { sessionsEnded: ended };
        await audit.record(tx, { type: 'sessions.closed', accountId, address, data });
        return ended;
      }),
  };
}
