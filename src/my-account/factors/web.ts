import type { FastifyReply, FastifyRequest } from 'fastify';
import { paths } from '../../routes.ts';
import type { Aim } from '../../web/aims.ts';
import type { Notices } from '../../web/notices.ts';
import { isFresh, type SignedIn, type SignedInWeb, signedIn } from '../../web/signed-in.ts';
import { seeOther } from '../../web/web.ts';
import type { MyFactors, Owner } from './service.ts';

export type FactorsWeb = SignedInWeb & { notices: Notices; myFactors: MyFactors };

/** What was just done, said once on the page that follows. */
export type Done =
  | 'passkey-added'
  | 'passkey-renamed'
  | 'passkey-removed'
  | 'authenticator-added'
  | 'authenticator-removed';

type Act = (asked: SignedIn) => FastifyReply | Promise<FastifyReply>;

/**
 * As `freshlySignedIn`, for what protects the account: whoever held a factor before they signed in must have given
 * it. The password alone, on a machine that knows them, is what a thief at their desk has [security.md 27].
 */
export function stronglySignedIn(
  deps: FactorsWeb,
  request: FastifyRequest,
  reply: FastifyReply,
  act: Act,
): Promise<FastifyReply> {
  return signedIn(deps, request, reply, async (asked) => {
    const { session, visit } = asked;
    const { passkeys, authenticator } = await deps.myFactors.of(session.accountId);
    const since = [...passkeys, ...(authenticator ? [authenticator] : [])].map(({ createdAt }) => createdAt);
    const heldBefore = since.some((createdAt) => createdAt < session.createdAt);
    const lacksFactor = heldBefore && !session.amr.includes('mfa');
    if (isFresh(session, deps.web.clock.now()) && !lacksFactor) return act(asked);
    const [next = paths.accountFactors] = request.url.split('?', 1);
    const aim: Aim = {
      next,
      leave: paths.accountFactors,
      fresh: true,
      who: session.account.email,
      ...(heldBefore && { ask: 'factor' }),
    };
    return seeOther(reply, deps.aims.link(paths.signIn, { aim, browser: visit.browser }));
  });
}

export const ownerOfFactors = ({ session, visit, token }: SignedIn): Owner => ({
  session,
  visit,
  bound: token,
});

const kind = 'factors';

/** Leads to the page of all, which says what was done; new recovery codes come first. */
export function backToFactors(
  { notices }: FactorsWeb,
  { reply, visit }: SignedIn,
  { done, codes }: { done: Done; codes?: string | null },
): FastifyReply {
  if (codes) return seeOther(reply, codesHref(codes));
  const { browser } = visit;
  return seeOther(reply, notices.link(paths.accountFactors, { kind, notice: { done }, browser }));
}

/** What the page of all has to say, or null. */
export function doneIn({ notices }: FactorsWeb, { request, visit }: SignedIn): Done | null {
  return notices.of<{ done: Done }>(request, kind, visit.browser)?.done ?? null;
}

/** The page that shows new codes: sealed for this session alone, for ten minutes. */
export const codesHref = (codes: string): string =>
  `${paths.accountRecoveryCodes}?codes=${encodeURIComponent(codes)}`;
