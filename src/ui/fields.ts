import { type Html, html, type Part } from './html.ts';
import { icons } from './icons.ts';
import { address } from './parts.ts';
import { described, fieldError } from './summary.ts';
import type { FieldError, View } from './view.ts';

type Errors = readonly FieldError[];

/** The guard of the form and the journey it belongs to [security.md 34, 37]. */
export function hiddenFields(view: View, journeyId: string | null): Html {
  return html`<input type="hidden" name="csrf" value="${view.csrf}">${
    journeyId === null ? '' : html`<input type="hidden" name="j" value="${journeyId}">`
  }`;
}

/** « Adresse de messagerie », for typing. Focused unless a summary takes the focus. */
export function emailField(
  view: View,
  of: {
    value: string;
    errors: Errors;
    /** The browser may list passkeys under the field. */
    passkeys?: boolean;
  },
): Html {
  return html`<div class="field">
<label for="username">${view.words.fields.email}</label>
${fieldError(of.errors, 'username')}<input class="in" id="username" name="username" type="email" inputmode="email" autocomplete="${of.passkeys ? 'username webauthn' : 'username'}" spellcheck="false" required value="${of.value}"${described(of.errors, 'username')}${focus(of.errors)}>
</div>`;
}

/** Any one line of text. */
export function textField(of: {
  name: string;
  label: string;
  value: string;
  autocomplete: string;
  errors: Errors;
}): Html {
  return html`<div class="field">
<label for="${of.name}">${of.label}</label>
${fieldError(of.errors, of.name)}<input class="in" id="${of.name}" name="${of.name}" type="text" autocomplete="${of.autocomplete}" spellcheck="false" required value="${of.value}"${described(of.errors, of.name)}${focus(of.errors)}>
</div>`;
}

/** The address that was given, with « Modifier » where it may still change. */
export function ident(view: View, of: { email: string; editHref: string | null }): Html {
  const { fields } = view.words;
  return html`<div class="ident"><div><span class="lab">${fields.email}</span><b>${address(of.email)}</b></div>${
    of.editHref === null
      ? ''
      : html`<a href="${of.editHref}" aria-label="${fields.editEmail}">${fields.edit}</a>`
  }</div>`;
}

/**
 * The user name where a password manager looks for it [security.md 44]. It has no name: nothing is posted, so
 * nothing that the browser says about who this is can ever be believed.
 */
export function hiddenUsername(email: string): Html {
  return html`<input class="vh" type="email" id="username" autocomplete="username" value="${email}" readonly tabindex="-1" aria-hidden="true">`;
}

/** A password, with room for the button that a script adds [security.md 6]. No maxlength [2]. */
export function passwordField(
  view: View,
  of: {
    name: 'password' | 'new' | 'confirm';
    label: string;
    autocomplete: 'current-password' | 'new-password';
    errors: Errors;
    focused?: boolean;
    hints?: readonly string[];
    minLength?: number;
    after?: Part;
  },
): Html {
  const { fields } = view.words;
  const rules =
    of.minLength === undefined ? '' : html` passwordrules="minlength: ${of.minLength}; allowed: unicode;"`;
  return html`<div class="field">
<label for="${of.name}">${of.label}</label>
${fieldError(of.errors, of.name)}<div class="wrap" data-reveal="${fields.show}" data-reveal-hide="${fields.hide}"><input class="in" id="${of.name}" name="${of.name}" type="password" autocomplete="${of.autocomplete}" spellcheck="false" required${rules}${described(of.errors, of.name, of.hints)}${of.focused ? focus(of.errors) : ''}><template><button class="eye" type="button" aria-controls="${of.name}" aria-label="${fields.show}">${icons.eye}${icons.eyeOff}</button></template></div>
<p class="hint live" role="status" data-caps="${fields.capsLock}"></p>${of.after}
</div>`;
}

/** One field for six digits; it must not look like a password, and phones fill it in [security.md 43, 44]. */
export function codeField(
  view: View,
  of: { errors: Errors; hints: readonly string[]; hint: string | null },
): Html {
  return html`<div class="field">
<label for="code">${view.words.code.label}</label>
${of.hint === null ? '' : html`<p class="hint" id="code-hint">${of.hint}</p>`}${fieldError(of.errors, 'code')}<input class="in in-code" id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" spellcheck="false" required${described(of.errors, 'code', of.hint === null ? of.hints : [...of.hints, 'code-hint'])}${focus(of.errors)}>
</div>`;
}

function focus(errors: Errors): Html | '' {
  return errors.length === 0 ? html` autofocus` : '';
}
