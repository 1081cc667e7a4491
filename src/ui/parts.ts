import { paths } from '../routes.ts';
import { type Html, html, type Part } from './html.ts';
import { icons } from './icons.ts';
import type { View } from './view.ts';
import { datesOf } from './words/dates.ts';

/** An address that may break after its @ and nowhere ugly. */
export function address(email: string): Html {
  const at = email.lastIndexOf('@') + 1;
  return html`${email.slice(0, at)}<wbr>${email.slice(at)}`;
}

/** Text in which « e-mail » never breaks after its hyphen; the hyphen stays plain (design, decision 15). */
export function flow(text: string): Part {
  if (!text.includes('e-mail')) return text;
  return text
    .split(/((?:d'|l'|L'|cet )?e-mails?)/)
    .map((part, i) => (i % 2 === 1 ? html`<span class="nb">${part}</span>` : part));
}

/** The green button; `busy` is what it says while the form is on its way, at the same size. */
export function primary(label: string, busy: string): Html {
  return html`<button class="btn btn-1" data-busy="${busy}">${label}</button>`;
}

/** A way on that looks like the green button. */
export const primaryLink = (label: string, href: string): Html =>
  html`<a class="btn btn-1" href="${href}">${label}</a>`;

/** The white button. */
export const secondaryLink = (label: string, href: string): Html =>
  html`<a class="btn btn-2" href="${href}">${label}</a>`;

/** The blue one: leave, or ask again. */
export const quietLink = (label: string, href: string): Html =>
  html`<a class="btn btn-3" href="${href}">${label}</a>`;

/** A short message: something went well, or deserves attention. */
export function note(kind: 'ok' | 'warn', content: Part): Html {
  const inner = typeof content === 'string' ? flow(content) : content;
  return kind === 'ok'
    ? html`<p class="note" role="status">${icons.check}<span>${inner}</span></p>`
    : html`<p class="note warn">${icons.alert}<span>${inner}</span></p>`;
}

/** Says why something is asked, right under the title. */
export const why = (icon: Html, text: string): Html =>
  html`<p class="why">${icon}<span>${flow(text)}</span></p>`;

/** A page that says that something is done. */
export function doneHead(icon: Html, title: string, content: Part): Html {
  return html`<div class="head"><span class="big-i">${icon}</span><h1>${title}</h1>${content}</div>`;
}

/** « … ne vous demandera jamais … » (design, decision 14). */
export function neverAsks(view: View): Html {
  return html`<p class="under">${icons.lock}<span>${flow(view.words.common.never(view.brand))}</span></p>`;
}

/**
 * A button of the same form that asks again; the script counts the wait down in its second half
 * [security.md 19]. Its name is the whole of « Vous n'avez pas reçu d'e-mail ? Renvoyer ».
 */
export function resend(view: View, of: { seconds: number; from: (within: string) => string }): Html {
  const words = view.words.code;
  const label = html`<span class="nb">${words.resendAsk}</span> <span class="nb">${words.resend}</span>`;
  if (of.seconds <= 0) return html`<button class="btn btn-3" name="action" value="resend">${label}</button>`;
  const from = of.from(datesOf(view.locale).within(of.seconds * 1000));
  return html`<button class="btn btn-3" name="action" value="resend" data-wait="${of.seconds}" data-wait-text="${words.resendWait}">${label}</button><noscript><p class="hint mid">${flow(from)}</p></noscript>`;
}

/** How to reach the help desk: what is configured, and the guide, except on the guide's own page. */
export function helpContact(view: View, guide: 'guide' | 'no-guide' = 'guide'): Html {
  const { email, phone, url, hours } = view.help;
  const ways = [
    phone ? html`<li><a href="tel:${phone.replace(/[^+\d]/g, '')}">${phone}</a></li>` : '',
    email ? html`<li><a href="mailto:${email}">${address(email)}</a></li>` : '',
    url ? html`<li><a href="${url}">${url.replace(/^https?:\/\/|\/$/g, '')}</a></li>` : '',
    guide === 'guide' ? html`<li><a href="${paths.help}">${view.words.common.helpPage}</a></li>` : '',
  ].filter((way) => way !== '');
  const heading = guide === 'guide' ? html`<h2>${view.words.common.helpDesk}</h2>` : '';
  return html`<div class="desk">${heading}${ways.length > 0 ? html`<ul>${ways}</ul>` : ''}${
    hours ? html`<p class="hint">${hours}</p>` : ''
  }</div>`;
}
