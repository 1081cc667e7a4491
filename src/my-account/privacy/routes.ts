import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { graceDays, graceMs } from '../../identity/deletion/rules.ts';
import { formFields } from '../../platform/http/forms.ts';
import { paths } from '../../routes.ts';
import { sendError } from '../../web/errors.ts';
import type { Notices } from '../../web/notices.ts';
import { freshlySignedIn, type SignedIn, type SignedInWeb, signedIn } from '../../web/signed-in.ts';
import { seeOther, sendPage } from '../../web/web.ts';
import { ownerOf } from '../frame/rules.ts';
import { backTo } from '../frame/service.ts';
import { deletionPage } from './pages.ts';
import type { MyData } from './service.ts';

export type DataWeb = SignedInWeb & { notices: Notices; data: MyData };

const deletionForm = z.strictObject({ ...formFields, action: z.enum(['delete', 'cancel']) });

/** A copy of what the portal holds; the end of the account, after a time to change one's mind. */
export function registerData(app: FastifyInstance, deps: DataWeb): void {
  app.get(paths.accountData, (request, reply) => copy(deps, request, reply));
  app.get(paths.accountDelete, (request, reply) =>
    freshlySignedIn(deps, request, reply, (asked) => drawDeletion(deps, asked)),
  );
  app.post(paths.accountDelete, (request, reply) => settleDeletion(deps, request, reply));
}

/** One JSON file, written as it is read. */
function copy(deps: DataWeb, request: FastifyRequest, reply: FastifyReply) {
  return signedIn(deps, request, reply, async ({ session, visit }) => {
    const copied = await deps.data.copy({ accountId: session.accountId, visit });
    if (!copied.ok) {
      return sendError(deps.web, request, reply, { error: 'too-many-requests', until: copied.until });
    }
    const day = new Date(deps.web.clock.now()).toISOString().slice(0, 10);
    return reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('content-disposition', `attachment; filename="mes-donnees-${day}.json"`)
      .send(Readable.from(copied.pieces));
  });
}

async function drawDeletion({ web, data }: DataWeb, { request, reply, session, token }: SignedIn) {
  const page = deletionPage(web.view(request, token), {
    owner: ownerOf(session),
    dueAt: web.clock.now() + graceMs,
    days: graceDays,
    may: await data.mayDelete(session.accountId),
  });
  return sendPage(reply, page);
}

/** Cancelling asks for nothing but a session: whoever changes their mind must not be held up. */
function settleDeletion(deps: DataWeb, request: FastifyRequest, reply: FastifyReply) {
  return signedIn(deps, request, reply, async (asked) => {
    const { action } = deps.web.form(request, deletionForm, 'session');
    const { accountId } = asked.session;
    if (action === 'delete')
      return freshlySignedIn(deps, request, reply, (fresh) => askDeletion(deps, fresh));
    await deps.data.cancelDeletion({ accountId, visit: asked.visit });
    return backTo(deps.notices, asked, 'data', { what: 'deletion-cancelled' });
  });
}

async function askDeletion({ data, notices }: DataWeb, asked: SignedIn) {
  const { session, visit, reply } = asked;
  const outcome = await data.askDeletion({ accountId: session.accountId, visit });
  if (!outcome.ok) return seeOther(reply, paths.accountDelete);
  return outcome.dueAt === null
    ? seeOther(reply, paths.account)
    : backTo(notices, asked, 'data', { what: 'deletion', at: outcome.dueAt });
}
