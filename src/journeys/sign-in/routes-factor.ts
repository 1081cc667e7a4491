import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { displayEmail } from '../../identity/accounts/rules.ts';
import { parseCode } from '../../identity/codes/rules.ts';
import { parseRecoveryCode } from '../../identity/factors/rules.ts';
import { maxCodeFailures } from '../../identity/journeys/rules.ts';
import { formFields, typed } from '../../platform/http/forms.ts';
import { journeyLink, paths } from '../../routes.ts';
import type { FieldError } from '../../ui/view.ts';
import { sendError } from '../../web/errors.ts';
import { sendPage } from '../../web/web.ts';
import { factorPage, recoveryPage } from './factor-pages.ts';
import { passkeyAnswer } from './routes-passkey.ts';
import { type Asked, arrive, refuse, type SignInWeb, toCurrentStep, withJourney } from './web.ts';

const factorForm = z.strictObject({
  ...formFields,
  code: typed.optional(),
  recovery: typed.optional(),
  answer: passkeyAnswer.optional(),
  shared: z.literal('1').optional(),
});
type Fields = z.infer<typeof factorForm>;

/** « Deuxième vérification », in the mailed code's place. */
export function registerFactor(app: FastifyInstance, deps: SignInWeb): void {
  app.get(paths.factor, (request, reply) => show(deps, request, reply));
  app.post(paths.factor, (request, reply) => give(deps, request, reply));
}

function show(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  return withJourney(deps, { request, reply }, (asked) => {
    switch (asked.journey.step) {
      case 'factor':
        return draw(deps, asked, []);
      case 'no-factor':
        return sendError(deps.web, request, reply, { error: 'factor-missing' });
      default:
        return toCurrentStep(deps, asked, asked.journey);
    }
  });
}

function give(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const fields = deps.web.form(request, factorForm);
  return withJourney(deps, { request, reply }, (asked) => {
    if (asked.journey.step !== 'factor') return toCurrentStep(deps, asked, asked.journey);
    if (fields.answer) return givePasskey(deps, asked, fields.answer, fields);
    return fields.recovery === undefined
      ? giveCode(deps, asked, fields)
      : giveRecoveryCode(deps, asked, fields.recovery, fields);
  });
}

const isShared = ({ shared }: Fields): boolean => shared === '1';

async function givePasskey(deps: SignInWeb, asked: Asked, answer: string, fields: Fields) {
  const { request, journey, visit } = asked;
  const outcome = await deps.signIn.submitPasskey(journey, { answer, shared: isShared(fields), visit });
  if (outcome.ok) return arrive(deps, asked, outcome.arrival);
  if (outcome.reason !== 'passkey-refused') return refuse(deps, asked, outcome);
  const { problems } = deps.web.view(request, visit.browser).words.factor;
  return draw(deps, asked, [{ field: 'passkey', message: problems.passkey }]);
}

async function giveCode(deps: SignInWeb, asked: Asked, fields: Fields) {
  const { request, journey, visit } = asked;
  const { problems } = deps.web.view(request, visit.browser).words.factor;
  const say = (message: string) => draw(deps, asked, [{ field: 'code', message }]);
  const parsed = parseCode(fields.code ?? '');
  if (!parsed.ok) return say(problems[parsed.reason]);
  const given = { typed: parsed.code, shared: isShared(fields), visit };
  const outcome = await deps.signIn.submitAuthenticatorCode(journey, given);
  if (outcome.ok) return arrive(deps, asked, outcome.arrival);
  if (outcome.reason === 'wrong-factor') return say(problems.wrong(outcome.triesLeft));
  if (outcome.reason === 'used-factor') return say(problems.used);
  return refuse(deps, asked, outcome);
}

async function giveRecoveryCode(deps: SignInWeb, asked: Asked, text: string, fields: Fields) {
  const { request, journey, visit } = asked;
  const { problems } = deps.web.view(request, visit.browser).words.factor;
  const say = (message: string) => drawRecovery(deps, asked, [{ field: 'recovery', message }]);
  const parsed = parseRecoveryCode(text);
  if (!parsed.ok) return say(problems[parsed.reason === 'empty' ? 'recovery-empty' : parsed.reason]);
  const given = { code: parsed.code, shared: isShared(fields), visit };
  const outcome = await deps.signIn.submitRecoveryCode(journey, given);
  if (outcome.ok) return arrive(deps, asked, outcome.arrival);
  if (outcome.reason === 'wrong-factor' || outcome.reason === 'used-factor') {
    return say(problems['recovery-wrong'](outcome.triesLeft));
  }
  return refuse(deps, asked, outcome);
}

function draw(deps: SignInWeb, asked: Asked, errors: FieldError[]) {
  const { secours } = asked.request.query as { secours?: unknown };
  return secours === '1' && errors.length === 0
    ? drawRecovery(deps, asked, errors)
    : drawFactor(deps, asked, errors);
}

async function drawFactor({ web, signIn, ...deps }: SignInWeb, asked: Asked, errors: FieldError[]) {
  const { request, reply, journey, visit } = asked;
  const held = await signIn.factorsOf(journey, visit);
  if (!held.passkey && !held.authenticator) {
    return refuse({ web, signIn, ...deps }, asked, { reason: 'no-factor' });
  }
  const page = factorPage(web.view(request, visit.browser), {
    ...common(asked),
    ...held,
    errors,
    recoveryHref: held.recovery ? `${journeyLink(paths.factor, journey.id)}&secours=1` : null,
  });
  return sendPage(reply, page, errors.length > 0 ? 422 : 200);
}

function drawRecovery({ web }: SignInWeb, asked: Asked, errors: FieldError[]) {
  const { request, reply, journey, visit } = asked;
  const page = recoveryPage(web.view(request, visit.browser), {
    ...common(asked),
    errors,
    backHref: journeyLink(paths.factor, journey.id),
  });
  return sendPage(reply, page, errors.length > 0 ? 422 : 200);
}

function common({ journey }: Asked) {
  return {
    journeyId: journey.id,
    email: displayEmail(journey.email),
    reason: journey.data.reasons[0] ?? null,
    triesLeft: maxCodeFailures - journey.codeFailures,
    editHref: journey.data.aim?.who ? null : journeyLink(paths.signIn, journey.id),
  };
}
