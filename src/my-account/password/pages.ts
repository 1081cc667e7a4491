import { paths } from '../../routes.ts';
import { type AccountOwner, accountPage } from '../../ui/account-page.ts';
import { sectionHref } from '../../ui/account-sections.ts';
import { hiddenFields, ident, passwordField } from '../../ui/fields.ts';
import { type Html, html } from '../../ui/html.ts';
import { newPasswordFields } from '../../ui/new-password.ts';
import { flow, primary, primaryLink, quietLink } from '../../ui/parts.ts';
import type { FieldError, View } from '../../ui/view.ts';

type PasswordPage = { owner: AccountOwner; minLength: number; errors: readonly FieldError[] };

/** « Changer votre mot de passe »: the current one, then the new one twice [security.md 9]. */
export function passwordPage(view: View, of: PasswordPage): Html {
  const words = view.words.account;
  const { minLength, errors } = of;
  const [label, confirmLabel] = [view.words.newPassword.label, view.words.newPassword.confirm];
  return accountPage(view, {
    owner: of.owner,
    current: 'password',
    title: words.password.title,
    errors,
    body: html`<section class="card sec"><form method="post" novalidate>${hiddenFields(view, null)}
${ident(view, { email: of.owner.email, editHref: null })}
${passwordField(view, {
  name: 'password',
  label: words.password.current,
  autocomplete: 'current-password',
  errors,
  focused: true,
})}
${newPasswordFields(view, { minLength, errors, label, confirmLabel, focused: false })}
<p class="hint">${words.password.effects}</p>
<div class="acts">${primary(words.password.submit, view.words.common.saving)}${quietLink(words.cancel, sectionHref('password'))}</div>
</form></section>`,
  });
}

/** For who has none: only a mailed link sets the next one [security.md 11]. */
export function noPasswordPage(view: View, of: { owner: AccountOwner }): Html {
  const words = view.words.account;
  return accountPage(view, {
    owner: of.owner,
    current: 'password',
    title: words.password.title,
    body: html`<section class="card sec"><div class="prose"><p>${flow(words.password.none)}</p></div>
<div class="acts">${primaryLink(words.password.byLink, paths.forgotten)}</div></section>`,
  });
}
