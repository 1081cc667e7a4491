import type { Visit } from '../../web/visit.ts';
import { about, withProven } from './code.ts';
import type { SignInDeps, SignInRecord } from './deps.ts';
import { type Moved, move } from './move.ts';

export type LinkOutcome =
  | Moved
  | { ok: false; reason: 'account-locked' | 'link-expired' | 'link-used' | 'link-replaced' | 'link-unknown' };

/** The journey that a mailed sign-in link belongs to; reads only [security.md 23]. */
export async function findLinkJourney(
  { links, db }: SignInDeps,
  token: string,
): Promise<{ ok: true; journeyId: string; linkId: string } | Extract<LinkOutcome, { ok: false }>> {
  const found = await links.find(db.handle, { purpose: 'sign-in', token });
  if (!found.ok) return { ok: false, reason: `link-${found.reason}` };
  return { ok: true, journeyId: found.link.journeyId ?? '', linkId: found.link.id };
}

/** A person pressed « Continuer » in the browser that is signing in: the link takes the code's place [security.md 14]. */
export function confirmLink(
  deps: SignInDeps,
  journey: SignInRecord,
  { linkId, visit }: { linkId: string; visit: Visit },
): Promise<LinkOutcome> {
  return withProven(deps, journey, visit, 'link', async (tx, proven): Promise<LinkOutcome> => {
    const found = await deps.links.findById(tx, { purpose: 'sign-in', id: linkId });
    if (!found.ok) return { ok: false, reason: `link-${found.reason}` };
    if (found.link.journeyId !== journey.id) return { ok: false, reason: 'link-unknown' };
    if (!(await deps.links.consume(tx, { id: linkId }))) return { ok: false, reason: 'link-used' };
    await deps.audit.record(tx, { type: 'code.accepted', ...about(proven), data: { channel: 'link' } });
    const data = { ...journey.data, codePassed: true };
    return move(deps, tx, 'link-confirmed', { ...proven, journey: { ...journey, data }, from: 'link' });
  });
}
