import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { displayEmail } from '../../identity/accounts/rules.ts';
import { paths } from '../../routes.ts';
import type { FieldError } from '../../ui/view.ts';
import { sendPage } from '../../web/web.ts';
import { newPasswordForm, newPasswordProblem, passwordMessage } from '../new-password.ts';
import { renewalPage } from './pages.ts';
import { journeyNamed } from '../find.ts';
import { type Asked, arrive, refuse, type SignInWeb, toCurrentStep } from './web.ts';

/** The occasional new password, in the flow. It cannot be skipped by URL [security.md 10]. */
export function registerRenewal(app: FastifyInstance, deps: SignInWeb): void {
  app.get(paths.renewal, (request, reply) => show(deps, request, reply));
  app.post(paths.renewal, (request, reply) => choose(deps, request, reply));
}

async function show(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = deps.web.visit(request, reply);
  const journey = await journeyNamed(deps.signIn, request, visit);
  if (journey.step !== 'renewal') return toCurrentStep(reply, journey);
  return draw(deps, { request, reply, journey, visit }, []);
}

async function choose(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, signIn } = deps;
  const fields = web.form(request, newPasswordForm);
  const visit = web.visit(request, reply);
  const journey = await journeyNamed(deps.signIn, request, visit);
  const asked = { request, reply, journey, visit };
  if (journey.step !== 'renewal') return toCurrentStep(reply, journey);
  const view = web.view(request, visit.browser);
  const differs = newPasswordProblem(view, fields);
  if (differs) return draw(deps, asked, [differs]);
  const outcome = await signIn.choosePassword(journey, { text: fields.new, visit });
  if (outcome.ok) return arrive(reply, outcome.arrival);
  if (outcome.reason === 'password') {
    const account = await signIn.renewing(journey);
    return draw(deps, asked, [passwordMessage(view, outcome.problem, account.minLength)]);
  }
  return refuse(deps, asked, outcome);
}

async function draw({ web, signIn }: SignInWeb, asked: Asked, errors: FieldError[]) {
  const { request, reply, journey, visit } = asked;
  const { reason, minLength } = await signIn.renewing(journey);
  const page = renewalPage(web.view(request, visit.browser), {
    journeyId: journey.id,
    email: displayEmail(journey.email),
    reason,
    minLength,
    errors,
  });
  return sendPage(reply, page, errors.length > 0 ? 422 : 200);
}
