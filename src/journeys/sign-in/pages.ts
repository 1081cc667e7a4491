import type { CodeReason } from '../../identity/risk/rules.ts';
import { paths } from '../../routes.ts';
import {
  codeField,
  emailField,
  hiddenFields,
  ident,
  identLine,
  identText,
  passwordField,
} from '../../ui/fields.ts';
import { type Html, html } from '../../ui/html.ts';
import { icons } from '../../ui/icons.ts';
import { authPage } from '../../ui/layout.ts';
import { newPasswordFields } from '../../ui/new-password.ts';
import {
  doneHead,
  flow,
  neverAsks,
  note,
  primary,
  quietLink,
  resend,
  secondaryLink,
  why,
} from '../../ui/parts.ts';
import { passkeyButton } from '../../ui/passkey.ts';
import type { FieldError, View } from '../../ui/view.ts';

type Errors = readonly FieldError[];

/** Why a new password is asked. */
export type RenewalReason = 'breached' | 'suspicion' | 'policy' | 'operator' | 'calendar';

/** « Se connecter ». What was typed is kept. */
export function emailPage(
  view: View,
  of: {
    journeyId?: string | null;
    email: string;
    errors: Errors;
    /** How a passkey signs in instead; absent: not offered. */
    passkey?: PasskeyOffer;
  },
): Html {
  const words = view.words.signIn;
  const { passkey } = of;
  return authPage(view, {
    title: words.title,
    errors: of.errors,
    body: html`<div class="head"><h1>${words.title}</h1><p>${words.lead(view.brand)}</p></div>
<form method="post" novalidate>${hiddenFields(view, of.journeyId ?? null)}
${emailField(view, { value: of.email, errors: of.errors, passkeys: passkey !== undefined })}
<div class="acts">${primary(words.next, view.words.common.sending)}${passkey ? byPasskey(view, passkey, 'listed') : ''}${
      view.signUp
        ? html`<a class="btn btn-2" href="${paths.signUp}">${words.signUp} <span aria-hidden="true">→</span></a>`
        : ''
    }</div>
</form>${passkey ? passkeyForm(view, passkey) : ''}`,
  });
}

/** What the browser is asked, and where its answer goes. */
export type PasskeyOffer = { options: object; action: string };

const byPasskey = (view: View, { options }: PasskeyOffer, where: 'listed' | 'button'): Html =>
  passkeyButton(view, {
    label: view.words.passkey.signIn,
    options,
    look: 'btn-2',
    form: 'by-passkey',
    conditional: where === 'listed',
  });

/** Beside the form that people see, which goes elsewhere. */
const passkeyForm = (view: View, { action }: PasskeyOffer): Html =>
  html`<form method="post" id="by-passkey" action="${action}" hidden>${hiddenFields(view, null)}</form>`;

/** « Saisir votre mot de passe ». The suggestion never stops anyone: the form below it works as it is. */
export function passwordPage(
  view: View,
  of: {
    journeyId: string;
    email: string;
    suggestion: string | null;
    suggestionHref?: string;
    errors: Errors;
    leaveHref: string;
    forgottenHref: string;
    /** Null where the address may not change: somebody signs in anew. */
    editHref: string | null;
    /** For who signs in anew and never saw the first page. */
    passkey?: PasskeyOffer;
  },
): Html {
  const words = view.words.signIn;
  return authPage(view, {
    title: words.passwordTitle,
    errors: of.errors,
    body: html`<div class="head"><h1>${words.passwordTitle}</h1><p>${words.passwordLead(view.brand)}</p></div>
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}
${ident(view, { email: of.email, editHref: of.editHref })}
${
  of.suggestion === null
    ? ''
    : note(
        'warn',
        html`${words.suggestBefore}<a href="${of.suggestionHref ?? of.editHref ?? ''}">${of.suggestion}</a>${words.suggestAfter}`,
      )
}
${passwordField(view, {
  name: 'password',
  label: view.words.fields.password,
  autocomplete: 'current-password',
  errors: of.errors,
  focused: true,
  after: html`<a class="lnk" href="${of.forgottenHref}">${words.forgotten}</a>`,
})}
<div class="acts">${primary(words.submit, words.submitting)}${of.passkey ? byPasskey(view, of.passkey, 'button') : ''}${quietLink(view.words.common.leave, of.leaveHref)}</div>
</form>${of.passkey ? passkeyForm(view, of.passkey) : ''}`,
    under: neverAsks(view),
  });
}

/** What the code page shows; waits and counts are the server's. */
export type CodePage = {
  journeyId: string;
  email: string;
  reasons: readonly CodeReason[];
  triesLeft: number;
  resendInSeconds: number;
  resent: boolean;
  resendsLeft: number;
  mailLate: boolean;
  expired: boolean;
  errors: Errors;
  editHref: string;
  askShared: boolean;
};

/** « Renforcement de la sécurité anti-fraude »: every sentence of the guide, in its order, in every state. */
export function codePage(view: View, of: CodePage): Html {
  const words = view.words.code;
  return authPage(view, {
    title: words.title,
    errors: of.errors,
    body: html`${codeHead(view, of)}
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}
${identText(view, { email: of.email, editHref: of.editHref })}
${codeNotes(view, of)}
${codeField(view, {
  errors: of.errors,
  hints: ['code-life'],
  hint: of.triesLeft < 5 && of.errors.length === 0 ? words.triesLeft(of.triesLeft) : null,
})}
${of.askShared ? sharedBox(words.shared) : ''}
<div class="acts">${primary(words.submit, words.submitting)}${codeResend(view, of)}</div>
</form>`,
  });
}

function codeHead(view: View, of: CodePage): Html {
  const words = view.words.code;
  const reason = of.reasons[0];
  return html`<div class="head"><h1>${words.title}</h1>${
    reason === undefined ? '' : why(reasonIcons[reason], words.reasons[reason])
  }
<p>${words.sent} <strong class="mailto">${of.email}</strong></p>
<p>${words.fetch} <span id="code-life">${words.valid}</span></p>
<p class="hint">${words.notFound}</p></div>`;
}

export const reasonIcons: Record<CodeReason, Html> = {
  'first-sign-in': icons.shield,
  'unknown-device': icons.device,
  'unusual-country': icons.globe,
  'unusual-place': icons.pin,
  'unusual-browser': icons.window,
  asked: icons.shield,
  regular: icons.clock,
  suspicion: icons.alert,
  role: icons.shield,
  'new-password': icons.shield,
};

function codeNotes(view: View, of: CodePage): Html {
  const words = view.words.code;
  const failed = of.errors.length > 0;
  return html`${of.resent && !failed ? note('ok', words.resent) : ''}${
    of.expired && !failed ? note('warn', words.expired) : ''
  }${of.mailLate ? note('warn', words.late) : ''}`;
}

/** « Appareil partagé : ne pas le reconnaître ». */
export const sharedBox = (label: string): Html =>
  html`<label class="check"><input type="checkbox" name="shared" value="1"><span>${label}</span></label>`;

type Resendable = Pick<CodePage, 'resendInSeconds' | 'resendsLeft'>;

function codeResend(view: View, of: Resendable): Html {
  const words = view.words.code;
  if (of.resendsLeft <= 0)
    return html`${note('warn', words.noResend)}${quietLink(words.restart, paths.signIn)}`;
  return resend(view, { seconds: of.resendInSeconds, from: words.resendFrom });
}

/** In the code page's place, once too many codes were wrong: a link was mailed [security.md 14]. */
export function linkSentPage(view: View, of: Resendable & { journeyId: string; email: string }): Html {
  const words = view.words.code;
  return authPage(view, {
    title: words.title,
    body: html`${doneHead(
      icons.mail,
      words.linkTitle,
      html`${why(icons.shield, words.linkWhy)}<p>${words.linkSent} <strong class="mailto">${of.email}</strong></p><p>${flow(words.linkOpen)}</p><p class="hint">${flow(words.linkNotFound)}</p>`,
    )}
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}
<div class="acts">${secondaryLink(view.words.common.backToSignIn, paths.signIn)}${codeResend(view, of)}</div>
</form>`,
    under: neverAsks(view),
  });
}

/** Where that link leads. Only a person's click goes on: a mail scanner that opens it changes nothing [23]. */
export function signInLinkPage(view: View, of: { journeyId: string | null; email: string }): Html {
  const words = view.words.code;
  return authPage(view, {
    title: words.confirmTitle,
    body: html`<div class="head"><h1>${words.confirmTitle}</h1><p>${words.confirmLead} <strong class="mailto">${of.email}</strong></p><p>${words.confirmNotYou}</p></div>
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}
${sharedBox(words.shared)}
<div class="acts">${primary(words.confirm, view.words.signIn.submitting)}</div>
</form>`,
    under: neverAsks(view),
  });
}

/** The occasional new password, in the flow: the sign-in resumes afterwards [security.md 10]. */
export function renewalPage(
  view: View,
  of: { journeyId: string; email: string; reason: RenewalReason; minLength: number; errors: Errors },
): Html {
  const words = view.words.renewal;
  return authPage(view, {
    title: words.title,
    errors: of.errors,
    body: html`<div class="head"><h1>${words.title}</h1>${why(icons.shield, words.reasons[of.reason])}</div>
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
