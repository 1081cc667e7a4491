import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { displayEmail } from '../../identity/accounts/rules.ts';
import { parseCode } from '../../identity/codes/rules.ts';
import { maxCodeFailures, maxSends, secondsToResend } from '../../identity/journeys/rules.ts';
import { formFields, typed } from '../../platform/http/forms.ts';
import { Refusal } from '../../platform/http/refusals.ts';
import { journeyLink, paths } from '../../routes.ts';
import type { FieldError } from '../../ui/view.ts';
import { sendError } from '../../web/errors.ts';
import { seeOther, sendPage } from '../../web/web.ts';
import { codePage, linkSentPage, signInLinkPage } from './pages.ts';
import { journeyNamed, tokenOf } from '../find.ts';
import { type Asked, arrive, refuse, type SignInWeb, toCurrentStep } from './web.ts';

const codeForm = z.strictObject({
  ...formFields,
  code: typed.optional(),
  shared: z.literal('1').optional(),
  action: z.literal('resend').optional(),
});
const linkForm = z.strictObject(formFields);

/** « Renforcement de la sécurité anti-fraude », and the link that takes the code's place. */
export function registerCode(app: FastifyInstance, deps: SignInWeb): void {
  app.get(paths.code, (request, reply) => showCode(deps, request, reply));
  app.post(paths.code, (request, reply) => giveCode(deps, request, reply));
  app.get(paths.signInLink, (request, reply) => showLink(deps, request, reply));
  app.post(paths.signInLink, (request, reply) => confirm(deps, request, reply));
}

async function showCode(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = deps.web.visit(request, reply);
  const journey = await journeyNamed(deps.signIn, request, visit);
  const asked = { request, reply, journey, visit };
  switch (journey.step) {
    case 'code':
      return drawCode(deps, asked, []);
    case 'link': {
      const view = deps.web.view(request, visit.browser);
      const email = displayEmail(journey.email);
      return sendPage(reply, linkSentPage(view, { journeyId: journey.id, email }));
    }
    case 'blocked':
      return refuse(deps, asked, { reason: 'blocked' });
    default:
      return toCurrentStep(reply, journey);
  }
}

async function giveCode(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, signIn } = deps;
  const fields = web.form(request, codeForm);
  const visit = web.visit(request, reply);
  const journey = await journeyNamed(deps.signIn, request, visit);
  const asked = { request, reply, journey, visit };
  if (journey.step !== 'code') return toCurrentStep(reply, journey);
  if (fields.action === 'resend') {
    // Before its time the page simply says again how long to wait: the wait is the server's.
    if (secondsToResend(journey.sentAt, web.clock.now()) > 0) return drawCode(deps, asked, []);
    const sent = await signIn.resend(journey, { visit });
    return sent.ok
      ? seeOther(reply, `${journeyLink(paths.code, journey.id)}&renvoi=1`)
      : refuse(deps, asked, sent);
  }
  const { problems } = web.view(request, visit.browser).words.code;
  const parsed = parseCode(fields.code ?? '');
  if (!parsed.ok) return drawCode(deps, asked, [{ field: 'code', message: problems[parsed.reason] }]);
  const shared = fields.shared === '1';
  const outcome = await signIn.submitCode(journey, { typed: parsed.code, shared, visit });
  if (outcome.ok) return arrive(reply, outcome.arrival);
  if (outcome.reason === 'wrong-code') {
    const failed = { ...journey, codeFailures: maxCodeFailures - outcome.triesLeft };
    return drawCode(deps, { ...asked, journey: failed }, [
      { field: 'code', message: problems.wrong(outcome.triesLeft) },
    ]);
  }
  if (outcome.reason === 'code-expired') {
    return drawCode(deps, asked, [{ field: 'code', message: problems.expired }]);
  }
  return refuse(deps, asked, outcome);
}

async function drawCode(deps: SignInWeb, asked: Asked, errors: FieldError[]) {
  const { request, reply, journey, visit } = asked;
  const live = await deps.signIn.liveCode(journey);
  const now = deps.web.clock.now();
  const page = codePage(deps.web.view(request, visit.browser), {
    journeyId: journey.id,
    email: displayEmail(journey.email),
    reasons: journey.data.reasons,
    triesLeft: maxCodeFailures - journey.codeFailures,
    resendInSeconds: secondsToResend(journey.sentAt, now),
    resent: (request.query as { renvoi?: unknown }).renvoi === '1',
    resendsLeft: maxSends - journey.sends,
    mailLate: deps.mailIsLate(),
    expired: live === null || live.expiresAt <= now,
    errors,
    editHref: journeyLink(paths.signIn, journey.id),
    askShared: true,
  });
  return sendPage(reply, page, errors.length > 0 ? 422 : 200);
}

async function showLink(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, signIn } = deps;
  const visit = web.visit(request, reply);
  const token = tokenOf(request);
  if (token !== null) {
    // The token leaves the URL at once; only the browser that is signing in may use it [security.md 14, 23].
    const landed = await signIn.landLink({ token, visit });
    return landed.ok
      ? seeOther(reply, journeyLink(paths.signInLink, landed.journeyId))
      : sendError(web, request, reply, { error: landed.reason });
  }
  const journey = await journeyNamed(deps.signIn, request, visit);
  if (journey.step !== 'link' || journey.data.linkId === null) return toCurrentStep(reply, journey);
  const email = displayEmail(journey.email);
  return sendPage(reply, signInLinkPage(web.view(request, visit.browser), { journeyId: journey.id, email }));
}

async function confirm(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  deps.web.form(request, linkForm);
  const visit = deps.web.visit(request, reply);
  const journey = await journeyNamed(deps.signIn, request, visit);
  if (journey.data.linkId === null) throw new Refusal('journey-ended');
  const outcome = await deps.signIn.confirmLink(journey, { visit });
  return outcome.ok
    ? arrive(reply, outcome.arrival)
    : refuse(deps, { request, reply, journey, visit }, outcome);
}
