import type { FastifyReply, FastifyRequest } from 'fastify';
import { minuteMs } from '../core/clock.ts';
import type { Factors } from '../identity/factors/service.ts';
import type { NoSession } from '../identity/sessions/rules.ts';
import type { Session, Sessions } from '../identity/sessions/service.ts';
import type { Database } from '../platform/db/database.ts';
import { clearCookie } from '../platform/http/cookies.ts';
import { paths } from '../routes.ts';
import type { Aim, Aims } from './aims.ts';
import { sendError } from './errors.ts';
import type { Visit } from './visit.ts';
import { seeOther, type Web } from './web.ts';

/** What the pages of somebody signed in need. */
export type SignedInWeb = {
  web: Web;
  aims: Aims;
  db: Database;
  sessions: Sessions;
  factors: Pick<Factors, 'of'>;
};

/** Somebody who is signed in, and asks; `token` is the session's cookie, to which their forms are bound. */
export type SignedIn = {
  request: FastifyRequest;
  reply: FastifyReply;
  visit: Visit;
  session: Session;
  token: string;
};

/** How long after a sign-in factors, password and address may be changed, in milliseconds [security.md 27]. */
export const freshMs = 10 * minuteMs;

type Act = (asked: SignedIn) => FastifyReply | Promise<FastifyReply>;

/** Acts for whoever is signed in. Others sign in first and come back here; an ended session says so. */
export async function signedIn(
  deps: SignedInWeb,
  request: FastifyRequest,
  reply: FastifyReply,
  act: Act,
): Promise<FastifyReply> {
  const { web, db, sessions } = deps;
  const visit = web.visit(request, reply);
  if (!visit.session) return signInFirst(deps, request, reply, visit, {});
  const found = await sessions.find(db.handle, visit.session);
  if (!found.ok) {
    dropSession(reply, found.reason);
    // An unknown token is no session that ended: nothing to explain.
    return found.reason === 'none'
      ? signInFirst(deps, request, reply, visit, {})
      : sendError(web, request, reply, { error: 'session-ended' });
  }
  return act({ request, reply, visit, session: found.session, token: visit.session });
}

/**
 * Takes away the cookie of a session that is over. One that only rested stays until the next sign-in on this browser,
 * which ends it and takes over the tools that it opened: they know nothing of its rest [decision 0019].
 */
export function dropSession(reply: FastifyReply, reason: NoSession): void {
  if (reason === 'none' || reason === 'ended') clearCookie(reply, 'session');
}

/**
 * As `signedIn`, for what only a fresh sign-in may do: the person signs in anew and comes back [security.md 27].
 * A form sent too late comes back to its page, what was typed lost: it may have been somebody else's seat.
 * Whoever held a second factor before they signed in must have given it: the password alone, on a machine that knows
 * them, is what a thief at their desk has.
 */
export function freshlySignedIn(
  deps: SignedInWeb,
  request: FastifyRequest,
  reply: FastifyReply,
  act: Act,
): Promise<FastifyReply> {
  return signedIn(deps, request, reply, async (asked) => {
    const { session, visit } = asked;
    const heldBefore = await holdsSince(deps, session);
    const lacksFactor = heldBefore && !session.amr.includes('mfa');
    if (isFresh(session, deps.web.clock.now()) && !lacksFactor) return act(asked);
    const who = session.account.email;
    return signInFirst(deps, request, reply, visit, {
      fresh: true,
      who,
      ...(heldBefore && { ask: 'factor' }),
    });
  });
}

/** Whether a second factor was there before this sign-in. */
async function holdsSince({ factors, db }: SignedInWeb, { accountId, createdAt }: Session): Promise<boolean> {
  const { passkeys, authenticator } = await factors.of(db.handle, accountId);
  const held = authenticator ? [...passkeys, authenticator] : passkeys;
  return held.some((factor) => factor.createdAt < createdAt);
}

/** Whether the sign-in is recent enough for what is asked. */
export function isFresh(session: Pick<Session, 'createdAt'>, now: number): boolean {
  return now - session.createdAt < freshMs;
}

function signInFirst(
  { aims }: SignedInWeb,
  request: FastifyRequest,
  reply: FastifyReply,
  { browser }: Visit,
  more: Pick<Aim, 'fresh' | 'who' | 'ask'>,
): FastifyReply {
  const [path = paths.home] = request.url.split('?', 1);
  // The home is where every sign-in leads.
  if (path === paths.home) return seeOther(reply, paths.signIn);
  const aim: Aim = { next: path, ...more, ...(more.fresh && { leave: paths.account }) };
  return seeOther(reply, aims.link(paths.signIn, { aim, browser }));
}
