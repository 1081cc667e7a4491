/** Which second factor. */
type Factor = 'passkey' | 'authenticator' | 'recovery-code';

const times = (count: number): string => (count > 1 ? ` (${count} fois)` : '');

/** « Activité récente »: every event of the audit log in a plain sentence. */
export const activity = {
  title: 'Activité récente',
  lead: 'Une ligne vous surprend\u202f? Signalez-la, nous sécurisons votre compte avec vous.',
  look: 'À vérifier',
  notMe: "Ce n'était pas moi",
  notMeOf: (when: string) => `Ce n'était pas moi, ${when}`,
  all: "Voir toute l'activité",
  older: 'Voir les événements plus anciens',
  newest: 'Revenir aux plus récents',
  none: "Rien n'est noté pour le moment.",
  end: "Il n'y a rien de plus ancien.",
  unknownPlace: 'lieu inconnu',

  /** After « connecté(e) »: with which browser and from where, as far as it is known. */
  from: (label: string | null, place: string) =>
    label === null ? ` (${place})` : ` depuis ${label} (${place})`,
  quoted: (reasons: string) => `«\u00a0${reasons}\u00a0»`,

  signedIn: (from: string) => `Vous vous êtes connecté(e)${from}.`,
  codeWasAsked: (quoted: string) => `Nous vous avons demandé un code\u00a0: ${quoted}`,
  factorUsed: {
    passkey: "Vous avez utilisé votre clé d'accès.",
    authenticator: "Vous avez utilisé votre application d'authentification.",
    'recovery-code': 'Vous avez utilisé un code de secours.',
  } satisfies Record<Factor, string>,
  wrongBefore: (count: number) =>
    count === 1
      ? '1 code incorrect avait été saisi avant.'
      : `${count} codes incorrects avaient été saisis avant.`,
  recognised: 'Cet appareil est maintenant reconnu.',
  shared: 'Cet appareil est partagé\u00a0: nous ne le reconnaissons pas.',
  replaced: 'Une autre personne était connectée sur ce navigateur\u00a0: sa session a été fermée.',

  refused: (count: number, from: string) =>
    `${count === 1 ? '1 mot de passe incorrect' : `${count} mots de passe incorrects`}${from}. Personne n'est entré dans votre compte.`,
  tooMany: (from: string) =>
    `Trop d'essais incorrects${from}\u00a0: la connexion par mot de passe y est suspendue un moment.`,
  whileLocked: (from: string) => `Le bon mot de passe a été saisi${from}, mais le compte était désactivé.`,
  overloaded: (from: string) => `Une connexion n'a pas abouti${from}\u00a0: le portail était surchargé.`,

  unanswered: (from: string, quoted: string) =>
    `Le bon mot de passe a été saisi${from} et un code a été demandé\u00a0: ${quoted} Il n'a pas été donné\u00a0: personne n'est entré dans votre compte.`,
  unansweredFactor: (from: string) =>
    `Le bon mot de passe a été saisi${from}, mais pas le deuxième moyen de connexion\u00a0: personne n'est entré dans votre compte.`,
  unansweredYet: (from: string) =>
    `Le bon mot de passe vient d'être saisi${from}\u00a0: la connexion n'est pas terminée.`,
  wrongCodes: (count: number) =>
    count === 1 ? '1 code incorrect a été saisi.' : `${count} codes incorrects ont été saisis.`,

  codeSent: 'Un nouveau code a été envoyé.',
  codeRefused: (count: number) =>
    count === 1 ? 'Un code incorrect a été saisi.' : `${count} codes incorrects ont été saisis.`,
  codeAccepted: 'Le code demandé a été accepté.',
  factorRefused: {
    passkey: (count: number) => `Une clé d'accès a été refusée${times(count)}.`,
    authenticator: (count: number) => `Un code d'application incorrect a été saisi${times(count)}.`,
    'recovery-code': (count: number) => `Un code de secours incorrect a été saisi${times(count)}.`,
  } satisfies Record<Factor, (count: number) => string>,
  factorAdded: {
    passkey: "Une clé d'accès a été ajoutée à votre compte.",
    authenticator: "Une application d'authentification a été enregistrée.",
    'recovery-code': 'De nouveaux codes de secours ont été créés.',
  } satisfies Record<Factor, string>,
  factorRemoved: {
    passkey: "Une clé d'accès a été supprimée.",
    authenticator: "L'application d'authentification a été supprimée.",
    'recovery-code': 'Les codes de secours ont été supprimés.',
    all: "L'équipe d'aide a retiré tous vos moyens de connexion supplémentaires.",
  } satisfies Record<Factor | 'all', string>,
  factorMissing:
    "Le bon mot de passe a été saisi, mais ce compte doit d'abord enregistrer un deuxième moyen de connexion.",
  enrolmentLink: "L'équipe d'aide a préparé un lien pour enregistrer un deuxième moyen de connexion.",

  passwordChanged: {
    renewal: 'Vous avez choisi un nouveau mot de passe en vous connectant.',
    link: 'Vous avez choisi un nouveau mot de passe avec un lien reçu par e-mail.',
    account: 'Vous avez changé votre mot de passe.',
  },
  checkRefused: (count: number) =>
    `Un mot de passe actuel incorrect a été saisi pour changer votre mot de passe${times(count)}.`,
  resetAsked: 'Un lien pour choisir un nouveau mot de passe a été demandé.',
  renewalAnnounced: (date: string) =>
    `Nous vous avons annoncé un renouvellement de mot de passe pour le ${date}.`,
  renewalRequired: (reason: string) => `Un nouveau mot de passe vous sera demandé\u00a0: ${reason}`,

  sessionEnded: {
    'signed-out': 'Vous vous êtes déconnecté(e).',
    replaced: "Une session a été fermée\u00a0: quelqu'un d'autre s'est connecté sur le même navigateur.",
    renewed: 'Vous vous êtes connecté(e) à nouveau sur le même navigateur.',
    closed: 'Vous avez fermé une session.',
    'password-changed': 'Une session a été fermée, car le mot de passe a changé.',
    'not-me': 'Une session a été fermée par sécurité.',
    'account-locked': 'Une session a été fermée, car le compte était désactivé.',
    operator: "L'équipe d'aide a fermé une session.",
  },
  sessionsClosed: (count: number) =>
    count === 1 ? 'Vous avez fermé une session.' : `Vous avez fermé ${count} sessions.`,
  devicesForgotten: (count: number) =>
    count === 1 ? 'Vous avez oublié un appareil reconnu.' : `Vous avez oublié ${count} appareils reconnus.`,
  deviceRecognised: 'Un appareil est devenu un appareil reconnu.',

  created: {
    'sign-up': 'Vous avez créé votre compte.',
    'command-line': "L'équipe d'aide a créé votre compte.",
  },
  locked: "L'équipe d'aide a désactivé le compte.",
  lockedForSafety: 'Le compte a été désactivé par sécurité.',
  unlocked: "L'équipe d'aide a réactivé le compte.",
  warned: (date: string) => `Nous vous avons annoncé que ce compte, inutilisé, serait supprimé le ${date}.`,
  deleted: 'Le compte a été supprimé.',
  deletionAsked: (date: string) => `Vous avez demandé la suppression du compte pour le ${date}.`,
  deletionCancelled: {
    owner: 'Vous avez annulé la suppression du compte.',
    'not-me': 'La suppression du compte a été annulée par sécurité.',
  },
  renamed: 'Vous avez changé votre nom.',
  languageChanged: { fr: 'Vous avez choisi le français.', en: "Vous avez choisi l'anglais." },
  dataGiven: 'Vous avez téléchargé vos données.',
  dataGivenByHelp: "L'équipe d'aide a préparé une copie de vos données.",
  groupsChanged: (added: string, removed: string) =>
    [
      "L'équipe d'aide a changé vos groupes.",
      added && `Ajoutés\u00a0: ${added}.`,
      removed && `Retirés\u00a0: ${removed}.`,
    ]
      .filter(Boolean)
      .join(' '),

  emailAsked: "Vous avez demandé à changer d'adresse de messagerie.",
  emailGivenUp: "Le changement d'adresse demandé a été abandonné.",
  emailChanged: "L'adresse de messagerie du compte a été changée.",
  emailRestored: "L'adresse de messagerie précédente a été remise.",

  notMeReported: (sessions: number, devices: number) =>
    `Vous avez signalé «\u00a0Ce n'était pas moi\u00a0»\u00a0: mot de passe annulé, sessions fermées\u00a0: ${sessions}, appareils oubliés\u00a0: ${devices}.`,
  limitReached: 'Une limite de sécurité a été atteinte pour ce compte.',
  signUpAsked: "Quelqu'un a demandé à créer un compte avec votre adresse, qui en a déjà un.",
  mailRefused: "Un e-mail n'a pas pu être remis à votre adresse.",
  linkRefused: "Un lien reçu par e-mail n'était plus valable.",

  toolOpened: (tool: string, count: number) => `Vous avez ouvert «\u00a0${tool}\u00a0»${times(count)}.`,
  toolRefused: (tool: string) =>
    `«\u00a0${tool}\u00a0» ne vous a pas été ouvert\u00a0: vous n'y avez pas accès.`,
  toolTicketRefused: (tool: string) => `Un passage vers «\u00a0${tool}\u00a0» n'a pas abouti.`,
  toolReplayed: (tool: string) =>
    `Un même accès à «\u00a0${tool}\u00a0» a été présenté deux fois\u00a0: par sécurité, il a été fermé.`,
  consentGiven: (tool: string) => `Vous avez autorisé «\u00a0${tool}\u00a0» à savoir qui vous êtes.`,
  consentWithdrawn: (tool: string) => `Vous avez retiré l'autorisation de «\u00a0${tool}\u00a0».`,
  logoutTold: (tool: string) => `«\u00a0${tool}\u00a0» a été prévenu de votre déconnexion.`,
  logoutFailed: (tool: string) =>
    `«\u00a0${tool}\u00a0» n'a pas encore pu être prévenu de votre déconnexion.`,
  logoutGivenUp: (tool: string) =>
    `«\u00a0${tool}\u00a0» n'a pas pu être prévenu de votre déconnexion\u00a0: fermez-le aussi vous-même.`,
};
