import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../identity/sessions/service.ts';
import { readCookie } from '../platform/http/cookies.ts';
import type { Log } from '../platform/log/log.ts';
import { paths } from '../routes.ts';
import { seeOther } from '../web/web.ts';
import { type QuestionWeb, registerQuestions } from './interactions/routes.ts';

type OidcWeb = QuestionWeb & { log: Pick<Log, 'warn'> };

const warmAfterMs = 2_000;

type Door = { url: string; method: 'GET' | 'POST'; crossOrigin?: true };

/** Servers come here, and the pages of tools: no cookie counts. */
const forTools: readonly Door[] = [
  { url: '/.well-known/openid-configuration', method: 'GET', crossOrigin: true },
  { url: '/.well-known/oauth-authorization-server', method: 'GET', crossOrigin: true },
  { url: '/jwks', method: 'GET', crossOrigin: true },
  { url: '/token', method: 'POST', crossOrigin: true },
  { url: '/me', method: 'GET', crossOrigin: true },
  { url: '/me', method: 'POST', crossOrigin: true },
  { url: '/token/introspection', method: 'POST', crossOrigin: true },
  { url: '/token/revocation', method: 'POST', crossOrigin: true },
];

/** Where RFC 8414 looks for the discovery when an issuer has a path. */
const oauthDiscovery = '/.well-known/oauth-authorization-server';

/**
 * Every address of the provider that is open, and no other: below `/oidc`, in a scope of its own that reads no body. Then
 * the pages where it asks people [security.md 31].
 */
export function registerOidc(app: FastifyInstance, deps: OidcWeb): void {
  void app.register(
    async (scope) => {
      scope.removeAllContentTypeParsers();
      // The provider reads bodies itself, and has its own limit.
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      for (const door of forTools) openDoor(scope, deps, door);
      scope.get('/auth', (request, reply) => authorize(deps, request, reply));
      scope.get('/auth/:uid', (request, reply) => resume(deps, request, reply));
      scope.get('/session/end', (request, reply) => authorize(deps, request, reply));
    },
    { prefix: paths.oidc },
  );
  const config = { crossOrigin: true };
  app.get(`${oauthDiscovery}${paths.oidc}`, { config }, (request, reply) =>
    pass(deps, { request, reply, session: null }, oauthDiscovery),
  );
  registerQuestions(app, deps);
  app.addHook('onListen', async () => warmSoon(deps));
}

/** After the first pages, which must not wait for it: loading the provider takes the event loop for a tenth of a second. */
function warmSoon({ oidc, log }: OidcWeb): void {
  const warm = () => oidc.warm().catch((err: Error) => log.warn({ err }, 'OpenID Connect is not ready yet'));
  setTimeout(warm, warmAfterMs).unref();
}

function openDoor(scope: FastifyInstance, deps: QuestionWeb, { url, method }: Door): void {
  const handler = (request: FastifyRequest, reply: FastifyReply) =>
    pass(deps, { request, reply, session: null });
  const config = { crossOrigin: true };
  scope.route({ url, method, config, handler });
  const preflight = { url: `${scope.prefix}${url}`, method: 'OPTIONS' };
  if (!scope.hasRoute(preflight)) scope.route({ url, method: 'OPTIONS', config, handler });
}

/** Where somebody sits: the provider's session is a mirror of the portal's. */
async function authorize(deps: QuestionWeb, request: FastifyRequest, reply: FastifyReply) {
  return pass(deps, { request, reply, session: await sessionOf(deps, request) });
}

/** Only whoever answered goes on: another person at the same browser answers anew. */
async function resume(deps: QuestionWeb, request: FastifyRequest, reply: FastifyReply) {
  const { uid } = request.params as { uid: string };
  const session = await sessionOf(deps, request);
  const accountId = await deps.oidc.questions.answeredFor(uid);
  if (accountId !== null && accountId !== session?.accountId) {
    return seeOther(reply, `${paths.interaction}${encodeURIComponent(uid)}`);
  }
  return pass(deps, { request, reply, session });
}

async function sessionOf({ sessions, db }: QuestionWeb, request: FastifyRequest): Promise<Session | null> {
  const token = readCookie(request, 'session');
  const found = token === null ? null : await sessions.find(db.handle, token);
  return found?.ok ? found.session : null;
}

type Guest = { request: FastifyRequest; reply: FastifyReply; session: Session | null };

/** Hands the bare request to the provider, the prefix taken off, with the headers of our own doors. */
async function pass({ oidc }: QuestionWeb, guest: Guest, url?: string): Promise<FastifyReply> {
  const { request, reply } = guest;
  const { raw } = request;
  const handle = await oidc.handler();
  oidc.knocks.note(guest);
  const path = url ?? request.url.slice(paths.oidc.length);
  Object.assign(raw, { originalUrl: `${paths.oidc}${path}`, url: path });
  for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value as string);
  reply.hijack();
  await handle(raw, reply.raw);
  return reply;
}
