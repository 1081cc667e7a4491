import { paths } from '../../routes.ts';
import { hiddenFields } from '../../ui/fields.ts';
import { type Html, html } from '../../ui/html.ts';
import { icons } from '../../ui/icons.ts';
import { authPage } from '../../ui/layout.ts';
import { doneHead, flow, neverAsks, note, primary, primaryLink } from '../../ui/parts.ts';
import { type ProtectedCounts, protectedPage } from '../../ui/protected-page.ts';
import type { View } from '../../ui/view.ts';

/**
 * Where the link of the new address leads. `signInHref` where nobody is signed in to the account: a stranger to
 * whom the mail went by mistake cannot take it; `other` where it is somebody else.
 */
export function confirmPage(
  view: View,
  of: { journeyId: string; email: string; signInHref: string | null; other: boolean },
): Html {
  const words = view.words.emailChange;
  return authPage(view, {
    title: words.title,
    body: html`<div class="head"><h1>${words.title}</h1><p>${words.lead} <strong class="mailto">${of.email}</strong></p></div>
${
  of.signInHref === null
    ? html`<form method="post" novalidate>${hiddenFields(view, of.journeyId)}
<div class="acts">${primary(words.confirm, view.words.common.saving)}</div>
</form>`
    : html`${of.other ? note('warn', words.otherAccount) : ''}<p>${flow(words.signInFirst)}</p>
<div class="acts">${primaryLink(words.signIn, of.signInHref)}</div>`
}
<p class="hint">${words.notAsked}</p>`,
    under: neverAsks(view),
  });
}

/** « Votre adresse est changée. » */
export function donePage(view: View, { email }: { email: string | null }): Html {
  const words = view.words.emailChange;
  return authPage(view, {
    title: words.doneTitle,
    body: html`${doneHead(
      icons.check,
      words.doneTitle,
      html`<p>${email === null ? words.doneAny : html`${words.done} <strong class="mailto">${email}</strong>`}</p><p>${flow(words.doneNext)}</p>`,
    )}
<div class="acts">${primaryLink(view.words.account.title, paths.account)}</div>`,
  });
}

/** Where the link of the former address leads: says what will happen; only the click does it. */
export function undoPage(view: View, of: { journeyId: string; email: string }): Html {
  const words = view.words.emailChange;
  return authPage(view, {
    title: words.undoTitle,
    body: html`<div class="head"><h1>${words.undoTitle}</h1><p>${words.undoLead} <strong class="mailto">${of.email}</strong></p></div>
<div class="stack"><p>${view.words.notMe.will}</p><ul class="dots">${[
      words.undoFirst,
      ...view.words.notMe.effects,
    ].map((effect) => html`<li>${flow(effect)}</li>`)}</ul></div>
<form method="post" novalidate>${hiddenFields(view, of.journeyId)}
<div class="acts">${primary(words.undo, view.words.notMe.confirming)}</div>
</form>
<p class="hint">${words.undoItWasMe}</p>`,
    under: neverAsks(view),
  });
}

/** Says what was done. */
export const undonePage = (view: View, { done }: { done: ProtectedCounts | null }): Html =>
  protectedPage(view, done);
