import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { displayEmail, type Email, parseEmail } from '../../identity/accounts/rules.ts';
import { secondsToResend } from '../../identity/journeys/rules.ts';
import { formFields, typed } from '../../platform/http/forms.ts';
import { journeyLink, paths } from '../../routes.ts';
import type { FieldError } from '../../ui/view.ts';
import { sendError } from '../../web/errors.ts';
import type { Visit } from '../../web/visit.ts';
import { seeOther, sendPage, type Web } from '../../web/web.ts';
import { journeyNamed, tokenOf } from '../find.ts';
import type { Landing } from '../landing.ts';
import { newPasswordForm, newPasswordProblem, passwordMessage } from '../new-password.ts';
import type { SignIn } from '../sign-in/service.ts';
import { donePage, forgottenPage, newPasswordPage, sentPage } from './pages.ts';
import type { PasswordReset } from './service.ts';

export type ResetWeb = { web: Web; reset: PasswordReset; signIn: SignIn };

const askForm = z.strictObject({ ...formFields, username: typed.optional() });
const againForm = z.strictObject({ ...formFields, action: z.literal('resend').optional() });

/** « Je renouvelle mon mot de passe ». */
export function registerPasswordReset(app: FastifyInstance, deps: ResetWeb): void {
  app.get(paths.forgotten, (request, reply) => showAsk(deps, request, reply));
  app.post(paths.forgotten, (request, reply) => ask(deps, request, reply));
  app.get(paths.forgottenSent, (request, reply) => showSent(deps, request, reply));
  app.post(paths.forgottenSent, (request, reply) => again(deps, request, reply));
  app.get(paths.resetLink, (request, reply) => land(deps, request, reply));
  app.get(paths.resetPassword, (request, reply) => showChoose(deps, request, reply));
  app.post(paths.resetPassword, (request, reply) => choose(deps, request, reply));
  app.get(paths.resetDone, (request, reply) => {
    const { browser } = deps.web.visit(request, reply);
    return sendPage(reply, donePage(deps.web.view(request, browser), {}));
  });
  // Who is signed in changes it there, with the current one; others by a mailed link.
  app.get(paths.changePassword, (request, reply) => {
    const { session } = deps.web.visit(request, reply);
    return seeOther(reply, session === null ? paths.forgotten : paths.accountPassword);
  });
}

/** The address given at the first step of the sign-in that led here: nothing is asked twice [security.md 43]. */
async function addressKnown({ signIn }: ResetWeb, request: FastifyRequest, visit: Visit) {
  const { j } = request.query as { j?: unknown };
  return typeof j === 'string' ? signIn.open({ id: j, visit }) : null;
}

async function showAsk(deps: ResetWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = deps.web.visit(request, reply);
  const known = await addressKnown(deps, request, visit);
  return drawAsk(deps, { request, reply, visit, known, email: '' }, []);
}

type Drawn = {
  request: FastifyRequest;
  reply: FastifyReply;
  visit: Visit;
  known: { id: string; email: Email } | null;
  email: string;
};

function drawAsk({ web }: ResetWeb, drawn: Drawn, errors: FieldError[]) {
  const { request, reply, visit, known, email } = drawn;
  const page = forgottenPage(web.view(request, visit.browser), {
    journeyId: known?.id ?? null,
    email: known ? displayEmail(known.email) : email,
    emailEditable: known === null,
    errors,
  });
  return sendPage(reply, page, errors.length > 0 ? 422 : 200);
}

async function ask(deps: ResetWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, reset } = deps;
  const fields = web.form(request, askForm);
  const visit = web.visit(request, reply);
  const known = await addressKnown(deps, request, visit);
  const typedEmail = fields.username ?? '';
  const parsed = known ? { ok: true as const, email: known.email } : parseEmail(typedEmail);
  if (!parsed.ok) {
    const message = web.view(request, visit.browser).words.fields.problems.email[parsed.reason];
    const drawn = { request, reply, visit, known, email: typedEmail };
    return drawAsk(deps, drawn, [{ field: 'username', message }]);
  }
  const asked = await reset.ask({ email: parsed.email, visit });
  return asked.ok
    ? seeOther(reply, journeyLink(paths.forgottenSent, asked.journeyId))
    : sendError(web, request, reply, { error: 'mails-limit-reached', until: asked.until });
}

async function showSent({ web, reset }: ResetWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = web.visit(request, reply);
  const journey = await journeyNamed(reset, request, visit);
  const page = sentPage(web.view(request, visit.browser), {
    journeyId: journey.id,
    email: displayEmail(journey.email),
    resendInSeconds: secondsToResend(journey.sentAt, web.clock.now()),
  });
  return sendPage(reply, page);
}

async function again({ web, reset }: ResetWeb, request: FastifyRequest, reply: FastifyReply) {
  web.form(request, againForm);
  const visit = web.visit(request, reply);
  const journey = await journeyNamed(reset, request, visit);
  const asked = await reset.again(journey, visit);
  return asked.ok
    ? seeOther(reply, journeyLink(paths.forgottenSent, journey.id))
    : sendError(web, request, reply, { error: 'mails-limit-reached', until: asked.until });
}

async function land({ web, reset }: ResetWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = web.visit(request, reply);
  const id = await reset.land({ token: tokenOf(request) ?? '', visit });
  return seeOther(reply, journeyLink(paths.resetPassword, id));
}

async function showChoose(deps: ResetWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = deps.web.visit(request, reply);
  const landing = await journeyNamed({ find: deps.reset.findLanding }, request, visit);
  return drawChoose(deps, { request, reply, visit, landing }, () => []);
}

async function choose(deps: ResetWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, reset } = deps;
  const fields = web.form(request, newPasswordForm);
  const visit = web.visit(request, reply);
  const landing = await journeyNamed({ find: reset.findLanding }, request, visit);
  const asked = { request, reply, visit, landing };
  const view = web.view(request, visit.browser);
  const differs = newPasswordProblem(view, fields);
  if (differs) return drawChoose(deps, asked, () => [differs]);
  const outcome = await reset.choose(landing, { text: fields.new, visit });
  if (outcome.ok) return seeOther(reply, paths.resetDone);
  if (outcome.reason === 'password') {
    return drawChoose(deps, asked, (least) => [passwordMessage(view, outcome.problem, least)]);
  }
  return sendError(web, request, reply, { error: outcome.reason });
}

type Asked = { request: FastifyRequest; reply: FastifyReply; visit: Visit; landing: Landing };

async function drawChoose(deps: ResetWeb, asked: Asked, errorsFor: (minLength: number) => FieldError[]) {
  const { request, reply, visit, landing } = asked;
  const target = await deps.reset.target(landing);
  if (!target.ok) return sendError(deps.web, request, reply, { error: target.reason });
  const errors = errorsFor(target.minLength);
  const page = newPasswordPage(deps.web.view(request, visit.browser), {
    journeyId: landing.id,
    email: displayEmail(target.email),
    minLength: target.minLength,
    errors,
  });
  return sendPage(reply, page, errors.length > 0 ? 422 : 200);
}
