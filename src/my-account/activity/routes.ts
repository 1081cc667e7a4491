import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { formFields } from '../../platform/http/forms.ts';
import { journeyLink, paths } from '../../routes.ts';
import { type SignedInWeb, signedIn } from '../../web/signed-in.ts';
import { seeOther, sendPage } from '../../web/web.ts';
import { ownerOf } from '../frame/rules.ts';
import { activityPage } from './pages.ts';
import type { MyActivity } from './service.ts';

export type ActivityWeb = SignedInWeb & { activity: MyActivity };

const id = z.string().max(40);
const reportForm = z.strictObject({ ...formFields, event: id });

/** « Activité récente », and the report of one of its lines. */
export function registerActivity(app: FastifyInstance, deps: ActivityWeb): void {
  app.get(paths.accountActivity, (request, reply) => show(deps, request, reply));
  app.post(paths.accountActivity, (request, reply) => report(deps, request, reply));
}

function show(deps: ActivityWeb, request: FastifyRequest, reply: FastifyReply) {
  return signedIn(deps, request, reply, async ({ session, token, visit }) => {
    const asked = id.safeParse((request.query as { avant?: unknown }).avant);
    const before = asked.success ? asked.data : null;
    const { accountId } = session;
    const { lines, older } = await deps.activity.page({ accountId, before, locale: visit.locale });
    const page = activityPage(deps.web.view(request, token), {
      owner: ownerOf(session),
      lines,
      older,
      isFirst: before === null,
    });
    return sendPage(reply, page);
  });
}

/** Leads to the page that says what « Ce n'était pas moi » does; only its click does it. */
function report(deps: ActivityWeb, request: FastifyRequest, reply: FastifyReply) {
  return signedIn(deps, request, reply, async ({ session, visit }) => {
    const { event } = deps.web.form(request, reportForm, 'session');
    const landing = await deps.activity.report({ account: session.account, event, visit });
    return seeOther(
      reply,
      landing === null ? paths.accountActivity : journeyLink(paths.notMeConfirm, landing),
    );
  });
}
