import { isTokenShaped } from '../../core/tokens.ts';
import type { LinkProblem } from '../../identity/links/service.ts';
import type { Visit } from '../../web/visit.ts';
import type { JourneyDeps } from '../deps.ts';
import { about, withProven } from './code.ts';
import type { Step } from './journey.ts';
import { type Moved, move } from './move.ts';
import type { SignInData, SignInRecord } from './record.ts';

type Refused = { ok: false; reason: `link-${LinkProblem}` };
export type LandOutcome =
  | { ok: true; journeyId: string }
  | Refused
  | { ok: false; reason: 'link-other-browser' };
export type LinkOutcome = Moved | Refused | { ok: false; reason: 'account-locked' };

/**
 * The mailed link opened: the journey of the browser that is signing in remembers that it saw the token.
 * Nothing is consumed, and a scanner, which has not that browser's cookie, changes nothing [security.md 23].
 */
export async function landLink(
  { links, journeys, audit, db }: JourneyDeps,
  { token, visit }: { token: unknown; visit: Visit },
): Promise<LandOutcome> {
  if (!isTokenShaped(token)) return { ok: false, reason: 'link-unknown' };
  const found = await links.find(db.handle, { purpose: 'sign-in', token });
  if (!found.ok) {
    if (found.reason === 'unknown') return { ok: false, reason: 'link-unknown' };
    const data = { purpose: 'sign-in', reason: found.reason } as const;
    await audit.record(db.handle, { type: 'link.refused', address: visit.network.address, data });
    return { ok: false, reason: `link-${found.reason}` };
  }
  const { id: linkId, journeyId } = found.link;
  const asked = { id: journeyId ?? '', kind: 'sign-in', browser: visit.browser } as const;
  const journey = await journeys.find<Step, SignInData>(db.handle, asked);
  if (journey?.step !== 'link') return { ok: false, reason: 'link-other-browser' };
  const data = { ...journey.data, linkId };
  await journeys.advance(db.handle, journey, { step: 'link', data });
  return { ok: true, journeyId: journey.id };
}

/** A person pressed « Continuer » in the browser that is signing in: the link takes the code's place [security.md 14]. */
export function confirmLink(
  deps: JourneyDeps,
  journey: SignInRecord,
  { shared, visit }: { shared: boolean; visit: Visit },
): Promise<LinkOutcome> {
  const { linkId } = journey.data;
  return withProven(deps, journey, visit, 'link', async (tx, proven): Promise<LinkOutcome> => {
    if (linkId === null) return { ok: false, reason: 'link-unknown' };
    const found = await deps.links.findById(tx, { purpose: 'sign-in', id: linkId });
    if (!found.ok) return { ok: false, reason: `link-${found.reason}` };
    if (!(await deps.links.consume(tx, { id: linkId }))) return { ok: false, reason: 'link-used' };
    await deps.audit.record(tx, { type: 'code.accepted', ...about(proven), data: { channel: 'link' } });
    const data = { ...journey.data, codePassed: true, shared };
    return move(deps, tx, 'link-confirmed', { ...proven, data, from: 'link' });
  });
}
