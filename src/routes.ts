/**
 * Every URL of the portal. Paths are French because members read them; a link is always built here,
 * never from a request's Host.
 */
export const paths = {
  home: '/',
  help: '/aide',

  signIn: '/connexion',
  password: '/connexion/mot-de-passe',
  code: '/connexion/code',
  renewal: '/connexion/nouveau-mot-de-passe',
  signInLink: '/connexion/lien',
  leave: '/connexion/abandonner',
  /** The last page of a sign-in that leads elsewhere [security.md 31]. */
  onward: '/connexion/suite',
  /** A second factor in the code's place. */
  factor: '/connexion/second-facteur',
  passkeySignIn: '/connexion/cle-d-acces',

  enrolmentLink: '/inscription-securisee',
  enrolment: '/inscription-securisee/etapes',
  enrolmentDone: '/inscription-securisee/terminee',

  forgotten: '/mot-de-passe-oublie',
  forgottenSent: '/mot-de-passe-oublie/envoye',
  resetLink: '/renouvellement',
  resetPassword: '/renouvellement/mot-de-passe',
  resetDone: '/renouvellement/termine',

  signUp: '/creer-un-compte',
  signUpSent: '/creer-un-compte/envoye',
  signUpLink: '/creer-un-compte/verification',
  signUpDetails: '/creer-un-compte/profil',
  signUpDone: '/creer-un-compte/termine',

  notMeLink: '/ce-n-etait-pas-moi',
  notMeConfirm: '/ce-n-etait-pas-moi/confirmer',
  notMeDone: '/ce-n-etait-pas-moi/termine',

  signOut: '/deconnexion',
  signedOut: '/deconnecte',

  account: '/mon-compte',
  accountName: '/mon-compte/nom',
  accountPassword: '/mon-compte/mot-de-passe',
  accountEmail: '/mon-compte/adresse',
  accountEmailSent: '/mon-compte/adresse/envoye',
  accountLanguage: '/mon-compte/langue',
  accountDevices: '/mon-compte/appareils',
  accountSessions: '/mon-compte/sessions',
  accountActivity: '/mon-compte/activite',
  accountFactors: '/mon-compte/securite',
  accountPasskeys: '/mon-compte/cles-d-acces',
  accountAuthenticator: '/mon-compte/application',
  accountRecoveryCodes: '/mon-compte/codes-de-secours',
  accountTools: '/mon-compte/outils',
  accountData: '/mon-compte/donnees',
  accountDelete: '/mon-compte/suppression',

  emailChangeLink: '/nouvelle-adresse',
  emailChangeConfirm: '/nouvelle-adresse/confirmer',
  emailChangeDone: '/nouvelle-adresse/terminee',
  emailUndoLink: '/ancienne-adresse',
  emailUndoConfirm: '/ancienne-adresse/confirmer',
  emailUndoDone: '/ancienne-adresse/terminee',

  oidc: '/oidc',
  /** Where the provider sends whoever must be asked something; its uid follows. */
  interaction: '/outil/',

  verify: '/auth/verify',
  /** On the portal: from a protected host and back. */
  proxyAccess: '/auth/acces',
  /** On every protected host, proxied to the portal. */
  proxyStart: '/.poterne/start',
  proxyReturn: '/.poterne/return',
  proxySignOut: '/.poterne/sign-out',

  changePassword: '/.well-known/change-password',
  live: '/health/live',
  ready: '/health/ready',
  assets: '/assets/',
} as const;

export type Path = (typeof paths)[keyof typeof paths];

/** A page of a journey: the id in the query keeps tabs apart [security.md 37]. */
export function journeyLink(path: Path, journeyId: string): string {
  return `${path}?j=${encodeURIComponent(journeyId)}`;
}

/** A link for a mail, from the configured origin alone [security.md 23]. */
export function mailedLink(origin: string, path: Path, token: string): string {
  return `${origin}${path}?jeton=${encodeURIComponent(token)}`;
}
