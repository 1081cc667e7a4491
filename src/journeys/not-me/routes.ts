import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { displayEmail } from '../../identity/accounts/rules.ts';
import { clearCookie } from '../../platform/http/cookies.ts';
import { formFields } from '../../platform/http/forms.ts';
import { journeyLink, paths } from '../../routes.ts';
import type { ProtectedCounts } from '../../ui/protected-page.ts';
import { sendError } from '../../web/errors.ts';
import type { Notices } from '../../web/notices.ts';
import { seeOther, sendPage, type Web } from '../../web/web.ts';
import { journeyNamed, tokenOf } from '../find.ts';
import { confirmPage, donePage } from './pages.ts';
import type { NotMe } from './service.ts';

export type NotMeWeb = { web: Web; notices: Notices; notMe: NotMe };

const confirmForm = z.strictObject(formFields);
/** What the last page says was done. */
const kind = 'not-me';

/** « Ce n'était pas moi », from any alert mail or from « Mon compte » [security.md 11]. */
export function registerNotMe(app: FastifyInstance, deps: NotMeWeb): void {
  app.get(paths.notMeLink, (request, reply) => land(deps, request, reply));
  app.get(paths.notMeConfirm, (request, reply) => show(deps, request, reply));
  app.post(paths.notMeConfirm, (request, reply) => report(deps, request, reply));
  app.get(paths.notMeDone, (request, reply) => {
    const { browser } = deps.web.visit(request, reply);
    const done = deps.notices.of<ProtectedCounts>(request, kind, browser);
    return sendPage(reply, donePage(deps.web.view(request, browser), { done }));
  });
}

async function land({ web, notMe }: NotMeWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = web.visit(request, reply);
  const id = await notMe.land({ token: tokenOf(request) ?? '', visit });
  return seeOther(reply, journeyLink(paths.notMeConfirm, id));
}

async function show({ web, notMe }: NotMeWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = web.visit(request, reply);
  const landing = await journeyNamed(notMe, request, visit);
  const found = await notMe.situation(landing);
  if (!found.ok) return sendError(web, request, reply, { error: found.reason });
  const { account, undo } = found;
  const page = confirmPage(web.view(request, visit.browser), {
    journeyId: landing.id,
    email: displayEmail(account.email),
    restored: undo === null || undo.email === account.email ? null : displayEmail(undo.email),
  });
  return sendPage(reply, page);
}

async function report({ web, notMe, notices }: NotMeWeb, request: FastifyRequest, reply: FastifyReply) {
  web.form(request, confirmForm);
  const visit = web.visit(request, reply);
  const landing = await journeyNamed(notMe, request, visit);
  const outcome = await notMe.report(landing, visit);
  if (!outcome.ok) return sendError(web, request, reply, { error: outcome.reason });
  // The device's own cookie stays: it may serve other people who share this browser.
  clearCookie(reply, 'session');
  const { browser } = visit;
  return seeOther(reply, notices.link(paths.notMeDone, { kind, notice: outcome.done, browser }));
}
