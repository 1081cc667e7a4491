import { paths } from '../../routes.ts';
import { type AccountOwner, accountPage } from '../../ui/account-page.ts';
import { sectionHref } from '../../ui/account-sections.ts';
import { hiddenFields } from '../../ui/fields.ts';
import { type Html, html } from '../../ui/html.ts';
import { flow, primary, quietLink } from '../../ui/parts.ts';
import { described, fieldError } from '../../ui/summary.ts';
import type { FieldError, View } from '../../ui/view.ts';

/** « Changer d'adresse »: which one; nothing changes until it is confirmed there. */
export function emailPage(
  view: View,
  of: { owner: AccountOwner; email: string; errors: readonly FieldError[] },
): Html {
  const words = view.words.account;
  const { errors } = of;
  // Not `username`: a manager must not put the address that is to be replaced.
  const focus = errors.length === 0 ? html` autofocus` : '';
  return accountPage(view, {
    owner: of.owner,
    current: 'profile',
    title: words.email.title,
    errors,
    body: html`<section class="card sec"><div class="prose"><p>${flow(words.email.lead)}</p></div>
<form method="post" action="${paths.accountEmail}" novalidate>${hiddenFields(view, null)}
<div class="field">
<label for="email">${words.email.label}</label>
${fieldError(errors, 'email')}<input class="in" id="email" name="email" type="email" inputmode="email" autocomplete="email" spellcheck="false" required value="${of.email}"${described(errors, 'email')}${focus}>
</div>
<div class="acts">${primary(words.email.submit, view.words.common.sending)}${quietLink(words.cancel, sectionHref('profile'))}</div>
</form></section>`,
  });
}
