import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { displayEmail } from '../../identity/accounts/rules.ts';
import { parseCode } from '../../identity/codes/rules.ts';
import { showRecoveryCode } from '../../identity/factors/rules.ts';
import { formFields, typed, typedPassword } from '../../platform/http/forms.ts';
import { journeyLink, paths } from '../../routes.ts';
import { recoveryCodesFile } from '../../ui/factors.ts';
import { qrOf } from '../../ui/qr.ts';
import type { FieldError } from '../../ui/view.ts';
import { sendError } from '../../web/errors.ts';
import type { Visit } from '../../web/visit.ts';
import { seeOther, sendPage, type Web } from '../../web/web.ts';
import { journeyNamed, tokenOf } from '../find.ts';
import type { Landing } from '../landing.ts';
import { newPasswordProblem, passwordMessage } from '../new-password.ts';
import { applicationPage, codesPage, donePage, factorPage, passwordPage } from './pages.ts';
import type { Enrolling, Enrolment, FactorAdded } from './service.ts';

export type EnrolmentWeb = { web: Web; enrolment: Enrolment };

const action = <Name extends string>(name: Name) => ({ ...formFields, action: z.literal(name) });
const form = z.discriminatedUnion('action', [
  z.strictObject({ ...action('password'), new: typedPassword, confirm: typedPassword }),
  z.strictObject({ ...action('passkey'), answer: z.string().max(32_768) }),
  z.strictObject({ ...action('application'), ticket: z.string().max(2_000), code: typed }),
]);
type Fields = z.infer<typeof form>;

/** « Activer votre compte », by the link that the command line printed. */
export function registerEnrolment(app: FastifyInstance, deps: EnrolmentWeb): void {
  app.get(paths.enrolmentLink, (request, reply) => land(deps, request, reply));
  app.get(paths.enrolment, (request, reply) => show(deps, request, reply));
  app.post(paths.enrolment, (request, reply) => give(deps, request, reply));
  app.get(paths.enrolmentDone, (request, reply) => {
    const { browser } = deps.web.visit(request, reply);
    return sendPage(reply, donePage(deps.web.view(request, browser), {}));
  });
}

async function land({ web, enrolment }: EnrolmentWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = web.visit(request, reply);
  const id = await enrolment.land({ token: tokenOf(request) ?? '', visit });
  return seeOther(reply, journeyLink(paths.enrolment, id));
}

type Asked = { request: FastifyRequest; reply: FastifyReply; visit: Visit; landing: Landing };

async function asked({ web, enrolment }: EnrolmentWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = web.visit(request, reply);
  return { request, reply, visit, landing: await journeyNamed(enrolment, request, visit) };
}

async function show(deps: EnrolmentWeb, request: FastifyRequest, reply: FastifyReply) {
  const of = await asked(deps, request, reply);
  const { codes } = request.query as { codes?: unknown };
  if (typeof codes === 'string' && codes.length <= 2_000) return showCodes(deps, of, codes);
  return withTarget(deps, of, (target) => draw(deps, of, target, {}));
}

/** New codes, as a page or as a file; the link is used up by then. */
function showCodes(
  { web, enrolment }: EnrolmentWeb,
  { request, reply, visit, landing }: Asked,
  text: string,
) {
  const codes = enrolment.shownCodes(landing, { text, visit })?.map(showRecoveryCode);
  if (!codes) return sendError(web, request, reply, { error: 'enrolment-ended' });
  const view = web.view(request, visit.browser);
  if ((request.query as { fichier?: unknown }).fichier === '1') {
    return reply
      .type('text/plain; charset=utf-8')
      .header('content-disposition', 'attachment; filename="codes-de-secours.txt"')
      .send(recoveryCodesFile(view, codes));
  }
  return sendPage(reply, codesPage(view, { codes, downloadHref: `${codesHref(landing, text)}&fichier=1` }));
}

const codesHref = (landing: Landing, codes: string): string =>
  `${journeyLink(paths.enrolment, landing.id)}&codes=${encodeURIComponent(codes)}`;

async function withTarget(
  { web, enrolment }: EnrolmentWeb,
  { request, reply, landing }: Asked,
  act: (target: Enrolling) => Promise<FastifyReply>,
) {
  const target = await enrolment.target(landing);
  return target.ok ? act(target) : sendError(web, request, reply, { error: 'enrolment-ended' });
}

type Drawn = { errors?: FieldError[]; ticket?: string; application?: boolean };

async function draw(deps: EnrolmentWeb, of: Asked, target: Enrolling, drawn: Drawn) {
  const { web, enrolment } = deps;
  const { request, reply, visit, landing } = of;
  const { errors = [], ticket } = drawn;
  const view = web.view(request, visit.browser);
  const common = { journeyId: landing.id, email: displayEmail(target.account.email), errors };
  const status = errors.length > 0 ? 422 : 200;
  if (target.step === 'password') {
    return sendPage(reply, passwordPage(view, { ...common, minLength: target.minLength }), status);
  }
  const href = journeyLink(paths.enrolment, landing.id);
  const { moyen } = request.query as { moyen?: unknown };
  if (drawn.application ?? moyen === 'application') {
    const setUp = await enrolment.setUp(target, visit, ticket);
    const page = applicationPage(view, { ...common, ...setUp, qr: await qrOf(setUp.uri), backHref: href });
    return sendPage(reply, page, status);
  }
  const options = await enrolment.creationOptions(target, visit);
  const applicationHref = `${href}&moyen=application`;
  return sendPage(reply, factorPage(view, { ...common, options, applicationHref }), status);
}

async function give(deps: EnrolmentWeb, request: FastifyRequest, reply: FastifyReply) {
  const fields = deps.web.form(request, form);
  const of = await asked(deps, request, reply);
  return withTarget(deps, of, async (target) => {
    const wanted = fields.action === 'password' ? 'password' : 'factor';
    // Back, or another tab: on to where the enrolment stands.
    if (target.step !== wanted) return seeOther(reply, journeyLink(paths.enrolment, of.landing.id));
    switch (fields.action) {
      case 'password':
        return givePassword(deps, of, target, fields);
      case 'passkey':
        return givePasskey(deps, of, target, fields.answer);
      case 'application':
        return giveApplication(deps, of, target, fields);
      default:
        return fields satisfies never;
    }
  });
}

type FieldsOf<Action extends Fields['action']> = Extract<Fields, { action: Action }>;

async function givePassword(deps: EnrolmentWeb, of: Asked, target: Enrolling, fields: FieldsOf<'password'>) {
  const { web, enrolment } = deps;
  const { request, reply, visit, landing } = of;
  const view = web.view(request, visit.browser);
  const differs = newPasswordProblem(view, fields);
  if (differs) return draw(deps, of, target, { errors: [differs] });
  const chosen = await enrolment.choosePassword(target, { text: fields.new, visit });
  if (chosen.ok) return seeOther(reply, journeyLink(paths.enrolment, landing.id));
  if (chosen.reason !== 'password') return sendError(web, request, reply, { error: chosen.reason });
  return draw(deps, of, target, { errors: [passwordMessage(view, chosen.problem, target.minLength)] });
}

async function givePasskey(deps: EnrolmentWeb, of: Asked, target: Enrolling, answer: string) {
  const { problems } = deps.web.view(of.request, of.visit.browser).words.factors;
  const added = await deps.enrolment.addPasskey(target, { answer, visit: of.visit });
  const say = (message: string) =>
    draw(deps, of, target, { errors: [{ field: 'passkey', message }], application: false });
  return settled(deps, of, added, () =>
    say(!added.ok && added.reason === 'exists' ? problems.exists : problems.notMade),
  );
}

async function giveApplication(
  deps: EnrolmentWeb,
  of: Asked,
  target: Enrolling,
  { ticket, code }: FieldsOf<'application'>,
) {
  const { factors, factor } = deps.web.view(of.request, of.visit.browser).words;
  const say = (message: string, kept?: string) =>
    draw(deps, of, target, { errors: [{ field: 'code', message }], ticket: kept, application: true });
  const parsed = parseCode(code);
  if (!parsed.ok) return say(factor.problems[parsed.reason], ticket);
  const given = { ticket, typed: parsed.code, visit: of.visit };
  const added = await deps.enrolment.addAuthenticator(target, given);
  return settled(deps, of, added, () =>
    !added.ok && added.reason === 'expired' ? say(factors.setUpExpired) : say(factors.problems.wrong, ticket),
  );
}

/** On to the codes, or the end where the account has some already; or what to say. */
function settled(
  { web }: EnrolmentWeb,
  { request, reply, landing }: Asked,
  added: FactorAdded,
  refused: () => Promise<FastifyReply>,
): FastifyReply | Promise<FastifyReply> {
  if (added.ok) return seeOther(reply, added.codes ? codesHref(landing, added.codes) : paths.enrolmentDone);
  if (added.reason !== 'enrolment-ended') return refused();
  return sendError(web, request, reply, { error: 'enrolment-ended' });
}
