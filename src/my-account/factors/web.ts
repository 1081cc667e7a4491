import type { FastifyReply } from 'fastify';
import { paths } from '../../routes.ts';
import type { Notices } from '../../web/notices.ts';
import type { SignedIn, SignedInWeb } from '../../web/signed-in.ts';
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
