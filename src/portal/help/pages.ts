import { paths } from '../../routes.ts';
import { type Html, html } from '../../ui/html.ts';
import { icons } from '../../ui/icons.ts';
import { appPage } from '../../ui/layout.ts';
import { flow, helpContact, secondaryLink } from '../../ui/parts.ts';
import type { View } from '../../ui/view.ts';
import { mailWordsOf } from '../../ui/words/index.ts';

type Quoted = { codeSubject: string; resetSubject: string };

/** The guide as a page, in the operator's brand. The subjects are the mails' own, so that people can search. */
export function helpPage(view: View, of: { signedIn?: boolean } = {}): Html {
  const words = view.words.help;
  const mails = mailWordsOf(view.locale);
  const quoted = {
    codeSubject: mails.code.subject(view.brand),
    resetSubject: mails.reset.subject(view.brand),
  };
  return appPage(view, {
    title: words.title,
    body: html`<div class="guide">
<h1>${words.title}</h1>
${signInGuide(view, quoted)}
${resetGuide(view, quoted)}
<div class="aside">
<section class="card"><h2>${words.summaryTitle}</h2><p>${words.summary}</p></section>
<section class="card"><h2>${words.contact}</h2>${helpContact(view, 'no-guide')}</section>
<div class="acts">${
      of.signedIn
        ? secondaryLink(words.backToPortal, paths.home)
        : secondaryLink(view.words.signIn.submit, paths.signIn)
    }</div>
</div>
</div>`,
  });
}

function signInGuide(view: View, quoted: Quoted): Html {
  const words = view.words.help;
  return html`<section><h2>${words.signInTitle(view.brand)}</h2>
<p class="lead">${bold(words.signInLead)}</p>
<ol class="steps">${words.signInSteps(view.brand).map((step) => html`<li><div><p>${bold(step)}</p></div></li>`)}</ol>
<div class="card"><p class="tag">${words.regularly}</p><p>${bold(words.code(quoted))}</p><p class="hint">${words.codeWhy}</p></div>
<p class="end">${icons.check}<span>${words.connected(view.brand)}</span></p>
<div class="card"><p class="tag">${words.occasionally}</p><p>${bold(words.renewal)}</p></div>
</section>`;
}

function resetGuide(view: View, quoted: Quoted): Html {
  const words = view.words.help;
  return html`<section><h2>${words.resetTitle}</h2>
<p class="lead">${bold(words.resetLead)}</p>
<ol class="steps">${words
    .resetSteps(quoted)
    .map(
      ([step = '', aside]) =>
        html`<li><div><p>${bold(step)}</p>${aside ? html`<p class="hint">${flow(aside)}</p>` : ''}</div></li>`,
    )}</ol>
<p class="end">${icons.check}<span>${words.resetDone}</span></p>
</section>`;
}

/** `**…**` becomes bold; everything is escaped as anywhere else. */
function bold(text: string): Html[] {
  return text
    .split('**')
    .map((part, i) => (i % 2 === 1 ? html`<strong>${flow(part)}</strong>` : html`${flow(part)}`));
}
