import type { RequestListener } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Email } from '../identity/accounts/rules.ts';
import type { Sessions } from '../identity/sessions/service.ts';
import type { Database } from '../platform/db/database.ts';
import { refuseCrossSite } from '../platform/http/guards.ts';
import { networkOf } from '../platform/http/network.ts';
import { Refusal } from '../platform/http/refusals.ts';
import type { Log } from '../platform/log/log.ts';
import type { Metrics } from '../platform/metrics/metrics.ts';
import { journeyLink, paths } from '../routes.ts';
import type { Aims } from '../web/aims.ts';
import { sendError } from '../web/errors.ts';
import { dropSession } from '../web/signed-in.ts';
import { sendToolRefused } from '../web/tool-refused.ts';
import { seeOther, type Web } from '../web/web.ts';
import { type Asked, createReadAsked, type ReadAsked, wantsPage } from './asked.ts';
import { hostCookie, noHostCookie, readHostCookie } from './cookies.ts';
import { originOf } from './rules.ts';
import type { ForwardAuth } from './service.ts';
import { type AnswerVerify, createAnswerVerify, isVerify } from './verify.ts';

export type ForwardAuthWeb = {
  forwardAuth: ForwardAuth;
  web: Web;
  aims: Aims;
  db: Database;
  sessions: Sessions;
  log: Log;
  metrics: Metrics;
  /** The portal's own. */
  origin: string;
  trustedProxies: readonly string[];
};

type Deps = ForwardAuthWeb & { readAsked: ReadAsked };

/** What proxies ask, the portal's side of the way to a tool, and what answers on the tools' own hosts. */
export function registerForwardAuth(app: FastifyInstance, given: ForwardAuthWeb): void {
  const deps = { ...given, readAsked: createReadAsked(given.trustedProxies) };
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  const answer = createAnswerVerify({ ...deps, clock: deps.web.clock, isClosing: () => closing });
  app.get(paths.verify, async (request, reply) => {
    reply.hijack();
    await answer(request.raw, reply.raw);
  });
  answerFirst(app, answer);
  app.get(paths.proxyAccess, (request, reply) => access(deps, request, reply));
  // Another site's for the portal, at home on the tool's host: each of these routes looks at it itself.
  const onTool = { config: { ownOrigin: true } };
  app.get(paths.proxyStart, onTool, (request, reply) => start(deps, request, reply));
  app.get(paths.proxyReturn, onTool, (request, reply) => comeBack(deps, request, reply));
  app.get(paths.proxySignOut, onTool, (request, reply) => leave(deps, request, reply));
  app.post(paths.proxySignOut, onTool, (request, reply) => signOut(deps, request, reply));
}

/**
 * Answers verifications before Fastify and its hooks, which would cost as much again: every request to every tool
 * comes through here. The route above answers the same to whoever comes another way (a second address, `inject`).
 */
function answerFirst(app: FastifyInstance, answer: AnswerVerify): void {
  const { server } = app;
  const others = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (isVerify(request)) void answer(request, response);
    else for (const other of others) other(request, response);
  });
}

/** On the portal: whoever asks to be let in signs in first where they must, then goes to the tool with a ticket. */
async function access(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { web, aims, db, sessions, forwardAuth } = deps;
  const { j } = request.query as Record<string, unknown>;
  const asked = typeof j === 'string' ? j : '';
  const entry = forwardAuth.readEntry(asked);
  if (!entry) return explain(deps, request, reply, asked);
  const visit = web.visit(request, reply);
  const again = { next: journeyLink(paths.proxyAccess, asked), away: true };
  const found = visit.session ? await sessions.find(db.handle, visit.session) : null;
  if (!found?.ok) {
    if (found) dropSession(reply, found.reason);
    return seeOther(reply, aims.link(paths.signIn, { aim: again, browser: visit.browser }));
  }
  const { session } = found;
  const admission = await forwardAuth.admit(entry, session, visit.network.address);
  if (admission.ok) return seeOther(reply, admission.href);
  if (admission.reason === 'unknown-host') return sendError(web, request, reply, { error: 'not-found' });
  const email = session.account.email as Email;
  return sendToolRefused(deps, request, reply, { tool: admission.tool, email, again });
}

/** A ticket that opened nothing, told where pages of the portal look right: on the portal. */
function explain(deps: Deps, request: FastifyRequest, reply: FastifyReply, ticket: string): FastifyReply {
  const { web, forwardAuth } = deps;
  const retry = forwardAuth.pageOf(ticket);
  if (retry === null) return sendError(web, request, reply, { error: 'journey-ended', actions: ['home'] });
  return sendError(web, request, reply, { error: 'tool-ticket-refused', hrefs: { retry } });
}

/** On a tool's host: to the portal, and back to `to`, or to the page that the proxy says was asked for. */
async function start(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const asked = askedOf(deps, request, reply);
  const { to } = request.query as Record<string, unknown>;
  const uri = typeof to === 'string' ? to : asked.uri;
  if (!wantsPage(request.raw)) return sayWhy(deps, request, reply, { ...asked, uri });
  const token = readHostCookie(request.raw, 'knock');
  const knock = await deps.forwardAuth.knock({ ...asked, uri, token });
  if (!knock) throw new Refusal('not-found');
  reply.header('set-cookie', hostCookie('knock', knock.token));
  return seeOther(reply, `${deps.origin}${knock.href}`);
}

/** What a script or a picture is told, which nginx leads here as it does a page. */
async function sayWhy(
  { forwardAuth }: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  { host, uri }: Asked,
): Promise<FastifyReply> {
  const verdict = await forwardAuth.verify({ host, uri, token: readHostCookie(request.raw, 'tool') });
  const isRefused = !verdict.ok && verdict.reason === 'not-allowed';
  return reply
    .code(isRefused ? 403 : 401)
    .type('text/plain')
    .send(isRefused ? 'not allowed\n' : 'signed out\n');
}

/** On a tool's host: a ticket for a cookie, then the page that was asked for. */
async function comeBack(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { host, proto } = askedOf(deps, request, reply);
  const { ticket } = request.query as Record<string, unknown>;
  if (typeof ticket !== 'string') throw new Refusal('bad-input');
  const redeemed = await deps.forwardAuth.redeem({
    ticket,
    host,
    browser: readHostCookie(request.raw, 'knock'),
    former: readHostCookie(request.raw, 'tool'),
    address: networkOf(request.ip).address,
  });
  if (!redeemed.ok) {
    const shown = redeemed.reason === 'none-of-ours' ? '' : ticket;
    return seeOther(reply, deps.origin + journeyLink(paths.proxyAccess, shown));
  }
  reply.header('set-cookie', hostCookie('tool', redeemed.token));
  return seeOther(reply, `${originOf({ host, proto })}${redeemed.place}`);
}

/** On a tool's host, by a link: the portal asks before it ends anything. */
function leave(deps: Deps, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  askedOf(deps, request, reply);
  return seeOther(reply, `${deps.origin}${paths.signOut}`);
}

/** On a tool's host, by the tool's own button: ends the portal's session, and everything that it opened. */
async function signOut(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const asked = askedOf(deps, request, reply);
  refuseCrossSite(request, originOf(asked));
  const token = readHostCookie(request.raw, 'tool');
  if (token) await deps.forwardAuth.signOut({ token, address: networkOf(request.ip).address });
  reply.header('set-cookie', noHostCookie('tool'));
  return seeOther(reply, `${deps.origin}${paths.signedOut}`);
}

/** What the proxy says was asked for. Throws where there is none: these addresses are nothing on the portal's host. */
function askedOf({ readAsked }: Deps, request: FastifyRequest, reply: FastifyReply): Asked {
  const asked = readAsked(request.raw);
  if (typeof asked === 'string') throw new Refusal('not-found');
  // Whether the tool's host, and those below it, are on https for a year is the tool's to say.
  reply.removeHeader('strict-transport-security');
  return asked;
}
