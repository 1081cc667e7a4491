import { paths } from '../../routes.ts';
import { applicationFields, recoveryCodes, setUpActs } from '../../ui/factors.ts';
import { hiddenFields, identLine } from '../../ui/fields.ts';
import { type Html, html } from '../../ui/html.ts';
import { icons } from '../../ui/icons.ts';
import { authPage } from '../../ui/layout.ts';
import { newPasswordFields } from '../../ui/new-password.ts';
import { doneHead, primary, primaryLink, secondaryLink } from '../../ui/parts.ts';
import { passkeyButton, withoutPasskey } from '../../ui/passkey.ts';
import type { Qr } from '../../ui/qr.ts';
import { fieldError } from '../../ui/summary.ts';
import type { FieldError, View } from '../../ui/view.ts';

type Common = { journeyId: string; email: string; errors: readonly FieldError[] };

function head(view: View, of: { title: string; step: number; below?: Html }): Html {
  return html`<div class="head"><p class="muted">${view.words.enrolment.step(of.step, 3)}</p><h1>${of.title}</h1>${of.below}</div>`;
}

const account = (view: View, email: string): Html =>
  html`<p>${view.words.enrolment.account} <strong class="mailto">${email}</strong></p>`;

/** « Choisir un mot de passe », for an account that has none. */
export function passwordPage(view: View, of: Common & { minLength: number }): Html {
  const words = view.words.enrolment;
  return authPage(view, {
    title: words.passwordTitle,
    errors: of.errors,
    body: html`${head(view, { title: words.passwordTitle, step: 1 })}
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}<input type="hidden" name="action" value="password">
${identLine(words.account, of.email)}
<p class="muted">${words.lead}</p>
${newPasswordFields(view, {
  minLength: of.minLength,
  errors: of.errors,
  label: view.words.newPassword.label,
  confirmLabel: view.words.newPassword.confirm,
  focused: true,
})}
<div class="acts">${primary(words.passwordSubmit, view.words.common.saving)}</div>
</form>`,
  });
}

/** « Ajouter un deuxième moyen »: a passkey first, the application one press away. */
export function factorPage(view: View, of: Common & { options: object; applicationHref: string }): Html {
  const words = view.words.enrolment;
  return authPage(view, {
    title: words.factorTitle,
    errors: of.errors,
    body: html`${head(view, { title: words.factorTitle, step: 2, below: account(view, of.email) })}
<p class="muted">${words.choose}</p>
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}<input type="hidden" name="action" value="passkey">
${fieldError(of.errors, 'passkey')}
<div class="acts">${passkeyButton(view, {
      label: view.words.passkey.create,
      options: of.options,
      look: 'btn-1',
      create: true,
    })}${withoutPasskey(view)}${secondaryLink(view.words.factors.addAuthenticator, of.applicationHref)}</div>
</form>`,
  });
}

/** The same with an application. */
export function applicationPage(
  view: View,
  of: Common & { qr: Qr; secret: string; uri: string; ticket: string; backHref: string },
): Html {
  const words = view.words.factors;
  return authPage(view, {
    title: words.addAuthenticator,
    errors: of.errors,
    body: html`${head(view, { title: words.addAuthenticator, step: 2, below: account(view, of.email) })}
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}<input type="hidden" name="action" value="application">
${applicationFields(view, of)}
${setUpActs(view, of.backHref)}
</form>`,
  });
}

/** The recovery codes, shown once. */
export function codesPage(view: View, of: { codes: readonly string[]; downloadHref: string }): Html {
  const words = view.words.enrolment;
  return authPage(view, {
    title: words.codesTitle,
    body: html`${head(view, { title: words.codesTitle, step: 3 })}
${recoveryCodes(view, { ...of, doneHref: paths.enrolmentDone, doneLabel: words.finish })}`,
  });
}

/** « Votre compte est prêt. » */
export function donePage(view: View, _of: Record<never, never> = {}): Html {
  const words = view.words.enrolment;
  return authPage(view, {
    title: words.doneTitle,
    body: html`${doneHead(icons.check, words.doneTitle, html`<p>${words.done}</p>`)}
<div class="acts">${primaryLink(words.signIn, paths.signIn)}</div>`,
  });
}
