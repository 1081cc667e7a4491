import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { displayEmail, type Email, parseEmail, suggestEmail } from '../../identity/accounts/rules.ts';
import { formFields, typed, typedPassword } from '../../platform/http/forms.ts';
import { Refusal } from '../../platform/http/refusals.ts';
import { journeyLink, paths } from '../../routes.ts';
import type { FieldError } from '../../ui/view.ts';
import type { Aim } from '../../web/aims.ts';
import { sendOnward } from '../../web/onward.ts';
import type { Visit } from '../../web/visit.ts';
import { seeOther, sendPage } from '../../web/web.ts';
import { pageAfter } from './journey.ts';
import { emailPage, passwordPage } from './pages.ts';
import { registerCode } from './routes-code.ts';
import { registerFactor } from './routes-factor.ts';
import { passkeyOffer, registerPasskey } from './routes-passkey.ts';
import { registerRenewal } from './routes-renewal.ts';
import type { Start } from './start.ts';
import { type Asked, arrive, goOn, idIn, refuse, type SignInWeb } from './web.ts';

const emailForm = z.strictObject({ ...formFields, username: typed });
const passwordForm = z.strictObject({ ...formFields, password: typedPassword });

/** « Se connecter », « Saisir votre mot de passe », and the pages behind them. */
export function registerSignIn(app: FastifyInstance, deps: SignInWeb): void {
  app.get(paths.signIn, (request, reply) => showEmail(deps, request, reply));
  app.post(paths.signIn, (request, reply) => giveEmail(deps, request, reply));
  app.get(paths.password, (request, reply) => showPassword(deps, request, reply));
  app.post(paths.password, (request, reply) => givePassword(deps, request, reply));
  app.get(paths.leave, (request, reply) => leave(deps, request, reply));
  app.get(paths.onward, (request, reply) => onward(deps, request, reply));
  registerPasskey(app, deps);
  registerCode(app, deps);
  registerFactor(app, deps);
  registerRenewal(app, deps);
}

/** « Abandonner et retourner vers votre portail »: to the tool that one came from, or the configured portal. */
function leave({ web, aims, links }: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const aim = aims.of(request, web.visit(request, reply).browser);
  return seeOther(reply, aim?.leave ?? links.portal ?? paths.signIn);
}

/** The last page before another site; without an aim that leads there, the home. */
function onward({ web, aims }: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const aim = aims.of(request, web.visit(request, reply).browser);
  return aim?.away ? sendOnward(web, request, reply, aim.next) : seeOther(reply, aim?.next ?? paths.home);
}

async function showEmail(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, aims, signIn } = deps;
  const visit = web.visit(request, reply);
  // « Modifier »: what was typed is there, to be corrected rather than typed again.
  const start = await signIn.open({ id: idIn(request), visit });
  const aim = start?.aim ?? aims.of(request, visit.browser);
  if (!start && !aim?.fresh && !aim?.ask && (await deps.isSignedIn(visit))) {
    return goOn(deps, { reply, visit }, aim);
  }
  const who = aim?.who === undefined ? null : parseEmail(aim.who);
  if (who?.ok) return toPassword(deps, reply, { email: who.email, aim, visit });
  // « Vouliez-vous dire … ? » was followed: the address that was meant stands there, one press away.
  const { corriger } = request.query as { corriger?: unknown };
  const meant = start && corriger === '1' ? suggestEmail(start.email) : null;
  const email = start ? (meant ?? displayEmail(start.email)) : (aim?.hint ?? '');
  const passkey = passkeyOffer(deps, request, visit);
  return sendPage(reply, emailPage(web.view(request, visit.browser), { email, errors: [], passkey }));
}

async function giveEmail(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, aims, signIn } = deps;
  const fields = web.form(request, emailForm);
  const visit = web.visit(request, reply);
  const parsed = parseEmail(fields.username);
  if (!parsed.ok) {
    const view = web.view(request, visit.browser);
    const errors = [{ field: 'username', message: view.words.fields.problems.email[parsed.reason] }];
    const passkey = passkeyOffer(deps, request, visit);
    return sendPage(reply, emailPage(view, { email: fields.username, errors, passkey }), 422);
  }
  // « Modifier » stands on a start's own page, a first visit on the aim's.
  const former = await signIn.open({ id: idIn(request), visit });
  const aim = former?.aim ?? aims.of(request, visit.browser);
  return toPassword(deps, reply, { email: parsed.email, aim, visit });
}

function toPassword(
  { signIn }: SignInWeb,
  reply: FastifyReply,
  of: { email: Email; aim: Aim | null; visit: Visit },
) {
  const start = signIn.begin(of);
  return seeOther(reply, journeyLink(pageAfter('email', 'email-given'), start.id));
}

async function showPassword(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = deps.web.visit(request, reply);
  const start = await deps.signIn.open({ id: idIn(request), visit });
  if (start) return drawPassword(deps, { request, reply, visit, start }, []);
  // Back, after the end: there is nothing to give any more.
  if (await deps.isSignedIn(visit)) return seeOther(reply, paths.home);
  throw new Refusal('journey-ended');
}

async function givePassword(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, signIn } = deps;
  const fields = web.form(request, passwordForm);
  const visit = web.visit(request, reply);
  const start = await signIn.open({ id: idIn(request), visit });
  if (!start) throw new Refusal('journey-ended');
  const asked = { request, reply, visit, start };
  const { problems } = web.view(request, visit.browser).words.fields;
  if (fields.password === '') {
    return drawPassword(deps, asked, [{ field: 'password', message: problems.password.empty }]);
  }
  const outcome = await signIn.submitPassword(start, { text: fields.password, visit });
  if (outcome.ok) return arrive(deps, asked, outcome.arrival);
  if (outcome.reason === 'wrong-password') {
    return drawPassword(deps, asked, [{ field: 'password', message: problems.password.refused }]);
  }
  return refuse(deps, asked, outcome);
}

type AskedFirst = Omit<Asked, 'journey'> & { start: Start };

function drawPassword(deps: SignInWeb, asked: AskedFirst, errors: FieldError[]) {
  const { web, aims } = deps;
  const { request, reply, visit, start } = asked;
  const { aim } = start;
  const page = passwordPage(web.view(request, visit.browser), {
    journeyId: start.id,
    email: displayEmail(start.email),
    suggestion: suggestEmail(start.email),
    suggestionHref: `${journeyLink(paths.signIn, start.id)}&corriger=1`,
    errors,
    leaveHref: aim?.leave ? aims.link(paths.leave, { aim, browser: visit.browser }) : paths.leave,
    forgottenHref: journeyLink(paths.forgotten, start.id),
    editHref: aim?.who ? null : journeyLink(paths.signIn, start.id),
    ...(aim?.who && { passkey: passkeyOffer(deps, request, visit) }),
  });
  return sendPage(reply, page, errors.length > 0 ? 422 : 200);
}
