import type { FastifyReply, FastifyRequest } from 'fastify';
import { setCookie } from '../../platform/http/cookies.ts';
import { Refusal } from '../../platform/http/refusals.ts';
import { journeyLink, paths } from '../../routes.ts';
import type { SiteLinks } from '../../ui/view.ts';
import type { Aim, Aims } from '../../web/aims.ts';
import { type Failure, sendError } from '../../web/errors.ts';
import type { Visit } from '../../web/visit.ts';
import { seeOther, type Web } from '../../web/web.ts';
import { signInJourney } from './journey.ts';
import type { Arrival, SignInRecord } from './record.ts';
import type { SignIn } from './service.ts';

/** What the pages of the sign-in need from outside. */
export type SignInWeb = {
  web: Web;
  aims: Aims;
  signIn: SignIn;
  links: SiteLinks;
  /** Whether a member is signed in already on this browser. */
  isSignedIn(visit: Visit): Promise<boolean>;
  /** Whether mail is late now: the code page says so. */
  mailIsLate(): boolean;
};

/** Every answer that more than one of its pages gives. */
export type Refused =
  | { reason: 'moved' }
  | { reason: 'account-locked' | 'overloaded' | 'blocked' | 'no-factor' | 'passkey-refused' }
  | { reason: `link-${'expired' | 'used' | 'replaced' | 'unknown'}` }
  | { reason: 'too-many-tries' | 'too-many-mails' | 'too-many-factors' | 'too-many-passkeys'; until: number };

/** The id that the request names: of a start or of a journey; '' when there is none. */
export function idIn(request: FastifyRequest): string {
  const { j } = (request.query ?? {}) as { j?: unknown };
  return typeof j === 'string' ? j : '';
}

/**
 * Acts on the journey that the request names, of this browser. A start whose password was not given yet leads
 * to the password page; nothing at all throws the refusal `journey-ended`.
 */
export async function withJourney(
  deps: SignInWeb,
  { request, reply }: Pick<Asked, 'request' | 'reply'>,
  act: (asked: Asked) => FastifyReply | Promise<FastifyReply>,
): Promise<FastifyReply> {
  const visit = deps.web.visit(request, reply);
  const id = idIn(request);
  const journey = await deps.signIn.find({ id, visit });
  if (journey && journey.step !== 'password') return act({ request, reply, journey, visit });
  const start = await deps.signIn.open({ id, visit });
  if (start) return seeOther(reply, journeyLink(paths.password, start.id));
  // Back, or a second tab, after the end: the member is signed in.
  if (await deps.isSignedIn(visit)) return seeOther(reply, paths.home);
  throw new Refusal('journey-ended');
}

/** Leads to where the journey stands; once done, with the cookies of the new session, to what it was for. */
export function arrive(
  { aims }: Pick<SignInWeb, 'aims'>,
  { reply, visit: { device, browser } }: Pick<Asked, 'reply' | 'visit'>,
  { journeyId, step, signedIn, aim }: Arrival,
): FastifyReply {
  if (!signedIn) return seeOther(reply, journeyLink(signInJourney[step].path as never, journeyId));
  setCookie(reply, 'session', signedIn.session);
  // Only a new secret: a slow tab must not put an older one back over a newer one.
  if (signedIn.device && signedIn.device !== device) setCookie(reply, 'device', signedIn.device);
  return goOn({ aims }, { reply, visit: { browser } }, aim ?? null);
}

/** Leads whoever is signed in to what they came for: the home, a page, or out of the portal by a page of ours. */
export function goOn(
  { aims }: Pick<SignInWeb, 'aims'>,
  { reply, visit: { browser } }: { reply: FastifyReply; visit: Pick<Visit, 'browser'> },
  aim: Aim | null,
): FastifyReply {
  if (aim === null) return seeOther(reply, paths.home);
  return seeOther(reply, aim.away ? aims.link(paths.onward, { aim, browser }) : aim.next);
}

/** Leads to the page of the journey's own step: the way on after a jump, a Back, a second tab [security.md 37]. */
export function toCurrentStep(
  deps: Pick<SignInWeb, 'aims'>,
  asked: Pick<Asked, 'reply' | 'visit'>,
  journey: SignInRecord,
): FastifyReply {
  return arrive(deps, asked, { journeyId: journey.id, step: journey.step });
}

/** The page of a refusal that ends the step. */
export async function refuse(
  { web, aims, signIn }: SignInWeb,
  asked: Pick<Asked, 'request' | 'reply' | 'visit'>,
  refused: Refused,
): Promise<FastifyReply> {
  const { request, reply, visit } = asked;
  const fail = (failure: Failure) => sendError(web, request, reply, failure);
  switch (refused.reason) {
    case 'moved': {
      // Another tab went further with this journey, or ended it.
      const current = await signIn.find({ id: idIn(request), visit });
      return current ? toCurrentStep({ aims }, asked, current) : seeOther(reply, paths.home);
    }
    case 'too-many-tries':
      return fail({ error: 'too-many-tries', until: refused.until });
    case 'too-many-mails':
      return fail({ error: 'mails-limit-reached', until: refused.until });
    case 'too-many-factors':
      return fail({ error: 'factor-tries-reached', until: refused.until });
    case 'too-many-passkeys':
      return fail({ error: 'passkey-limit-reached', until: refused.until });
    case 'no-factor':
      // The help desk took it away meanwhile: nothing is left to ask here.
      return fail({ error: 'journey-ended' });
    case 'blocked':
      return fail({ error: 'too-many-codes' });
    case 'account-locked':
    case 'passkey-refused':
    case 'overloaded':
    case 'link-expired':
    case 'link-used':
    case 'link-replaced':
    case 'link-unknown':
      return fail({ error: refused.reason });
    default:
      return refused satisfies never;
  }
}

export type Asked = { request: FastifyRequest; reply: FastifyReply; journey: SignInRecord; visit: Visit };
