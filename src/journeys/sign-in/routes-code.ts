import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { displayEmail } from '../../identity/accounts/rules.ts';
import { parseCode } from '../../identity/codes/rules.ts';
import { maxCodeFailures, maxSends, secondsToResend } from '../../identity/journeys/rules.ts';
import { formFields, typed } from '../../platform/http/forms.ts';
import { journeyLink, paths } from '../../routes.ts';
import type { FieldError } from '../../ui/view.ts';
import { sendError } from '../../web/errors.ts';
import { seeOther, sendPage } from '../../web/web.ts';
import { tokenOf } from '../find.ts';
import { codePage, linkSentPage, signInLinkPage } from './pages.ts';
import { type Asked, arrive, refuse, type SignInWeb, toCurrentStep, withJourney } from './web.ts';

const codeForm = z.strictObject({
  ...formFields,
  code: typed.optional(),
  shared: z.literal('1').optional(),
  action: z.literal('resend').optional(),
});
const linkForm = z.strictObject({ ...formFields, shared: z.literal('1').optional() });

/** « Renforcement de la sécurité anti-fraude », and the link that takes the code's place. */
export function registerCode(app: FastifyInstance, deps: SignInWeb): void {
  app.get(paths.code, (request, reply) => showCode(deps, request, reply));
  app.post(paths.code, (request, reply) => giveCode(deps, request, reply));
  app.get(paths.signInLink, (request, reply) => showLink(deps, request, reply));
  app.post(paths.signInLink, (request, reply) => confirm(deps, request, reply));
}

function showCode(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  return withJourney(deps, { request, reply }, (asked) => {
    const { journey, visit } = asked;
    switch (journey.step) {
      case 'code':
        return drawCode(deps, asked, []);
      case 'link': {
        const email = displayEmail(journey.email);
        const view = deps.web.view(request, visit.browser);
        const resendInSeconds = secondsToResend(journey.sentAt, deps.web.clock.now());
        const resendsLeft = maxSends - journey.sends;
        const page = { journeyId: journey.id, email, resendInSeconds, resendsLeft };
        return sendPage(reply, linkSentPage(view, page));
      }
      case 'blocked':
        return refuse(deps, asked, { reason: 'blocked' });
      default:
        return toCurrentStep(deps, asked, journey);
    }
  });
}

function giveCode(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const fields = deps.web.form(request, codeForm);
  return withJourney(deps, { request, reply }, (asked) => {
    const { step } = asked.journey;
    if (fields.action === 'resend' && (step === 'code' || step === 'link')) return resend(deps, asked);
    return step === 'code' ? submit(deps, asked, fields) : toCurrentStep(deps, asked, asked.journey);
  });
}

async function resend({ web, signIn, ...deps }: SignInWeb, asked: Asked) {
  const { reply, journey, visit } = asked;
  // Before its time the page simply says again how long to wait: the wait is the server's.
  if (secondsToResend(journey.sentAt, web.clock.now()) > 0)
    return drawCode({ web, signIn, ...deps }, asked, []);
  const sent = await signIn.resend(journey, { visit });
  return sent.ok
    ? seeOther(reply, `${journeyLink(paths.code, journey.id)}&renvoi=1`)
    : refuse({ web, signIn, ...deps }, asked, sent);
}

async function submit(deps: SignInWeb, asked: Asked, fields: z.infer<typeof codeForm>) {
  const { request, journey, visit } = asked;
  const { problems } = deps.web.view(request, visit.browser).words.code;
  const say = (message: string) => drawCode(deps, asked, [{ field: 'code', message }]);
  const parsed = parseCode(fields.code ?? '');
  if (!parsed.ok) return say(problems[parsed.reason]);
  const shared = fields.shared === '1';
  const outcome = await deps.signIn.submitCode(journey, { typed: parsed.code, shared, visit });
  if (outcome.ok) return arrive(deps, asked, outcome.arrival);
  if (outcome.reason === 'wrong-code') {
    asked.journey.codeFailures = maxCodeFailures - outcome.triesLeft;
    return say(problems.wrong(outcome.triesLeft));
  }
  if (outcome.reason === 'code-expired') return say(problems.expired);
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
  return withJourney(deps, { request, reply }, (asked) => {
    const { journey } = asked;
    if (journey.step !== 'link' || journey.data.linkId === null) return toCurrentStep(deps, asked, journey);
    const view = web.view(request, visit.browser);
    const email = displayEmail(journey.email);
    return sendPage(reply, signInLinkPage(view, { journeyId: journey.id, email }));
  });
}

function confirm(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const fields = deps.web.form(request, linkForm);
  return withJourney(deps, { request, reply }, async (asked) => {
    const { journey, visit } = asked;
    if (journey.data.linkId === null) return toCurrentStep(deps, asked, journey);
    const outcome = await deps.signIn.confirmLink(journey, { shared: fields.shared === '1', visit });
    return outcome.ok ? arrive(deps, asked, outcome.arrival) : refuse(deps, asked, outcome);
  });
}
