import { paths } from '../../routes.ts';
import { emailField, hiddenFields, ident, textField } from '../../ui/fields.ts';
import { type Html, html } from '../../ui/html.ts';
import { icons } from '../../ui/icons.ts';
import { authPage } from '../../ui/layout.ts';
import { newPasswordFields } from '../../ui/new-password.ts';
import {
  doneHead,
  flow,
  neverAsks,
  primary,
  primaryLink,
  quietLink,
  resend,
  secondaryLink,
} from '../../ui/parts.ts';
import type { FieldError, View } from '../../ui/view.ts';

type Errors = readonly FieldError[];

/** « Créer un compte »: the address, before anything else [security.md 16]. */
export function addressPage(
  view: View,
  of: { journeyId?: string | null; email: string; errors: Errors },
): Html {
  const words = view.words.signUp;
  return authPage(view, {
    title: words.title,
    errors: of.errors,
    body: html`<div class="head"><h1>${words.title}</h1><p>${flow(words.lead)}</p></div>
<form method="post" novalidate>${hiddenFields(view, of.journeyId ?? null)}
${emailField(view, { value: of.email, errors: of.errors })}
<div class="acts">${primary(words.submit, view.words.common.sending)}${quietLink(words.have, paths.signIn)}</div>
</form>`,
    under: neverAsks(view),
  });
}

/** The same whether the address has an account or not [security.md 16]. */
export function sentPage(
  view: View,
  of: { journeyId?: string | null; email: string; resendInSeconds: number },
): Html {
  const words = view.words.signUp;
  return authPage(view, {
    title: words.sentTitle,
    body: html`${doneHead(
      icons.mail,
      words.sentTitle,
      html`<p>${flow(words.sent)} <strong class="mailto">${of.email}</strong></p><p>${words.sentNext}</p>`,
    )}
<div class="stack"><p class="muted">${words.life} ${words.check}</p></div>
<form method="post" novalidate>${hiddenFields(view, of.journeyId ?? null)}
<div class="acts">${secondaryLink(view.words.common.backToSignIn, paths.signIn)}${resend(view, { seconds: of.resendInSeconds, from: words.resendFrom })}</div>
</form>`,
  });
}

/** The address is verified: name and password. The typed name is kept, passwords are not. */
export function detailsPage(
  view: View,
  of: { journeyId: string | null; email: string; name: string; minLength: number; errors: Errors },
): Html {
  const words = view.words.signUp;
  return authPage(view, {
    title: words.detailsTitle,
    errors: of.errors,
    body: html`<div class="head"><h1>${words.detailsTitle}</h1><p>${words.detailsLead}</p></div>
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}
${textField({ name: 'name', label: words.name, value: of.name, autocomplete: 'name', errors: of.errors })}
${ident(view, { email: of.email, editHref: null })}
${newPasswordFields(view, {
  minLength: of.minLength,
  errors: of.errors,
  label: words.password,
  confirmLabel: words.confirm,
  focused: false,
})}
<div class="acts">${primary(words.create, words.creating)}</div>
</form>`,
  });
}

/** « Votre compte est créé. » Then sign in, as the guide's first page says. */
export function donePage(view: View, _of: Record<never, never> = {}): Html {
  const words = view.words.signUp;
  return authPage(view, {
    title: words.doneTitle,
    body: html`${doneHead(icons.check, words.doneTitle, html`<p>${words.done(view.brand)}</p>`)}
<div class="acts">${primaryLink(words.signIn, paths.signIn)}</div>`,
  });
}
