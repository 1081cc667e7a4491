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
