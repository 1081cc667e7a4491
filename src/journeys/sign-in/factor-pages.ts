import type { CodeReason } from '../../identity/risk/rules.ts';
import { hiddenFields, identText } from '../../ui/fields.ts';
import { type Html, html } from '../../ui/html.ts';
import { authPage } from '../../ui/layout.ts';
import { primary, quietLink, why } from '../../ui/parts.ts';
import { passkeyButton, withoutPasskey } from '../../ui/passkey.ts';
import { described, fieldError } from '../../ui/summary.ts';
import type { FieldError, View } from '../../ui/view.ts';
import { reasonIcons, sharedBox } from './pages.ts';

type Common = {
  journeyId: string;
  email: string;
  reason: CodeReason | null;
  triesLeft: number;
  errors: readonly FieldError[];
  /** Null where the address may not change: somebody signs in anew. */
  editHref: string | null;
};

/** « Deuxième vérification »: a passkey, an application's code, or both. Without scripts the code alone. */
export function factorPage(
  view: View,
  of: Common & { passkey: object | null; authenticator: boolean; recoveryHref: string | null },
): Html {
  const words = view.words.factor;
  const { passkey, authenticator } = of;
  return authPage(view, {
    title: words.title,
    errors: of.errors,
    body: html`<div class="head"><h1>${words.title}</h1>${reasonOf(view, of)}<p>${words.lead}</p></div>
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}
${identText(view, { email: of.email, editHref: of.editHref })}
${
  passkey === null
    ? ''
    : html`<div class="stack">${authenticator ? '' : html`<p>${words.passkeyOnly}</p>`}${fieldError(of.errors, 'passkey')}${passkeyButton(view, { label: view.words.passkey.use, options: passkey, look: authenticator ? 'btn-2' : 'btn-1', beside: authenticator })}${withoutPasskey(view)}</div>`
}
${authenticator ? applicationField(view, of) : ''}
${sharedBox(view.words.code.shared)}
<div class="acts">${authenticator ? primary(words.submit, view.words.code.submitting) : ''}${
      of.recoveryHref === null ? '' : quietLink(words.recovery, of.recoveryHref)
    }</div>
</form>
<p class="hint">${words.lost}</p>`,
  });
}

function applicationField(view: View, of: Common): Html {
  const words = view.words.factor;
  return codeInput(view, {
    ...of,
    name: 'code',
    label: words.label,
    hint: words.authenticator,
    input: html` class="in in-code" inputmode="numeric" autocomplete="one-time-code"`,
  });
}

/** « Utiliser un code de secours ». */
export function recoveryPage(view: View, of: Common & { backHref: string }): Html {
  const words = view.words.factor;
  return authPage(view, {
    title: words.recoveryTitle,
    errors: of.errors,
    body: html`<div class="head"><h1>${words.recoveryTitle}</h1>${reasonOf(view, of)}<p>${words.recoveryLead}</p></div>
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}
${identText(view, { email: of.email, editHref: of.editHref })}
${codeInput(view, {
  ...of,
  name: 'recovery',
  label: words.recoveryLabel,
  hint: words.recoveryHint,
  // Not a code that a phone fills in, nor a password that a manager keeps.
  input: html` class="in" autocomplete="off" autocapitalize="characters"`,
})}
${sharedBox(view.words.code.shared)}
<div class="acts">${primary(words.submit, view.words.code.submitting)}${quietLink(words.notRecovery, of.backHref)}</div>
</form>
<p class="hint">${words.lost}</p>`,
  });
}

function codeInput(
  view: View,
  of: Common & { name: 'code' | 'recovery'; label: string; hint: string; input: Html },
): Html {
  const { errors, name } = of;
  const few = of.triesLeft < 5 && errors.length === 0;
  return html`<div class="field">
<label for="${name}">${of.label}</label>
<p class="hint" id="${name}-hint">${of.hint}${few ? ` ${view.words.code.triesLeft(of.triesLeft)}` : ''}</p>${fieldError(errors, name)}<input${of.input} id="${name}" name="${name}" type="text" spellcheck="false" required${described(errors, name, [`${name}-hint`])}${errors.length === 0 ? html` autofocus` : ''}>
</div>`;
}

function reasonOf(view: View, { reason }: Common): Html | '' {
  return reason === null ? '' : why(reasonIcons[reason], view.words.code.reasons[reason]);
}
