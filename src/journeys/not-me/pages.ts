import { hiddenFields } from '../../ui/fields.ts';
import { type Html, html } from '../../ui/html.ts';
import { icons } from '../../ui/icons.ts';
import { authPage } from '../../ui/layout.ts';
import { doneHead, flow, helpContact, neverAsks, primary } from '../../ui/parts.ts';
import type { View } from '../../ui/view.ts';

/** « Ce n'était pas moi »: says what will happen; only the click does it [security.md 11, 23]. */
export function confirmPage(view: View, of: { journeyId: string | null; email: string }): Html {
  const words = view.words.notMe;
  return authPage(view, {
    title: words.title,
    body: html`<div class="head"><h1>${words.title}</h1><p>${words.lead} <strong class="mailto">${of.email}</strong></p></div>
<div class="stack"><p>${words.will}</p><ul class="dots">${words.effects.map((effect) => html`<li>${flow(effect)}</li>`)}</ul></div>
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}
<div class="acts">${primary(words.confirm, words.confirming)}</div>
</form>
<p class="hint">${words.itWasMe}</p>`,
    under: neverAsks(view),
  });
}

/** Says what was done, and what comes by mail. */
export function donePage(view: View, _of: Record<never, never> = {}): Html {
  const words = view.words.notMe;
  return authPage(view, {
    title: words.doneTitle,
    body: html`${doneHead(
      icons.shield,
      words.doneTitle,
      html`<p>${words.done}</p><p>${flow(words.next)}</p><p>${words.advice}</p>`,
    )}
${helpContact(view)}`,
  });
}
