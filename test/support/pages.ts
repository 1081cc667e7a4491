import * as notMe from '../../src/journeys/not-me/pages.ts';
import * as reset from '../../src/journeys/password-reset/pages.ts';
import * as signIn from '../../src/journeys/sign-in/pages.ts';
import * as signUp from '../../src/journeys/sign-up/pages.ts';
import { consentPage } from '../../src/oidc/interactions/pages.ts';
import { goingPage, questionPage, signedOutPage } from '../../src/oidc/logout/pages.ts';
import { helpPage } from '../../src/portal/help/pages.ts';
import { homePage } from '../../src/portal/home/pages.ts';
import { defaultBrand } from '../../src/ui/brand.ts';
import { errorPage } from '../../src/ui/error-page.ts';
import { type ErrorKey, errors } from '../../src/ui/errors.ts';
import type { Html } from '../../src/ui/html.ts';
import type { Locale, View } from '../../src/ui/view.ts';
import { wordsOf } from '../../src/ui/words/index.ts';
import { sampleAccountPages } from './account-pages.ts';
import { sampleFactorPages } from './factor-pages.ts';

const now = Date.parse('2026-11-21T08:42:00Z');

/** A view with the guide's brand and everything configured. */
export function sampleView(locale: Locale, over: Partial<View> = {}): View {
  return {
    locale,
    words: wordsOf(locale),
    brand: defaultBrand,
    assets: {
      css: '/assets/poterne-0.css',
      app: '/assets/app-0.css',
      js: '/assets/poterne-0.js',
      logo: '/assets/logo-0.svg',
    },
    help: { email: 'aide@exemple.fr', phone: '01 23 45 67 89', hours: 'Du lundi au vendredi, 9 h – 18 h' },
    links: {
      portal: 'https://www.exemple.fr/',
      legal: 'https://www.exemple.fr/mentions',
      privacy: 'https://www.exemple.fr/donnees',
      accessibility: 'https://www.exemple.fr/accessibilite',
    },
    signUp: true,
    csrf: 'jeton-de-la-page',
    here: '/connexion?j=0198',
    ...over,
  };
}

/** Every page in every state worth looking at, by name. `hostile` replaces what people type. */
export function samplePages(view: View, typed: { email: string; name: string }): Record<string, Html> {
  const { email, name } = typed;
  const w = view.words;
  const at = { journeyId: '0198-journey', email };
  const code = {
    ...at,
    reasons: ['unknown-device'] as const,
    triesLeft: 5,
    resendInSeconds: 0,
    resent: false,
    resendsLeft: 3,
    mailLate: false,
    expired: false,
    errors: [],
    editHref: '/connexion?j=0198',
    askShared: true,
  };
  const password = {
    ...at,
    suggestion: null,
    errors: [],
    leaveHref: '/connexion/abandonner?j=0198',
    forgottenHref: '/mot-de-passe-oublie?j=0198',
    editHref: '/connexion?j=0198',
  };
  const passwordErrors = [
    { field: 'new', message: w.newPassword.problems['too-short'](13) },
    { field: 'confirm', message: w.newPassword.problems.confirm },
  ];
  const wrongEmail = [{ field: 'username', message: w.fields.problems.email['not-an-address'] }];
  const tools = [
    {
      name: 'Espace Entreprise',
      description: 'Vos salariés, vos demandes de prise en charge et vos versements.',
      url: 'https://a.exemple.fr/',
      icon: 'company',
    },
    {
      name: 'Espace Organisme de formation',
      description: 'Vos dossiers, vos conventions et vos justificatifs de réalisation.',
      url: 'https://b.exemple.fr/',
      icon: 'training',
    },
    {
      name: "Contrats d'alternance",
      description: 'Déposer un contrat, suivre son instruction, signaler une rupture.',
      url: 'https://c.exemple.fr/',
      icon: 'contract',
    },
    {
      name: 'Factures et règlements',
      description: 'Déposer une facture et suivre son paiement.',
      url: 'https://d.exemple.fr/',
      icon: 'invoice',
    },
    { name: 'Catalogue de formations', url: 'https://e.exemple.fr/', icon: 'catalogue' },
    {
      name: 'Aide et support',
      description: 'Guides, questions fréquentes et contact.',
      url: 'https://f.exemple.fr/',
      icon: 'inconnue',
    },
  ];
  const home = { name, email, tools, previous: { at: now - 15 * 3_600_000, label: 'Chrome, Windows' }, now };
  const dead = Object.fromEntries(
    (Object.keys(errors) as ErrorKey[]).map((error) => [
      `error-${error}`,
      errorPage(view, {
        error,
        now,
        until: error === 'too-many-tries' ? now + 15 * 60_000 : undefined,
        incident: error === 'broken' ? '7F3K-2Q9M' : undefined,
      }),
    ]),
  );
  return {
    email: signIn.emailPage(view, { email: '', errors: [] }),
    'email-error': signIn.emailPage(view, { ...at, errors: wrongEmail }),
    password: signIn.passwordPage(view, password),
    'password-suggestion': signIn.passwordPage(view, { ...password, suggestion: email }),
    'password-error': signIn.passwordPage(view, {
      ...password,
      errors: [{ field: 'password', message: w.fields.problems.password.refused }],
    }),
    code: signIn.codePage(view, code),
    'code-resent': signIn.codePage(view, {
      ...code,
      reasons: ['regular'],
      resent: true,
      resendInSeconds: 48,
      resendsLeft: 2,
      mailLate: true,
      triesLeft: 3,
    }),
    'code-error': signIn.codePage(view, {
      ...code,
      triesLeft: 4,
      errors: [{ field: 'code', message: w.code.problems.wrong(4) }],
    }),
    'code-expired': signIn.codePage(view, {
      ...code,
      reasons: ['suspicion'],
      expired: true,
      resendsLeft: 0,
      askShared: false,
    }),
    'link-sent': signIn.linkSentPage(view, { ...at, resendInSeconds: 48, resendsLeft: 2 }),
    'sign-in-link': signIn.signInLinkPage(view, at),
    renewal: signIn.renewalPage(view, { ...at, reason: 'policy', minLength: 13, errors: [] }),
    'renewal-error': signIn.renewalPage(view, {
      ...at,
      reason: 'breached',
      minLength: 13,
      errors: passwordErrors,
    }),
    consent: consentPage(view, {
      tool: { name, description: 'Vos formations, vos inscriptions et vos attestations.' },
      scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'],
      person: { name, email },
    }),
    'sign-out': questionPage(view, { suite: null, tool: null }),
    'sign-out-asked': questionPage(view, { suite: 'scelle', tool: name }),
    'sign-out-someone': questionPage(view, { suite: 'scelle', tool: null }),
    'sign-out-going': goingPage(view, { suite: 'scelle', tool: 'Formations' }),
    'signed-out': signedOutPage(view, { untold: [], next: null }),
    'signed-out-untold': signedOutPage(view, {
      untold: ['Formations', name],
      next: { href: 'https://formations.exemple.fr/', tool: name },
    }),
    forgotten: reset.forgottenPage(view, { ...at, emailEditable: false, errors: [] }),
    'forgotten-address': reset.forgottenPage(view, {
      ...at,
      journeyId: null,
      emailEditable: true,
      errors: wrongEmail,
    }),
    'reset-sent': reset.sentPage(view, { email, resendInSeconds: 48 }),
    'reset-password': reset.newPasswordPage(view, { ...at, minLength: 13, errors: [] }),
    'reset-done': reset.donePage(view, {}),
    'sign-up': signUp.addressPage(view, { email: '', errors: [] }),
    'sign-up-sent': signUp.sentPage(view, { email, resendInSeconds: 0 }),
    'sign-up-details': signUp.detailsPage(view, { ...at, name, minLength: 13, errors: [] }),
    'sign-up-done': signUp.donePage(view, {}),
    'not-me': notMe.confirmPage(view, at),
    'not-me-done': notMe.donePage(view, {}),
    home: homePage(view, home),
    'home-empty': homePage(view, { ...home, tools: [], previous: null }),
    help: helpPage(view, {}),
    ...sampleFactorPages(view, { email, name, now }),
    ...sampleAccountPages(view, { email, name, now }),
    ...dead,
  };
}
