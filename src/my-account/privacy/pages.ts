import { paths } from '../../routes.ts';
import { type AccountOwner, accountPage } from '../../ui/account-page.ts';
import { sectionHref } from '../../ui/account-sections.ts';
import { hiddenFields } from '../../ui/fields.ts';
import { type Html, html } from '../../ui/html.ts';
import { flow, note, quietLink, secondaryLink } from '../../ui/parts.ts';
import type { View } from '../../ui/view.ts';
import { datesOf } from '../../ui/words/dates.ts';

/** « Supprimer votre compte »: what will happen and when; only the click asks for it. */
export function deletionPage(
  view: View,
  of: { owner: AccountOwner; dueAt: number; days: number; may: boolean },
): Html {
  const words = view.words.account;
  const { deletion } = words;
  const date = datesOf(view.locale, view.timeZone).day(of.dueAt);
  const form = html`<form method="post" action="${paths.accountDelete}" novalidate>${hiddenFields(view, null)}
<div class="acts"><button class="btn btn-bad" name="action" value="delete">${deletion.submit}</button>${quietLink(words.cancel, sectionHref('data'))}</div>
</form>`;
  const refusal = html`<div class="prose">${note('warn', deletion.lastAdmin)}</div>
<div class="acts">${secondaryLink(words.title, sectionHref('data'))}</div>`;
  const effects = deletion.effects(date, of.days);
  return accountPage(view, {
    owner: of.owner,
    current: 'data',
    title: deletion.title,
    body: html`<section class="card sec"><div class="prose"><p>${flow(deletion.lead)}</p>
<ul class="dots">${effects.map((effect) => html`<li>${flow(effect)}</li>`)}</ul></div>
${of.owner.deletionDueAt !== null ? '' : of.may ? form : refusal}</section>`,
  });
}
