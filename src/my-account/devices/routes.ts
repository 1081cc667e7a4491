import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { clearCookie } from '../../platform/http/cookies.ts';
import { formFields } from '../../platform/http/forms.ts';
import { paths } from '../../routes.ts';
import { sectionHref } from '../../ui/account-sections.ts';
import type { Notices } from '../../web/notices.ts';
import { type SignedInWeb, signedIn } from '../../web/signed-in.ts';
import { seeOther } from '../../web/web.ts';
import { backTo } from '../frame/service.ts';
import type { MyDevices } from './service.ts';

export type DevicesWeb = SignedInWeb & { notices: Notices; devices: MyDevices };

const id = z.string().max(40);
const deviceForm = z.strictObject({ ...formFields, device: id });
const allDevicesForm = z.strictObject({ ...formFields, action: z.literal('all') });
const devicesForm = z.union([deviceForm, allDevicesForm]);
const sessionForm = z.strictObject({ ...formFields, session: id });
const allSessionsForm = z.strictObject({ ...formFields, action: z.enum(['others', 'all']) });
const sessionsForm = z.union([sessionForm, allSessionsForm]);

/** « Oublier », « Fermer », « Fermer les autres sessions », « Tout fermer »; the lists stand on the page of all. */
export function registerDevices(app: FastifyInstance, deps: DevicesWeb): void {
  app.get(paths.accountDevices, (_request, reply) => seeOther(reply, sectionHref('devices')));
  app.post(paths.accountDevices, (request, reply) => forget(deps, request, reply));
  app.get(paths.accountSessions, (_request, reply) => seeOther(reply, sectionHref('sessions')));
  app.post(paths.accountSessions, (request, reply) => close(deps, request, reply));
}

function forget(deps: DevicesWeb, request: FastifyRequest, reply: FastifyReply) {
  return signedIn(deps, request, reply, async (asked) => {
    const { web, devices, notices } = deps;
    const { session, visit } = asked;
    const fields = web.form(request, devicesForm, 'session');
    if ('action' in fields) {
      const done = await devices.forgetAll({ session, visit });
      return backTo(notices, asked, 'devices', { what: 'devices', ...done });
    }
    const done = await devices.forget({ session, visit, deviceId: fields.device });
    return done === null
      ? seeOther(reply, sectionHref('devices'))
      : backTo(notices, asked, 'devices', { what: 'device', ...done });
  });
}

function close(deps: DevicesWeb, request: FastifyRequest, reply: FastifyReply) {
  return signedIn(deps, request, reply, async (asked) => {
    const { web, devices, notices } = deps;
    const { session, visit } = asked;
    const fields = web.form(request, sessionsForm, 'session');
    if ('session' in fields) {
      const isClosed = await devices.close({ session, visit, sessionId: fields.session });
      if (fields.session === session.id) return leave(reply);
      return isClosed
        ? backTo(notices, asked, 'sessions', { what: 'sessions', sessions: 1 })
        : seeOther(reply, sectionHref('sessions'));
    }
    const thisToo = fields.action === 'all';
    const sessions = await devices.closeAll({ session, visit, thisToo });
    return thisToo ? leave(reply) : backTo(notices, asked, 'sessions', { what: 'sessions', sessions });
  });
}

/** This session is closed too. */
function leave(reply: FastifyReply): FastifyReply {
  clearCookie(reply, 'session');
  return seeOther(reply, paths.signedOut);
}
