import { type Html, html } from './html.ts';
import { authPage } from './layout.ts';
import { primaryLink } from './parts.ts';
import type { View } from './view.ts';

/** Seen for a moment between a form and another site; the button is for browsers that stay. */
export function onwardPage(view: View, { href }: { href: string }): Html {
  const words = view.words.onward;
  return authPage(view, {
    title: words.title,
    body: html`<div class="head"><h1>${words.title}</h1><p>${words.lead}</p></div>
<div class="acts">${primaryLink(words.go, href)}</div>`,
  });
}
