import { type Html, html } from './html.ts';
import { icons } from './icons.ts';
import { authPage } from './layout.ts';
import { doneHead, flow, helpContact } from './parts.ts';
import type { View } from './view.ts';

/** What was done to make an account safe. */
export type ProtectedCounts = {
  sessions: number;
  devices: number;
  factors: number;
  consents: number;
  emailRestored: boolean;
  locked: boolean;
  deletionCancelled: boolean;
  operatorsTold: number;
};

/** « Votre compte est protégé. »: what was really done, and what comes by mail; null: said in general. */
export function protectedPage(view: View, done: ProtectedCounts | null): Html {
  const words = view.words.notMe;
  const list = done === null ? [words.done] : words.doneList(done);
  return authPage(view, {
    title: words.doneTitle,
    body: html`${doneHead(icons.shield, words.doneTitle, '')}
<ul class="dots">${list.map((one) => html`<li>${flow(one)}</li>`)}</ul>
<div class="stack"><p>${flow(done?.locked ? words.lockedNext : words.next)}</p><p class="muted">${words.advice}</p></div>
${helpContact(view)}`,
  });
}
