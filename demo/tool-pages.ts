import { type Html, html } from '../src/ui/html.ts';
import type { Person } from './tool-sign-in.ts';
import type { ToolLook } from './tool-style.ts';

/** What every page of a sample tool is drawn from. */
export type ToolContext = { look: ToolLook; language: 'fr' | 'en'; portalUrl: string };

const words = {
  fr: {
    hello: (name: string) => `Bonjour ${name}`,
    sample: 'Un outil d’exemple\u00a0: il ne connaît aucun mot de passe, le portail lui dit qui vous êtes.',
    who: 'Votre nom',
    email: 'Votre adresse',
    groups: 'Vos groupes',
    noGroup: 'aucun',
    how: 'Vous vous êtes identifié(e) par',
    at: 'le',
    everywhere: 'Se déconnecter partout',
    here: 'Quitter cet outil seulement',
    portal: 'Revenir au portail',
    signIn: 'Se connecter avec le portail',
    nobody: 'Vous n’êtes pas connecté(e) à cet outil.',
    out: 'Vous êtes déconnecté(e)',
    outLead: 'Du portail, et de tous les outils qu’il avait ouverts.',
    left: 'Vous avez renoncé à vous connecter',
    leftLead: 'Rien n’a été transmis à cet outil.',
    failed: 'La connexion n’a pas abouti',
    failedLead: 'Le portail ne répond pas, ou cette page est restée ouverte trop longtemps. Recommencez.',
  },
  en: {
    hello: (name: string) => `Hello ${name}`,
    sample: 'A sample tool: it knows no password, the portal tells it who you are.',
    who: 'Your name',
    email: 'Your address',
    groups: 'Your groups',
    noGroup: 'none',
    how: 'You signed in with',
    at: 'on',
    everywhere: 'Sign out everywhere',
    here: 'Leave this tool only',
    portal: 'Back to the portal',
    signIn: 'Sign in with the portal',
    nobody: 'You are not signed in to this tool.',
    out: 'You are signed out',
    outLead: 'Of the portal, and of every tool that it had opened.',
    left: 'You chose not to sign in',
    leftLead: 'Nothing was passed on to this tool.',
    failed: 'The sign-in did not succeed',
    failedLead: 'The portal does not answer, or this page was left open for too long. Try again.',
  },
};

/** By the methods that the portal names (`amr`), the strongest. */
const methods: [amr: string, fr: string, en: string][] = [
  ['pop', 'une clé d’accès', 'a passkey'],
  ['otp', 'votre mot de passe et votre application de codes', 'your password and your authenticator'],
  ['mail', 'votre mot de passe et un code reçu par e-mail', 'your password and a code received by e-mail'],
  ['pwd', 'votre mot de passe', 'your password'],
];

function page({ look, language }: ToolContext, title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – ${look.name}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
</head>
<body><header><p>${look.name}</p></header><main>${body}</main></body>
</html>`;
}

/** Who came, and two ways out. */
export function whoPage(context: ToolContext, person: Person): Html {
  const { language, portalUrl } = context;
  const own = words[language];
  const [, fr = '', en = ''] = methods.find(([amr]) => person.amr.includes(amr)) ?? [];
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });
  const groups = person.groups.map((group) => html`<li>${group}</li>`);
  return page(
    context,
    own.hello(person.name),
    html`<h1>${own.hello(person.name)}</h1>
<p class="soft">${own.sample}</p>
<div class="card"><dl>
<div><dt>${own.who}</dt><dd>${person.name}</dd></div>
<div><dt>${own.email}</dt><dd>${person.email}</dd></div>
<div class="wide"><dt>${own.how}</dt><dd>${language === 'fr' ? fr : en}, ${own.at} ${when.format(person.signedInAt)}</dd></div>
<div class="wide"><dt>${own.groups}</dt><dd>${groups.length > 0 ? html`<ul>${groups}</ul>` : own.noGroup}</dd></div>
</dl></div>
<div class="acts">
<form method="post" action="/deconnexion"><button class="button">${own.everywhere}</button></form>
<form method="post" action="/quitter"><button class="button plain">${own.here}</button></form>
</div>
<p><a href="${portalUrl}">${own.portal}</a></p>`,
  );
}

/** Nobody is signed in: why, and the way in. */
export function nobodyPage(context: ToolContext, state: 'nobody' | 'out' | 'left' | 'failed'): Html {
  const own = words[context.language];
  const [title, lead] = (
    {
      nobody: [context.look.name, own.nobody],
      out: [own.out, own.outLead],
      left: [own.left, own.leftLead],
      failed: [own.failed, own.failedLead],
    } as const
  )[state];
  return page(
    context,
    title,
    html`<h1>${title}</h1>
<p>${lead}</p>
<div class="acts"><a class="button" href="/connexion">${own.signIn}</a></div>
<p><a href="${context.portalUrl}">${own.portal}</a></p>`,
  );
}
