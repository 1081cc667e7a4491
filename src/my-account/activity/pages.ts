import { paths } from '../../routes.ts';
import { type AccountOwner, accountPage } from '../../ui/account-page.ts';
import { type ActivityLine, activityLog } from '../../ui/activity-log.ts';
import { type Html, html } from '../../ui/html.ts';
import type { View } from '../../ui/view.ts';

/** « Activité récente », twenty lines a page; `isFirst`: from the newest. */
export function activityPage(
  view: View,
  of: { owner: AccountOwner; lines: readonly ActivityLine[]; older: string | null; isFirst: boolean },
): Html {
  const words = view.words.activity;
  const ways = [
    of.isFirst ? '' : html`<a class="lnk" href="${paths.accountActivity}">${words.newest}</a>`,
    of.older === null
      ? html`<span class="muted">${words.end}</span>`
      : html`<a class="lnk" href="${paths.accountActivity}?avant=${of.older}" rel="next">${words.older}</a>`,
  ];
  return accountPage(view, {
    owner: of.owner,
    current: 'activity',
    title: words.title,
    body: html`<section class="card sec"><p class="muted">${words.lead}</p>
${activityLog(view, { lines: of.lines, action: paths.accountActivity })}
<p class="more">${ways}</p></section>`,
  });
}
