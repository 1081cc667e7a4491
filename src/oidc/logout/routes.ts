import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Sessions } from '../../identity/sessions/service.ts';
import type { Database } from '../../platform/db/database.ts';
import { clearCookie } from '../../platform/http/cookies.ts';
import { formFields } from '../../platform/http/forms.ts';
import { paths } from '../../routes.ts';
import { sendError } from '../../web/errors.ts';
import { seeOther, sendPage, type Web } from '../../web/web.ts';
import { goingPage, questionPage, signedOutPage } from './pages.ts';
import { needsNoQuestion } from './rules.ts';
import type { SignOut } from './service.ts';

export type SignOutWeb = { web: Web; db: Database; sessions: Sessions; signOut: SignOut };

const signOutForm = z.strictObject({ ...formFields, suite: z.string().max(8_000).optional() });

/** Signing out: from the portal's own button, or because a tool sent somebody here. */
export function registerSignOut(app: FastifyInstance, deps: SignOutWeb): void {
  app.get(paths.signOut, (request, reply) => ask(deps, request, reply));
  app.post(paths.signOut, (request, reply) => leave(deps, request, reply));
  app.get(paths.signedOut, (request, reply) => sayGoodbye(deps, request, reply));
  // A tool may ask by a form of its own (RP-initiated logout 1.0 §2): nothing is done here, and no cookie comes with it.
  const byForm = { config: { crossOrigin: true }, bodyLimit: longestAsked };
  app.post(endSession, byForm, (request, reply) => askAgainByLink(deps, request, reply));
}

const endSession = `${paths.oidc}/session/end`;
/** In bytes of a form, and in characters of the link that it becomes: room for an ID token and a state. */
const longestAsked = 4_096;
/** What RP-initiated logout 1.0 §2 knows; what else a form holds leads nowhere. */
const known = [
  'id_token_hint',
  'logout_hint',
  'client_id',
  'post_logout_redirect_uri',
  'state',
  'ui_locales',
];

/** The same question by a link, with which the browser sends its cookies. */
function askAgainByLink({ web }: SignOutWeb, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const query = new URLSearchParams();
  for (const name of known) {
    const value = (request.body as Record<string, unknown> | undefined)?.[name];
    if (typeof value === 'string') query.set(name, value);
  }
  const href = `${endSession}?${query}`;
  if (href.length > longestAsked) return sendError(web, request, reply, { error: 'too-large' });
  return seeOther(reply, href);
}

async function ask({ web, db, sessions, signOut }: SignOutWeb, request: FastifyRequest, reply: FastifyReply) {
  const visit = web.visit(request, reply);
  const { suite } = request.query as { suite?: unknown };
  const asked = signOut.asked(suite);
  // Nobody to sign out, neither here nor by what the tool knows: straight on to where it would have led.
  if (!visit.session && asked?.sid == null) {
    if (asked?.next == null) return seeOther(reply, paths.signedOut);
    const { browser, network } = visit;
    const page = await signOut.end({ token: null, asked, browser, address: network.address });
    return seeOther(reply, page);
  }
  // Whoever it was, also when the session only rests: the tools that it opened are still theirs.
  const owner = visit.session ? await sessions.ownerOf(db.handle, visit.session) : null;
  const tool = asked?.tool == null ? null : await signOut.nameOf(asked.tool);
  const view = web.view(request, visit.session ?? visit.browser);
  const page = { suite: asked === null ? null : String(suite), tool };
  return sendPage(reply, needsNoQuestion(asked, owner) ? goingPage(view, page) : questionPage(view, page));
}

/** Ends the session on the server [security.md 26]. Without one there is nothing to end, and the page is the same. */
async function leave({ web, signOut }: SignOutWeb, request: FastifyRequest, reply: FastifyReply) {
  const { session: token, browser, network } = web.visit(request, reply);
  const { suite } = (request.body ?? {}) as { suite?: unknown };
  const asked = signOut.asked(suite);
  // A form of somebody who was signed out meanwhile has nothing left to protect, unless a tool's request ends more.
  if (token || asked) web.form(request, signOutForm, token ? 'session' : 'browser');
  const page = await signOut.end({ token, asked, browser, address: network.address });
  if (token) clearCookie(reply, 'session');
  return seeOther(reply, page);
}

async function sayGoodbye({ web, signOut }: SignOutWeb, request: FastifyRequest, reply: FastifyReply) {
  const { browser } = web.visit(request, reply);
  const { suite: text } = request.query as { suite?: unknown };
  const farewell = (await signOut.farewell({ text, browser })) ?? { untold: [], next: null };
  // Straight back to the tool, from a page of ours: a form's own policy would stop its redirect [security.md 31].
  if (farewell.next && farewell.untold.length === 0) {
    reply.header('refresh', `0;url=${farewell.next.href}`);
  }
  return sendPage(reply, signedOutPage(web.view(request, browser), farewell));
}
