import { paths } from '../routes.ts';
import { sectionHref } from './account-sections.ts';
import { hiddenFields } from './fields.ts';
import { type Html, html } from './html.ts';
import { icons } from './icons.ts';
import { address } from './parts.ts';
import type { View } from './view.ts';

/**
 * Who is signed in, in the bar of every page of theirs: the menu of the account, which opens without
 * scripts too. The view's forms must be bound to the session. `email` is as its owner writes it.
 */
export function accountBar(view: View, { name, email }: { name: string; email: string }): Html {
  const { home, account } = view.words;
  return html`<details class="drop" data-menu><summary class="me"><span class="av" aria-hidden="true">${initials(name)}</span><span class="nm">${name}</span><span class="vh">${home.menu}</span>${icons.down}</summary>
<div class="menu"><p><strong>${name}</strong><br><span class="muted">${address(email)}</span></p>
<a href="${paths.account}">${icons.person}${home.account}</a>
<a href="${sectionHref('devices')}">${icons.device}${account.sections.devices}</a>
<a href="${paths.accountActivity}">${icons.clock}${account.sections.activity}</a>
<form method="post" action="${paths.signOut}">${hiddenFields(view, null)}<button>${icons.signOut}${home.signOut}</button></form></div></details>`;
}

/** The first letters of the first and last names, never half a character. */
function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : undefined].map(
    (part) => [...(part ?? '')][0] ?? '',
  );
  return letters.join('').toUpperCase();
}
