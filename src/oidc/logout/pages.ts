import { paths } from '../../routes.ts';
import { hiddenFields } from '../../ui/fields.ts';
import { type Html, html } from '../../ui/html.ts';
import { icons } from '../../ui/icons.ts';
import { authPage } from '../../ui/layout.ts';
import { doneHead, flow, primary, primaryLink, quietLink, secondaryLink } from '../../ui/parts.ts';
import type { View } from '../../ui/view.ts';

/** `suite` is what a tool asked, sealed; `tool` its name, where it said who it is. */
export type SignOutPage = { suite: string | null; tool: string | null };

const form = (view: View, { suite }: SignOutPage, goes: 'by-itself' | 'when-asked'): Html => {
  const words = view.words.signOut;
  const asked = suite === null ? '' : html`<input type="hidden" name="suite" value="${suite}">`;
  const button = primary(words.button, words.busy);
  return goes === 'by-itself'
    ? html`<form method="post" action="${paths.signOut}" class="acts" data-send>${hiddenFields(view, null)}${asked}${button}</form>`
    : html`<form method="post" action="${paths.signOut}" class="acts">${hiddenFields(view, null)}${asked}${button}${secondaryLink(words.stay, paths.home)}</form>`;
};

/** Asks before it signs out: any site may send anybody here. */
export function questionPage(view: View, of: SignOutPage): Html {
  const words = view.words.signOut;
  const who = of.suite === null ? null : of.tool === null ? words.someone : words.asked(of.tool);
  return authPage(view, {
    title: words.title,
    body: html`<div class="head"><h1>${words.title}</h1>${who === null ? '' : html`<p>${who}</p>`}<p>${words.lead(view.brand)}</p></div>
${form(view, of, 'when-asked')}`,
  });
}

/** Signs out by itself where scripts run, by its button where they do not. */
export function goingPage(view: View, of: SignOutPage): Html {
  const words = view.words.signOut;
  return authPage(view, {
    title: words.going,
    body: html`<div class="head"><h1>${words.going}</h1><p>${words.goingLead}</p></div>
${form(view, of, 'by-itself')}`,
  });
}

/** What the page after a sign-out shows; `next` leads back to the tool that asked. */
export type SignedOutPage = { untold: readonly string[]; next: { href: string; tool: string | null } | null };

/** « Vous êtes déconnecté(e). » */
export function signedOutPage(view: View, { untold, next }: SignedOutPage): Html {
  const words = view.words.signedOut;
  const silent = untold.map((tool) => html`<li>${flow(words.untold(tool))}</li>`);
  const warning =
    untold.length === 0
      ? ''
      : html`<div class="note warn">${icons.alert}<div role="status"><ul class="plain">${silent}</ul><p>${words.untoldLater}</p></div></div>`;
  const back = next && primaryLink(next.tool === null ? words.nextPlain : words.next(next.tool), next.href);
  return authPage(view, {
    title: words.title,
    body: html`${doneHead(icons.check, words.title, html`<p>${words.lead}</p>`)}
${warning}
<div class="acts">${back ? html`${back}${quietLink(words.again, paths.signIn)}` : primaryLink(words.again, paths.signIn)}</div>`,
  });
}
