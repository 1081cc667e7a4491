import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../identity/sessions/service.ts';
import { readCookie } from '../platform/http/cookies.ts';
import type { Log } from '../platform/log/log.ts';
import { paths } from '../routes.ts';
import { sendError } from '../web/errors.ts';
import { seeOther } from '../web/web.ts';
import { type QuestionWeb, registerQuestions } from './interactions/routes.ts';

type OidcWeb = QuestionWeb & { log: Pick<Log, 'warn'> };

const warmAfterMs = 2_000;
/** In characters: room for a hint that is an ID token, and a state of a kilobyte. */
const longestRequest = 4_096;

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
      // A question is kept, and answered, for whoever reads the answer.
      const whole = { exposeHeadRoute: false };
      scope.get('/auth', whole, (request, reply) => authorize(deps, request, reply));
      scope.get('/auth/:uid', whole, (request, reply) => resume(deps, request, reply));
      scope.get('/session/end', whole, (request, reply) => arrive(deps, request, reply));
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

/** What a tool asks for somebody; nobody's needs more than this, and it may be kept for an hour. */
async function authorize(deps: OidcWeb, request: FastifyRequest, reply: FastifyReply) {
  const { length } = request.url;
  if (length > longestRequest) {
    deps.log.warn({ length }, 'a tool’s request was refused: it is too long');
    return sendError(deps.web, request, reply, { error: 'tool-request' });
  }
  return arrive(deps, request, reply);
}

/** Where somebody sits: the provider's session is a mirror of the portal's. */
async function arrive(deps: QuestionWeb, request: FastifyRequest, reply: FastifyReply) {
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
