import { passwordField } from './fields.ts';
import { type Html, html } from './html.ts';
import { icons } from './icons.ts';
import type { FieldError, View } from './view.ts';

/**
 * A new password, typed twice with a show button, with advice. Only the length is required; the meter and the
 * ticks are a browser's estimate and decide nothing: the server does [security.md 1–4].
 */
export function newPasswordFields(
  view: View,
  of: {
    minLength: number;
    errors: readonly FieldError[];
    label: string;
    confirmLabel: string;
    focused: boolean;
  },
): Html {
  const words = view.words.newPassword;
  const common = { autocomplete: 'new-password', errors: of.errors, minLength: of.minLength } as const;
  return html`${passwordField(view, {
    ...common,
    name: 'new',
    label: of.label,
    focused: of.focused,
    hints: ['tips'],
    after: meter(view, of.minLength),
  })}
<ul class="tips" id="tips">${tip('length', words.tipLength(of.minLength), words.tipDone)}${tip('mix', words.tipMix, words.tipDone)}<li>${icons.dot}<span>${words.tipPersonal}</span></li></ul>
${passwordField(view, {
  ...common,
  name: 'confirm',
  label: of.confirmLabel,
  after: html`<p class="okk live" role="status" data-same="${words.same}"></p>`,
})}`;
}

function tip(name: 'length' | 'mix', text: string, done: string): Html {
  return html`<li data-tip="${name}">${icons.dot}${icons.check}<span><span class="vh" hidden>${done}</span>${text}</span></li>`;
}

/** Bars, a word and a count, never colour alone; hidden until a script drives it. */
function meter(view: View, minLength: number): Html {
  const words = view.words.newPassword;
  return html`<div class="force" hidden data-n="0" data-meter="${minLength}" data-words="${words.strengthWords.join('|')}" data-one-more="${words.oneMore}" data-more="${words.more}" data-length="${words.length}"><div aria-hidden="true"><i></i><i></i><i></i><i></i></div><p><span>${words.strength}<strong>${words.strengthWords[0]}</strong></span><span class="muted"></span></p><p class="vh" role="status"></p></div>`;
}
