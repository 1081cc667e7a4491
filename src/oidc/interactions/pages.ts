import { hiddenFields, identText } from '../../ui/fields.ts';
import { type Html, html } from '../../ui/html.ts';
import { icons } from '../../ui/icons.ts';
import { authPage } from '../../ui/layout.ts';
import { flow, why } from '../../ui/parts.ts';
import type { View } from '../../ui/view.ts';
import type { Scope } from '../rules.ts';

export type ConsentPage = {
  tool: { name: string; description?: string };
  /** What it asks for, `openid` aside. */
  scopes: readonly Scope[];
  person: { name: string; email: string };
};

/** A third party asks who somebody is: what it will learn, in plain words and with the very values. Yes or no. */
export function consentPage(view: View, { tool, scopes, person }: ConsentPage): Html {
  const words = view.words.consent;
  const learns = (scope: Scope): Html | '' => {
    switch (scope) {
      case 'openid':
        return html`<li>${words.id}</li>`;
      case 'profile':
        return html`<li>${words.name} <strong>${person.name}</strong></li>`;
      case 'email':
        return html`<li>${words.email} <strong class="mailto">${person.email}</strong></li>`;
      case 'groups':
        return html`<li>${words.groups}</li>`;
      case 'offline_access':
        return html`<li>${words.offline}</li>`;
      default:
        return scope satisfies never;
    }
  };
  return authPage(view, {
    title: words.title(tool.name),
    body: html`<div class="head"><h1>${words.title(tool.name)}</h1><p>${flow(words.lead(tool.name, view.brand))}</p>${
      tool.description ? html`<p class="hint">${tool.description}</p>` : ''
    }</div>
<form method="post" novalidate>${hiddenFields(view, null)}
${identText(view, { email: person.email, editHref: null })}
<div class="stack"><h2>${words.learns}</h2><ul class="dots">${scopes.map(learns)}</ul>
${why(icons.lock, words.never)}
<p class="hint">${words.later}</p></div>
<div class="acts"><button class="btn btn-1" name="answer" value="yes" data-busy="${view.words.common.sending}">${words.yes}</button><button class="btn btn-2" name="answer" value="no">${words.no}</button></div>
</form>`,
  });
}
