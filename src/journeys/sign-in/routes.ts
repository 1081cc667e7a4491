import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { displayEmail, parseEmail, suggestEmail } from '../../identity/accounts/rules.ts';
import { formFields, typed, typedPassword } from '../../platform/http/forms.ts';
import { journeyLink, paths } from '../../routes.ts';
import type { FieldError } from '../../ui/view.ts';
import { seeOther, sendPage } from '../../web/web.ts';
import { registerCode } from './routes-code.ts';
import { registerRenewal } from './routes-renewal.ts';
import { emailPage, passwordPage } from './pages.ts';
import { journeyNamed } from '../find.ts';
import { type Asked, arrive, refuse, type SignInWeb, toCurrentStep } from './web.ts';

const emailForm = z.strictObject({ ...formFields, username: typed });
const passwordForm = z.strictObject({ ...formFields, password: typedPassword });

/** « Se connecter », « Saisir votre mot de passe », and the pages behind them. */
export function registerSignIn(app: FastifyInstance, deps: SignInWeb): void {
  app.get(paths.signIn, (request, reply) => showEmail(deps, request, reply));
  app.post(paths.signIn, (request, reply) => giveEmail(deps, request, reply));
  app.get(paths.password, (request, reply) => showPassword(deps, request, reply));
  app.post(paths.password, (request, reply) => givePassword(deps, request, reply));
  app.get(paths.leave, (_request, reply) => seeOther(reply, deps.links.portal ?? paths.signIn));
  registerCode(app, deps);
  registerRenewal(app, deps);
}

async function showEmail(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, signIn } = deps;
  const visit = web.visit(request, reply);
  const { j } = request.query as { j?: unknown };
  // « Modifier »: what was typed is there, to be corrected rather than typed again.
  const journey = typeof j === 'string' ? await signIn.find({ id: j, visit }) : null;
  if (!journey && (await deps.isSignedIn(visit))) return seeOther(reply, paths.home);
  const email = journey ? displayEmail(journey.email) : '';
  return sendPage(reply, emailPage(web.view(request, visit.browser), { email, errors: [] }));
}

async function giveEmail({ web, signIn }: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const fields = web.form(request, emailForm);
  const visit = web.visit(request, reply);
  const parsed = parseEmail(fields.username);
  if (!parsed.ok) {
    const view = web.view(request, visit.browser);
    const errors = [{ field: 'username', message: view.words.fields.problems.email[parsed.reason] }];
    return sendPage(reply, emailPage(view, { email: fields.username, errors }), 422);
  }
  const journey = await signIn.begin({ email: parsed.email, visit });
  return seeOther(reply, journeyLink(paths.password, journey.id));
}

async function showPassword(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = deps.web.visit(request, reply);
  const journey = await journeyNamed(deps.signIn, request, visit);
  if (journey.step === 'blocked') return toCurrentStep(reply, journey);
  return drawPassword(deps, { request, reply, journey, visit }, []);
}

async function givePassword(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, signIn } = deps;
  const fields = web.form(request, passwordForm);
  const visit = web.visit(request, reply);
  const journey = await journeyNamed(deps.signIn, request, visit);
  const asked = { request, reply, journey, visit };
  const { problems } = web.view(request, visit.browser).words.fields;
  if (fields.password === '') {
    return drawPassword(deps, asked, [{ field: 'password', message: problems.password.empty }]);
  }
  const outcome = await signIn.submitPassword(journey, { text: fields.password, visit });
  if (outcome.ok) return arrive(reply, outcome.arrival);
  if (outcome.reason === 'wrong-password') {
    return drawPassword(deps, asked, [{ field: 'password', message: problems.password.refused }]);
  }
  return refuse(deps, asked, outcome);
}

function drawPassword({ web }: SignInWeb, asked: Asked, errors: FieldError[]) {
  const { request, reply, journey, visit } = asked;
  const page = passwordPage(web.view(request, visit.browser), {
    journeyId: journey.id,
    email: displayEmail(journey.email),
    suggestion: suggestEmail(journey.email),
    errors,
    leaveHref: paths.leave,
    forgottenHref: journeyLink(paths.forgotten, journey.id),
    editHref: journeyLink(paths.signIn, journey.id),
  });
  return sendPage(reply, page, errors.length > 0 ? 422 : 200);
}
