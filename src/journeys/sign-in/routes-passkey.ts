import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { formFields } from '../../platform/http/forms.ts';
import { paths } from '../../routes.ts';
import { aimParameter } from '../../web/aims.ts';
import { sendError } from '../../web/errors.ts';
import type { Visit } from '../../web/visit.ts';
import { seeOther } from '../../web/web.ts';
import type { PasskeyOffer } from './pages.ts';
import { arrive, idIn, refuse, type SignInWeb } from './web.ts';

/** An answer as the browser made it: the keys of some devices are long. */
export const passkeyAnswer = z.string().max(32_768);

const passkeyForm = z.strictObject({ ...formFields, answer: passkeyAnswer });

/** « Se connecter avec une clé d'accès », from the first screen. */
export function registerPasskey(app: FastifyInstance, deps: SignInWeb): void {
  app.get(paths.passkeySignIn, (request, reply) => seeOther(reply, `${paths.signIn}${queryOf(request)}`));
  app.post(paths.passkeySignIn, (request, reply) => signInByPasskey(deps, request, reply));
}

/** The offer of a page, with what the sign-in is for. */
export function passkeyOffer({ signIn }: SignInWeb, request: FastifyRequest, visit: Visit): PasskeyOffer {
  return {
    options: signIn.passkeyOptions(visit),
    action: `${paths.passkeySignIn}${queryOf(request)}`,
  };
}

async function signInByPasskey(deps: SignInWeb, request: FastifyRequest, reply: FastifyReply) {
  const { web, aims, signIn } = deps;
  const { answer } = web.form(request, passkeyForm);
  const visit = web.visit(request, reply);
  const start = await signIn.open({ id: idIn(request), visit });
  const aim = start?.aim ?? aims.of(request, visit.browser);
  const outcome = await signIn.signInWithPasskey({ answer, aim, visit });
  if (outcome.ok) return arrive(deps, { reply, visit }, outcome.arrival);
  if (outcome.reason === 'passkey-refused') {
    const hrefs = { 'sign-in': `${paths.signIn}${queryOf(request)}` };
    return sendError(web, request, reply, { error: 'passkey-refused', hrefs });
  }
  return refuse(deps, { request, reply, visit }, outcome);
}

/** The start or the aim that the address names, for another page of the same sign-in; '' when there is none. */
function queryOf(request: FastifyRequest): string {
  const query = request.query as Record<string, unknown>;
  const kept = ['j', aimParameter].flatMap((name) => {
    const value = query[name];
    return typeof value === 'string' ? [`${name}=${encodeURIComponent(value)}`] : [];
  });
  return kept.length > 0 ? `?${kept.join('&')}` : '';
}
