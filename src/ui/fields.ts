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

type Given = {
  email: string;
  /** Null where the address may not change. */
  editHref: string | null;
};

/**
 * The address that was given, in a form where a password is typed: what the person reads is the user name that
 * managers look for, and no hidden copy, which they pass over [security.md 44]. It has no name: nothing is posted,
 * so nothing that the browser says about who this is can ever be believed.
 */
export function ident(view: View, of: Given): Html {
  return identBox(view, of, {
    label: html`<label class="lab" for="username">${view.words.fields.email}</label>`,
    shown: userName(of.email),
    room: roomFor(of.email),
  });
}

/** The same as a line under the title, after « Pour le compte ». */
export function identLine(label: string, email: string): Html {
  return html`<div class="ident-line${roomFor(email)}"><label for="username">${label}</label> ${userName(email)}</div>`;
}

/** The same where no password is typed: text, which managers do not take for a sign-in. */
export function identText(view: View, of: Given): Html {
  return identBox(view, of, {
    label: html`<span class="lab">${view.words.fields.email}</span>`,
    shown: html`<b>${address(of.email)}</b>`,
    room: '',
  });
}

function identBox(view: View, of: Given, content: { label: Html; shown: Html; room: string }): Html {
  const { fields } = view.words;
  return html`<div class="ident${content.room}">${content.label}${content.shown}${
    of.editHref === null
      ? ''
      : html`<a href="${of.editHref}" aria-label="${fields.editEmail}">${fields.edit}</a>`
  }</div>`;
}

/** `size` gives its width to browsers that do not measure what stands in a field. */
function userName(email: string): Html {
  const whole = roomFor(email) === '' ? '' : html` title="${email}"`;
  return html`<input type="email" id="username" autocomplete="username" value="${email}"${whole} size="${Math.max(email.length, 1)}" readonly tabindex="-1">`;
}

/** A field does not wrap: the look of a long address makes room for it. Wide letters count for one and a half. */
function roomFor(email: string): '' | ' snug' | ' long' {
  const letters = email.length + (email.match(/[@mw]/g)?.length ?? 0) / 2;
  return letters > 30 ? ' long' : letters > 22 ? ' snug' : '';
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
