import { paths } from '../routes.ts';
import { type Action, type ErrorKey, errors } from './errors.ts';
import { type Html, html, type Part } from './html.ts';
import { icons } from './icons.ts';
import { authPage } from './layout.ts';
import { flow, helpContact, primaryLink, quietLink, secondaryLink } from './parts.ts';
import type { View } from './view.ts';
import { datesOf } from './words/dates.ts';

/** `until` and `now` are epoch milliseconds; `words`, `actions` and `hrefs` replace those of the catalogue. */
export type ErrorPage = {
  error: ErrorKey;
  now: number;
  until?: number;
  incident?: string;
  words?: { title: string; said: Part; todo: Part };
  actions?: readonly Action[];
  hrefs?: Partial<Record<Action, string>>;
};

/** A dead end: what happened, until when, a way on, the help desk's contact, and the code to quote. */
export function errorPage(view: View, of: ErrorPage): Html {
  const entry = errors[of.error];
  const words = of.words ?? view.words.errors[of.error];
  const around = view.words.errorPage;
  return authPage(view, {
    title: words.title,
    body: html`<div class="head"><span class="big-i warn">${icons.alert}</span><h1>${words.title}</h1><p>${flowing(words.said)}</p>${
      of.until === undefined || of.until <= of.now
        ? ''
        : html`<p><strong>${untilWhen(view, of.until, of.now)}</strong></p>`
    }<p>${flowing(words.todo)}</p></div>
<div class="acts">${(of.actions ?? entry.actions).map((action, i) => way(view, action, of.hrefs?.[action], i))}</div>
${helpContact(view)}
<p class="ref">${around.reference(entry.code)}${of.incident ? html`<br>${around.incident(of.incident)}` : ''}</p>`,
  });
}

const flowing = (part: Part): Part => (typeof part === 'string' ? flow(part) : part);

function untilWhen(view: View, until: number, now: number): string {
  const dates = datesOf(view.locale, view.timeZone);
  return view.words.errorPage.until(dates.within(until - now), dates.moment(until, now));
}

function way(view: View, action: Action, href: string | undefined, rank: number): Html {
  const link = rank === 0 ? primaryLink : rank === 1 ? secondaryLink : quietLink;
  return link(view.words.errorPage.actions[action], href ?? hrefs[action] ?? view.here);
}

const hrefs: Record<Action, string | null> = {
  'sign-in': paths.signIn,
  forgotten: paths.forgotten,
  'sign-up': paths.signUp,
  home: paths.home,
  help: paths.help,
  // Only whoever refuses knows where these lead.
  'other-account': null,
  'leave-tool': null,
  // The page asked for, by GET: nothing is sent a second time.
  retry: null,
};
