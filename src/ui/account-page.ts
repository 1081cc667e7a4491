import { paths } from '../routes.ts';
import { accountBar } from './account-bar.ts';
import { type AccountSection, accountSections, sectionHref } from './account-sections.ts';
import { hiddenFields } from './fields.ts';
import { type Html, html, type Part } from './html.ts';
import { icons } from './icons.ts';
import { appPage } from './layout.ts';
import { address, note } from './parts.ts';
import { summary } from './summary.ts';
import type { FieldError, View } from './view.ts';
import { datesOf } from './words/dates.ts';

/** Whose account it is; times are epoch milliseconds. */
export type AccountOwner = { name: string; email: string; deletionDueAt: number | null };

type AccountPage = {
  owner: AccountOwner;
  /** The section that the page belongs to; null: the page of all. */
  current: AccountSection | null;
  /** The title; « Mon compte » on the page of all. */
  title: string;
  errors?: readonly FieldError[];
  /** What was just done, once, at the top. */
  done?: string | null;
  /** Cards, one below the other. */
  body: Part;
};

/** A page of « Mon compte »: the menu beside the cards; on phones the cards alone, with a way back. */
export function accountPage(view: View, page: AccountPage): Html {
  const words = view.words.account;
  const { owner, current, errors = [] } = page;
  return appPage(view, {
    title: page.title,
    errors,
    bar: accountBar(view, owner),
    body: html`<div class="hello">${
      current === null
        ? html`<h1>${page.title}</h1><p class="muted">${address(owner.email)}</p>`
        : html`<a class="back" href="${sectionHref(current)}">${icons.go}${words.title}</a><h1>${page.title}</h1>`
    }</div>
<div class="acct">
<nav class="side" aria-label="${words.menu}"${current === null ? html` data-side` : ''}>${accountSections.map((section) => item(view, section, current))}</nav>
<div class="stack">${errors.length > 0 ? summary(view, errors) : ''}${
      page.done ? note('ok', page.done) : ''
    }${deletionBanner(view, owner)}${page.body}</div>
</div>`,
  });
}

function item(view: View, section: AccountSection, current: AccountSection | null): Html {
  const here = section === current ? html` aria-current="true"` : '';
  return html`<a href="${sectionHref(section)}"${here}>${view.words.account.sections[section]}</a>`;
}

/** Says on every page of whoever asked for it that the account will be deleted, with the way back. */
export function deletionBanner(
  view: View,
  { deletionDueAt }: Pick<AccountOwner, 'deletionDueAt'>,
): Html | '' {
  if (deletionDueAt === null) return '';
  const words = view.words.account.deletion;
  const date = datesOf(view.locale, view.timeZone).day(deletionDueAt);
  return html`<div class="note warn due">${icons.alert}<div><p><strong>${words.due(date)}</strong> ${words.dueLead}</p>
<form method="post" action="${paths.accountDelete}">${hiddenFields(view, null)}<button class="btn btn-2 btn-s" name="action" value="cancel">${words.cancel}</button></form></div></div>`;
}

/** A card with its title, one line about it, and at most one act beside them. */
export function section(of: { id?: string; title: string; lead?: Part; act?: Part; body?: Part }): Html {
  const id = of.id === undefined ? '' : html` id="${of.id}"`;
  return html`<section class="card sec"${id}><header><div><h2>${of.title}</h2>${
    of.lead ? html`<p>${of.lead}</p>` : ''
  }</div>${of.act}</header>${of.body}</section>`;
}

/** A link that looks like a small white button. */
export const smallLink = (label: string, href: string): Html =>
  html`<a class="btn btn-2 btn-s" href="${href}">${label}</a>`;

/**
 * A form of one small button. `fields` are what it sends besides its guard; `name` is what the button is called
 * where its label alone does not say of what.
 */
export function smallForm(
  view: View,
  of: {
    action: string;
    label: string;
    name?: string;
    fields?: Readonly<Record<string, string>>;
    look?: 'second' | 'link';
  },
): Html {
  const fields = Object.entries(of.fields ?? {}).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const named = of.name ? html` aria-label="${of.name}"` : '';
  const look = of.look === 'link' ? 'lnk' : 'btn btn-2 btn-s';
  return html`<form method="post" action="${of.action}">${hiddenFields(view, null)}${fields}<button class="${look}"${named}>${of.label}</button></form>`;
}
