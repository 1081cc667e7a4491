import type { Brand } from '../src/ui/brand.ts';
import { type Html, html } from '../src/ui/html.ts';
import type { CaughtMail } from './receiver.ts';

export type PageContext = { brand: Brand; portalUrl: string; language: 'fr' | 'en' };

const words = {
  fr: {
    title: 'Courriels capturés',
    what: 'Tout ce que le portail envoie pendant la démonstration arrive ici, et nulle part ailleurs. Cette page se met à jour toute seule.',
    none: 'Aucun courriel pour le moment. Connectez-vous au portail : le code arrivera ici.',
    portal: 'Ouvrir le portail',
    back: 'Tous les courriels',
    from: 'De',
    to: 'À',
    at: 'Reçu à',
    asHtml: 'Le courriel, tel qu’il s’affiche',
    asText: 'La version en texte',
    gone: 'Ce courriel n’est plus là : la démonstration a redémarré.',
  },
  en: {
    title: 'Captured mails',
    what: 'Everything that the portal sends during the demonstration arrives here, and nowhere else. This page keeps itself up to date.',
    none: 'No mail yet. Sign in to the portal: the code will arrive here.',
    portal: 'Open the portal',
    back: 'All mails',
    from: 'From',
    to: 'To',
    at: 'Received at',
    asHtml: 'The mail as it looks',
    asText: 'The text version',
    gone: 'This mail is no longer here: the demonstration was restarted.',
  },
};

function layout({ language }: PageContext, title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Poterne</title>
<link rel="stylesheet" href="/style.css">
<script type="module" src="/script.js"></script>
</head>
<body class="captured"><main>${body}</main></body>
</html>`;
}

const time = (at: number, { language }: PageContext) =>
  new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(at);

/** Newest first; the script keeps the part marked data-fresh up to date. */
export function mailList(mails: readonly CaughtMail[], context: PageContext): Html {
  const own = words[context.language];
  const row = (mail: CaughtMail) => html`<li><a href="/${mail.id}">
<strong>${mail.subject}</strong><span>${own.to} ${mail.to}</span><time>${time(mail.at, context)}</time></a></li>`;
  return layout(
    context,
    own.title,
    html`<header><h1>${own.title}</h1><p>${own.what}</p>
<p><a href="${context.portalUrl}">${own.portal}</a></p></header>
<div data-fresh aria-live="polite">${
      mails.length === 0 ? html`<p class="none">${own.none}</p>` : html`<ol>${mails.map(row)}</ol>`
    }</div>`,
  );
}

/** One mail: the HTML in a frame that can run nothing, then the text. */
export function mailView(mail: CaughtMail, context: PageContext): Html {
  const own = words[context.language];
  return layout(
    context,
    mail.subject,
    html`<header><p><a href="/">← ${own.back}</a></p><h1>${mail.subject}</h1>
<dl><div><dt>${own.from}</dt><dd>${mail.from}</dd></div><div><dt>${own.to}</dt><dd>${mail.to}</dd></div>
<div><dt>${own.at}</dt><dd>${time(mail.at, context)}</dd></div></dl></header>
<iframe title="${own.asHtml}" src="/${mail.id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
<h2>${own.asText}</h2>
<pre tabindex="0">${linked(mail.text, context.portalUrl)}</pre>`,
  );
}

/** The portal's own links can be followed from the text, too. */
function linked(text: string, portalUrl: string): Html[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part) => (part.startsWith(`${portalUrl}/`) ? html`<a href="${part}">${part}</a>` : html`${part}`));
}

export function notFound(context: PageContext): Html {
  const own = words[context.language];
  return layout(
    context,
    own.title,
    html`<h1>${own.title}</h1><p>${own.gone}</p><p><a href="/">← ${own.back}</a></p>`,
  );
}
