import { paths } from '../../routes.ts';
import { emailField, hiddenFields, identLine, identText } from '../../ui/fields.ts';
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
import { mailWordsOf } from '../../ui/words/index.ts';

type Errors = readonly FieldError[];

/** « Mot de passe oublié ». The address is asked only of those who did not give it a page before. */
export function forgottenPage(
  view: View,
  of: { journeyId: string | null; email: string; emailEditable: boolean; errors: Errors },
): Html {
  const words = view.words.reset;
  return authPage(view, {
    title: words.title,
    errors: of.errors,
    body: html`<div class="head"><h1>${words.title}</h1><p>${flow(words.lead)}</p></div>
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}
${
  of.emailEditable
    ? emailField(view, { value: of.email, errors: of.errors })
    : identText(view, { email: of.email, editHref: paths.forgotten })
}
<div class="acts">${primary(words.submit, view.words.common.sending)}${quietLink(view.words.common.backToSignIn, paths.signIn)}</div>
</form>`,
    under: neverAsks(view),
  });
}

/** The same for every address, with an account or without [security.md 12]; quotes the mail's exact subject. */
export function sentPage(
  view: View,
  of: { journeyId?: string | null; email: string; resendInSeconds: number },
): Html {
  const words = view.words.reset;
  return authPage(view, {
    title: words.sentTitle,
    body: html`${doneHead(
      icons.mail,
      words.sentTitle,
      html`<p>${words.sent} <strong class="mailto">${of.email}</strong></p>`,
    )}
<div class="stack"><p class="muted">${flow(words.subject)}</p><p class="quote">${mailWordsOf(view.locale).reset.subject(view.brand)}</p><p class="muted">${words.life} ${words.check}</p></div>
<form method="post" novalidate>${hiddenFields(view, of.journeyId ?? null)}
<div class="acts">${secondaryLink(view.words.common.backToSignIn, paths.signIn)}${resend(view, { seconds: of.resendInSeconds, from: words.resendFrom })}</div>
</form>`,
  });
}

/** Where the mailed link leads: the password is chosen, and the link consumed, by this form's POST alone [23]. */
export function newPasswordPage(
  view: View,
  of: { journeyId: string | null; email: string; minLength: number; errors: Errors },
): Html {
  const words = view.words.reset;
  return authPage(view, {
    title: words.newTitle,
    errors: of.errors,
    body: html`<div class="head"><h1>${words.newTitle}</h1></div>
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}
${identLine(words.account, of.email)}
${newPasswordFields(view, {
  minLength: of.minLength,
  errors: of.errors,
  label: view.words.newPassword.label,
  confirmLabel: view.words.newPassword.confirm,
  focused: true,
})}
<div class="acts">${primary(view.words.newPassword.submit, view.words.common.saving)}</div>
</form>`,
  });
}

/** « Votre mot de passe est mis à jour. » No automatic sign-in [security.md 24]. */
export function donePage(view: View, _of: Record<never, never> = {}): Html {
  const words = view.words.reset;
  return authPage(view, {
    title: words.doneTitle,
    body: html`${doneHead(icons.check, words.doneTitle, html`<p>${words.done} ${words.doneSessions}</p>`)}
<div class="acts">${primaryLink(words.signIn, paths.signIn)}</div>`,
  });
}
