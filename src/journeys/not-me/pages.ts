import { hiddenFields } from '../../ui/fields.ts';
import { type Html, html } from '../../ui/html.ts';
import { authPage } from '../../ui/layout.ts';
import { flow, neverAsks, primary } from '../../ui/parts.ts';
import { type ProtectedCounts, protectedPage } from '../../ui/protected-page.ts';
import type { View } from '../../ui/view.ts';

/**
 * « Ce n'était pas moi »: says what will happen; only the click does it [security.md 11, 23]. `restored` is the
 * address that will be put back, where it was changed since.
 */
export function confirmPage(
  view: View,
  of: { journeyId: string | null; email: string; restored?: string | null },
): Html {
  const words = view.words.notMe;
  const effects = of.restored ? [words.restores(of.restored), ...words.effects] : words.effects;
  return authPage(view, {
    title: words.title,
    body: html`<div class="head"><h1>${words.title}</h1><p>${words.lead} <strong class="mailto">${of.email}</strong></p></div>
<div class="stack"><p>${words.will}</p><ul class="dots">${effects.map((effect) => html`<li>${flow(effect)}</li>`)}</ul></div>
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}
<div class="acts">${primary(words.confirm, words.confirming)}</div>
</form>
<p class="hint">${words.itWasMe}</p>`,
    under: neverAsks(view),
  });
}

/** Says what was done, and what comes by mail; `done` is null when that is known no more. */
export function donePage(view: View, { done = null }: { done?: ProtectedCounts | null } = {}): Html {
  return protectedPage(view, done);
}
