import { type Html, html } from './html.ts';
import { primary, primaryLink, quietLink } from './parts.ts';
import { type Qr, qrPicture } from './qr.ts';
import { described, fieldError } from './summary.ts';
import type { FieldError, View } from './view.ts';

/** An application being set up: the picture, the same to type by hand, and the field for its first code. */
export function applicationFields(
  view: View,
  of: {
    qr: Qr;
    secret: string;
    uri: string;
    /** The secret sealed: the form alone keeps it until a code has proved it. */
    ticket: string;
    errors: readonly FieldError[];
  },
): Html {
  const words = view.words.factors;
  const { errors } = of;
  return html`<input type="hidden" name="ticket" value="${of.ticket}">
<div class="stack"><p>${words.scan}</p><p>${qrPicture(of.qr, words.qr)}</p>
<p class="hint">${words.byHand}</p><p class="quote"><code>${inFours(of.secret)}</code></p>
<p><a class="lnk" href="${of.uri}">${words.open}</a></p></div>
<div class="field">
<label for="code">${words.confirmLabel}</label>
<p class="hint" id="code-hint">${words.confirm}</p>${fieldError(errors, 'code')}<input class="in in-code" id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" spellcheck="false" required${described(errors, 'code', ['code-hint'])}>
</div>`;
}

/** A key that people copy by hand is read in groups. */
function inFours(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret;
}

/** New recovery codes, shown once; to be printed or downloaded. */
export function recoveryCodes(
  view: View,
  of: { codes: readonly string[]; downloadHref: string; doneHref: string; doneLabel: string },
): Html {
  const words = view.words.factors;
  return html`<div class="stack"><p>${words.codesLead}</p>
<pre class="quote">${of.codes.join('\n')}</pre></div>
<div class="acts"><a class="btn btn-2" href="${of.downloadHref}" download>${words.download}</a>${primaryLink(of.doneLabel, of.doneHref)}</div>`;
}

/** The same as a file: a line for each. */
export function recoveryCodesFile(view: View, codes: readonly string[]): string {
  const words = view.words.factors;
  return [words.codesFile(view.brand), words.codesLead.split('.')[0], '', ...codes, ''].join('\r\n');
}

/** The buttons under a set-up. */
export const setUpActs = (view: View, cancelHref: string): Html =>
  html`<div class="acts">${primary(view.words.factors.confirmSubmit, view.words.common.saving)}${quietLink(view.words.account.cancel, cancelHref)}</div>`;
