import type { Email, Locale } from '../../identity/accounts/rules.ts';
import type { Audit } from '../../identity/audit/service.ts';
import type { NotMe } from '../../journeys/not-me/service.ts';
import type { Database } from '../../platform/db/database.ts';
import type { ActivityLine } from '../../ui/activity-log.ts';
import type { Visit } from '../../web/visit.ts';
import { firstPage, groupsOf } from './rules.ts';
import type { Telling } from './telling.ts';

export { createTelling, type Telling } from './telling.ts';

export type MyActivity = ReturnType<typeof createMyActivity>;

type Deps = { db: Database; audit: Audit; telling: Telling; notMe: Pick<NotMe, 'landSignedIn'> };

/** Lines a page. */
const pageLines = 20;
/** Events looked at for a page: many wrong passwords in a row are one line. */
const pageEvents = 200;

/** `older`: the event before which the next page begins; null: there is none. */
export type ActivityPage = { lines: ActivityLine[]; older: string | null };

/** What happened to an account, in plain sentences, newest first. */
export function createMyActivity({ db, audit, telling, notMe }: Deps) {
  return {
    /** The newest lines, for the page of all. */
    latest: async (of: { accountId: string; most: number; locale: Locale }): Promise<ActivityLine[]> => {
      const events = await audit.list(db.handle, { accountId: of.accountId, limit: pageEvents });
      const lines = await telling.tell(db.handle, groupsOf(events).slice(0, 2 * of.most), of.locale);
      return lines.slice(0, of.most);
    },

    /** Twenty lines, from the newest or from before an event of the account. */
    page: async (of: { accountId: string; before: string | null; locale: Locale }): Promise<ActivityPage> => {
      const { accountId, locale } = of;
      const cursor = of.before === null ? null : await audit.find(db.handle, { accountId, id: of.before });
      const before = cursor ? { at: cursor.at, id: cursor.id } : undefined;
      const events = await audit.list(db.handle, { accountId, limit: pageEvents, before });
      const complete = events.length < pageEvents;
      const { groups, more } = firstPage(events, { most: pageLines, complete });
      return { lines: await telling.tell(db.handle, groups, locale), older: more?.id ?? null };
    },

    /** « Ce n'était pas moi » of an event of one's own: where its page is; null when there is no such event. */
    report: async (of: {
      account: { id: string; email: Email };
      event: string;
      visit: Visit;
    }): Promise<string | null> => {
      const { account, event, visit } = of;
      const found = await audit.find(db.handle, { accountId: account.id, id: event });
      return found ? notMe.landSignedIn({ account, at: found.at, visit }) : null;
    },
  };
}
