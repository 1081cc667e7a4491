import { type Html, html } from './html.ts';
import { icons } from './icons.ts';
import type { View } from './view.ts';

/**
 * The button that asks for a passkey, or makes one. It appears only where the browser knows passkeys, and sends the
 * form that it belongs to, `form` by its id, with the answer as its field `answer`.
 */
export function passkeyButton(
  view: View,
  of: {
    label: string;
    /** What `navigator.credentials` is asked, as JSON. */
    options: object;
    look: 'btn-1' | 'btn-2';
    form?: string;
    /** A new passkey is made. */
    create?: boolean;
    /** Enter presses another button of the form: this one is no submit button. */
    beside?: boolean;
    /** The browser lists passkeys under the address field too (conditional UI). */
    conditional?: boolean;
  },
): Html {
  const words = view.words.passkey;
  return html`<button class="btn ${of.look}" id="passkey" type="${of.beside ? 'button' : 'submit'}" hidden${
    of.form === undefined ? '' : html` form="${of.form}"`
  } data-passkey data-options="${JSON.stringify(of.options)}" data-none="${words.cancelled}"${
    of.create ? html` data-create data-held="${view.words.factors.problems.exists}"` : ''
  }${of.conditional ? html` data-conditional` : ''}>${icons.key}${of.label}</button><p class="hint mid live" role="status" data-passkey-said></p>`;
}

/** What is said in the button's place where the browser knows no passkeys. */
export function withoutPasskey(view: View): Html {
  return html`<p class="hint" data-no-passkey>${view.words.passkey.unsupported}</p>`;
}
