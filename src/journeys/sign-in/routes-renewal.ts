import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { displayEmail } from '../../identity/accounts/rules.ts';
import { paths } from '../../routes.ts';
import type { FieldError } from '../../ui/view.ts';
import { sendPage } from '../../web/web.ts';
import { newPasswordForm, newPasswordProblem, passwordMessage } from '../new-password.ts';
import { renewalPage } from './pages.ts';
import { type Asked, arrive, refuse, type SignInWeb, toCurrentStep, withJourney } from './web.ts';

/** The occasional new password, in the flow. It cannot be skipped by URL [security.md 10]. */
export function registerRenewal(app: FastifyInstance, deps: SignInWeb): void {
  app.get(paths.renewal, (request, reply) => show(deps, request, reply));
  app.post(paths.renewal, (request, reply) => choose(deps, request, reply));
}

function show(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  return withJourney(deps, { request, reply }, (asked) =>
    asked.journey.step === 'renewal' ? draw(deps, asked, []) : toCurrentStep(deps, asked, asked.journey),
  );
}

function choose(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, signIn } = deps;
  const fields = web.form(request, newPasswordForm);
  return withJourney(deps, { request, reply }, async (asked) => {
    const { journey, visit } = asked;
    if (journey.step !== 'renewal') return toCurrentStep(deps, asked, journey);
    const view = web.view(request, visit.browser);
    const differs = newPasswordProblem(view, fields);
    if (differs) return draw(deps, asked, [differs]);
    const outcome = await signIn.choosePassword(journey, { text: fields.new, visit });
    if (outcome.ok) return arrive(deps, asked, outcome.arrival);
    if (outcome.reason !== 'password') return refuse(deps, asked, outcome);
    const { minLength } = await signIn.renewing(journey);
    return draw(deps, asked, [passwordMessage(view, outcome.problem, minLength)]);
  });
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
