import type { Email } from '../identity/accounts/rules.ts';
import type { Audit } from '../identity/audit/service.ts';
import type { JourneyKind, JourneyRecord, Journeys } from '../identity/journeys/service.ts';
import type { Link, LinkFound, LinkProblem, LinkPurpose, Links } from '../identity/links/service.ts';
import type { Database } from '../platform/db/database.ts';
import type { Visit } from '../web/visit.ts';

/** Where a mailed link landed: the link's id, never its token; null when the token named none. */
export type LandingData = { linkId: string | null };

type LandingDeps = { db: Database; links: Links; journeys: Journeys; audit: Audit };
type Kind = { purpose: LinkPurpose; kind: JourneyKind; step: string };

/**
 * What every mailed link does at its first page: a journey of this browser takes the token's place in the URL,
 * whatever the token is worth, so that it leaves by a 303 at once. Nothing is consumed: a mail scanner may
 * come here as often as it likes [security.md 23].
 */
export function createLanding({ db, links, journeys, audit }: LandingDeps, { purpose, kind, step }: Kind) {
  return {
    /** Opens a journey for the token and returns its id. */
    async land({ token, visit }: { token: string; visit: Visit }): Promise<string> {
      const linkId = await links.identify(db.handle, { purpose, token });
      const { browser } = visit;
      const email = '' as Email; // The link knows whose it is; a token that names none has no address.
      const begun = { kind, step, browser, email, data: { linkId } };
      return (await journeys.begin<string, LandingData>(db.handle, begun)).id;
    },

    /** The link that the journey came by, as it is now. */
    async link(journey: JourneyRecord<string, LandingData>): Promise<LinkState> {
      const { linkId } = journey.data;
      const found: LinkFound =
        linkId === null
          ? { ok: false, reason: 'unknown' }
          : await links.findById(db.handle, { purpose, id: linkId });
      if (found.ok) return { ok: true, link: found.link };
      const { reason } = found;
      const { id: journeyId } = journey;
      await audit.record(db.handle, { type: 'link.refused', journeyId, data: { purpose, reason } });
      return { ok: false, reason: `link-${reason}` };
    },
  };
}

export type LinkRefusal = `link-${LinkProblem}`;
export type LinkState = { ok: true; link: Link } | { ok: false; reason: LinkRefusal };
