import { type AccountOwner, accountPage } from '../../ui/account-page.ts';
import { sectionHref } from '../../ui/account-sections.ts';
import { hiddenFields, textField } from '../../ui/fields.ts';
import { type Html, html } from '../../ui/html.ts';
import { primary, quietLink } from '../../ui/parts.ts';
import type { FieldError, Locale, View } from '../../ui/view.ts';

/** « Changer votre nom ». */
export function namePage(
  view: View,
  of: { owner: AccountOwner; name: string; errors: readonly FieldError[] },
): Html {
  const words = view.words.account;
  return accountPage(view, {
    owner: of.owner,
    current: 'profile',
    title: words.profile.nameTitle,
    errors: of.errors,
    body: html`<section class="card sec"><form method="post" novalidate>${hiddenFields(view, null)}
${textField({ name: 'name', label: words.profile.nameLabel, value: of.name, autocomplete: 'name', errors: of.errors })}
<div class="acts">${primary(words.save, view.words.common.saving)}${quietLink(words.cancel, sectionHref('profile'))}</div>
</form></section>`,
  });
}

/** « Changer de langue ». Each language is named in itself: who cannot read the page must find theirs. */
export function languagePage(view: View, of: { owner: AccountOwner; language: Locale }): Html {
  const words = view.words.account;
  const choice = (language: Locale, name: string) =>
    html`<label class="check"><input type="radio" name="language" value="${language}"${
      of.language === language ? html` checked` : ''
    }><span lang="${language}">${name}</span></label>`;
  return accountPage(view, {
    owner: of.owner,
    current: 'profile',
    title: words.profile.languageTitle,
    body: html`<section class="card sec"><form method="post" novalidate>${hiddenFields(view, null)}
<fieldset class="choices"><legend class="lab">${words.profile.languageLabel}</legend>
${choice('fr', 'Français')}
${choice('en', 'English')}
</fieldset>
<div class="acts">${primary(words.save, view.words.common.saving)}${quietLink(words.cancel, sectionHref('profile'))}</div>
</form></section>`,
  });
}
