import { type AccountSection, sectionHref } from '../../ui/account-sections.ts';
import type { Notices } from '../../web/notices.ts';
import type { SignedIn } from '../../web/signed-in.ts';
import { seeOther } from '../../web/web.ts';

/** What was just done on a page of « Mon compte », said once at the top of the page of all. */
export type Done =
  | { what: 'name' | 'language' | 'password' | 'email-cancelled' | 'deletion-cancelled' }
  | { what: 'email-asked'; email: string }
  | { what: 'device'; label: string; sessions: number }
  | { what: 'devices'; devices: number; sessions: number }
  | { what: 'sessions'; sessions: number }
  | { what: 'deletion'; at: number }
  | { what: 'consent'; tool: string };

const kind = 'account';

/** Leads back to a section of the page of all, which says what was done. */
export function backTo(notices: Notices, { reply, visit }: SignedIn, section: AccountSection, done: Done) {
  const href = sectionHref(section);
  return seeOther(reply, notices.link(href, { kind, notice: done, browser: visit.browser }));
}

/** What the page of all has to say, or null. */
export const doneIn = (notices: Notices, { request, visit }: SignedIn): Done | null =>
  notices.of<Done>(request, kind, visit.browser);
