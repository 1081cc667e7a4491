import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { displayEmail, parseEmail, parseName } from '../../identity/accounts/rules.ts';
import { secondsToResend } from '../../identity/journeys/rules.ts';
import { leastLength } from '../../identity/passwords/rules.ts';
import { formFields, typed } from '../../platform/http/forms.ts';
import { journeyLink, paths } from '../../routes.ts';
import type { FieldError } from '../../ui/view.ts';
import { sendError } from '../../web/errors.ts';
import type { Visit } from '../../web/visit.ts';
import { seeOther, sendPage, type Web } from '../../web/web.ts';
import { journeyNamed, tokenOf } from '../find.ts';
import type { Landing } from '../landing.ts';
import { newPasswordForm, newPasswordProblem, passwordMessage } from '../new-password.ts';
import { addressPage, detailsPage, donePage, sentPage } from './pages.ts';
import type { AskOutcome, SignUp } from './service.ts';

export type SignUpWeb = { web: Web; signUp: SignUp };

/** From a link that is no longer good: another one, rather than a new password. */
const waysOn = ['sign-up', 'sign-in'] as const;

const askForm = z.strictObject({ ...formFields, username: typed });
const againForm = z.strictObject({ ...formFields, action: z.literal('resend').optional() });
const detailsForm = newPasswordForm.extend({ name: typed });

/** « Créer un compte » [security.md 16]. */
export function registerSignUp(app: FastifyInstance, deps: SignUpWeb): void {
  app.get(paths.signUp, (request, reply) => drawAsk(deps, request, reply, { email: '', errors: [] }));
  app.post(paths.signUp, (request, reply) => ask(deps, request, reply));
  app.get(paths.signUpSent, (request, reply) => showSent(deps, request, reply));
  app.post(paths.signUpSent, (request, reply) => again(deps, request, reply));
  app.get(paths.signUpLink, (request, reply) => land(deps, request, reply));
  app.get(paths.signUpDetails, (request, reply) => showDetails(deps, request, reply));
  app.post(paths.signUpDetails, (request, reply) => finish(deps, request, reply));
  app.get(paths.signUpDone, (request, reply) => {
    const { browser } = deps.web.visit(request, reply);
    return sendPage(reply, donePage(deps.web.view(request, browser), {}));
  });
}

type Typed = { email: string; errors: FieldError[] };

function drawAsk({ web, signUp }: SignUpWeb, request: FastifyRequest, reply: FastifyReply, typed: Typed) {
  const { browser } = web.visit(request, reply);
  if (signUp.isClosed()) return sendError(web, request, reply, { error: 'sign-up-closed' });
  return sendPage(reply, addressPage(web.view(request, browser), typed), typed.errors.length > 0 ? 422 : 200);
}

async function ask(deps: SignUpWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, signUp } = deps;
  const fields = web.form(request, askForm);
  const visit = web.visit(request, reply);
  const parsed = parseEmail(fields.username);
  if (!parsed.ok) {
    const message = web.view(request, visit.browser).words.fields.problems.email[parsed.reason];
    return drawAsk(deps, request, reply, {
      email: fields.username,
      errors: [{ field: 'username', message }],
    });
  }
  return answerAsked(deps, request, reply, await signUp.ask({ email: parsed.email, visit }));
}

async function again(deps: SignUpWeb, request: FastifyRequest, reply: FastifyReply) {
  deps.web.form(request, againForm);
  const visit = deps.web.visit(request, reply);
  const journey = await journeyNamed(deps.signUp, request, visit);
  return answerAsked(deps, request, reply, await deps.signUp.again(journey, visit));
}

function answerAsked({ web }: SignUpWeb, request: FastifyRequest, reply: FastifyReply, asked: AskOutcome) {
  if (asked.ok) return seeOther(reply, journeyLink(paths.signUpSent, asked.journeyId));
  switch (asked.reason) {
    case 'closed':
      return sendError(web, request, reply, { error: 'sign-up-closed' });
    case 'domain-refused':
      return sendError(web, request, reply, { error: 'domain-refused' });
    case 'too-many-mails':
      return sendError(web, request, reply, { error: 'mails-limit-reached', until: asked.until });
    default:
      return asked satisfies never;
  }
}

async function showSent({ web, signUp }: SignUpWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = web.visit(request, reply);
  const journey = await journeyNamed(signUp, request, visit);
  const page = sentPage(web.view(request, visit.browser), {
    journeyId: journey.id,
    email: displayEmail(journey.email),
    resendInSeconds: secondsToResend(journey.sentAt, web.clock.now()),
  });
  return sendPage(reply, page);
}

async function land({ web, signUp }: SignUpWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = web.visit(request, reply);
  const id = await signUp.land({ token: tokenOf(request) ?? '', visit });
  return seeOther(reply, journeyLink(paths.signUpDetails, id));
}

async function showDetails(deps: SignUpWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = deps.web.visit(request, reply);
  const landing = await journeyNamed({ find: deps.signUp.findLanding }, request, visit);
  return drawDetails(deps, { request, reply, visit, landing }, { name: '', errors: [] });
}

async function finish(deps: SignUpWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, signUp } = deps;
  const fields = web.form(request, detailsForm);
  const visit = web.visit(request, reply);
  const landing = await journeyNamed({ find: signUp.findLanding }, request, visit);
  const asked = { request, reply, visit, landing };
  const view = web.view(request, visit.browser);
  const name = parseName(fields.name);
  const errors: FieldError[] = [];
  if (!name.ok) errors.push({ field: 'name', message: view.words.fields.problems.name[name.reason] });
  const differs = newPasswordProblem(view, fields);
  if (differs) errors.push(differs);
  if (!name.ok || differs) return drawDetails(deps, asked, { name: fields.name, errors });
  const outcome = await signUp.finish(landing, { name: name.name, text: fields.new, visit });
  if (outcome.ok) return seeOther(reply, paths.signUpDone);
  if (outcome.reason === 'password') {
    const refused = passwordMessage(view, outcome.problem, leastLength.member);
    return drawDetails(deps, asked, { name: fields.name, errors: [refused] });
  }
  // Made meanwhile, by an operator or in another tab: this person holds the mailbox, so may know it.
  if (outcome.reason === 'exists') return seeOther(reply, paths.signIn);
  return sendError(web, request, reply, { error: outcome.reason, actions: waysOn });
}

type Asked = { request: FastifyRequest; reply: FastifyReply; visit: Visit; landing: Landing };

async function drawDetails(
  { web, signUp }: SignUpWeb,
  { request, reply, visit, landing }: Asked,
  { name, errors }: { name: string; errors: FieldError[] },
) {
  const state = await signUp.linkOf(landing);
  if (!state.ok) return sendError(web, request, reply, { error: state.reason, actions: waysOn });
  const page = detailsPage(web.view(request, visit.browser), {
    journeyId: landing.id,
    email: displayEmail(state.link.email),
    name,
    minLength: leastLength.member,
    errors,
  });
  return sendPage(reply, page, errors.length > 0 ? 422 : 200);
}
