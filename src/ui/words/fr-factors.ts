import type { Brand } from '../brand.ts';

const codesLeft = (left: number) =>
  left === 1 ? 'Il vous reste 1 code de secours.' : `Il vous reste ${left} codes de secours.`;

/** Passkeys wherever they are asked for or made. */
export const passkey = {
  signIn: "Se connecter avec une clé d'accès",
  use: "Utiliser ma clé d'accès",
  create: "Ajouter une clé d'accès",
  cancelled: "Aucune clé d'accès n'a été utilisée. Vous pouvez réessayer.",
  unsupported:
    "Ce navigateur ne propose pas les clés d'accès (ou les scripts y sont désactivés). Utilisez un navigateur récent, ou un autre moyen.",
};

/** The second factor, in the code's place. */
export const factor = {
  title: 'Deuxième vérification',
  lead: "Votre compte est protégé par un deuxième moyen de connexion. C'est lui que nous vous demandons.",
  passkeyOnly: "Confirmez que c'est bien vous avec la clé d'accès enregistrée sur votre compte.",
  authenticator: "Ouvrez votre application d'authentification et recopiez le code qu'elle affiche.",
  label: "Code à 6 chiffres de l'application",
  submit: 'Vérifier',
  recovery: 'Utiliser un code de secours',
  notRecovery: "Utiliser l'application ou la clé d'accès",
  recoveryTitle: 'Code de secours',
  recoveryLead: "Saisissez l'un des codes que vous avez imprimés ou enregistrés. Chacun ne sert qu'une fois.",
  recoveryLabel: 'Code de secours',
  recoveryHint: '16 lettres et chiffres, avec ou sans tirets, par exemple 7K3M-Q2XR-9DTF-0WVB.',
  lost: "Vous n'avez plus aucun de ces moyens\u202f? Contactez l'aide\u00a0: elle peut les retirer de votre compte.",
  problems: {
    empty: "Saisissez le code affiché par l'application.",
    'not-six-digits': "Le code comporte 6 chiffres. Recopiez-le depuis l'application.",
    wrong: (left: number) =>
      `Ce code n'est pas le bon. ${left === 1 ? 'Il vous reste 1 essai.' : `Il vous reste ${left} essais.`}`,
    used: "Ce code a déjà servi. Attendez que l'application en affiche un autre.",
    'recovery-empty': 'Saisissez un code de secours.',
    'not-a-recovery-code': 'Un code de secours comporte 16 lettres et chiffres. Vérifiez-le.',
    'recovery-wrong': (left: number) =>
      `Ce code de secours n'est pas le bon, ou il a déjà servi. ${left === 1 ? 'Il vous reste 1 essai.' : `Il vous reste ${left} essais.`}`,
    passkey: "Cette clé d'accès n'a pas pu être vérifiée. Réessayez, ou utilisez un autre moyen.",
  },
};

/** « Clés d'accès », « Application d'authentification », « Codes de secours », in « Mon compte ». */
export const factors = {
  title: 'Protection du compte',
  lead: "Un deuxième moyen protège votre compte même si quelqu'un connaît votre mot de passe.",
  none: "Aucun deuxième moyen n'est enregistré\u00a0: nous vous envoyons un code par e-mail de temps en temps.",
  passkeys: "Clés d'accès",
  passkeysLead:
    "L'empreinte, le visage ou le code de votre appareil remplace le mot de passe. Rien à retenir, rien à recopier.",
  yours: "Vos clés d'accès",
  added: (date: string) => `Ajoutée ${date}`,
  lastUsed: (date: string) => `utilisée ${date}`,
  neverUsed: 'jamais utilisée',
  authenticatorAdded: (date: string) => `Enregistrée ${date}`,
  manage: 'Gérer',
  managePasskeys: "Gérer les clés d'accès",
  addPasskey: "Ajouter une clé d'accès",
  addLead:
    'Nommez-la pour la reconnaître plus tard, puis suivez les indications de votre appareil. Vous pourrez ensuite vous connecter sans mot de passe.',
  name: 'Nom de la clé',
  rename: 'Renommer',
  renameOf: (name: string) => `Renommer la clé d'accès ${name}`,
  remove: 'Supprimer',
  removeOf: (name: string) => `Supprimer la clé d'accès ${name}`,
  newName: 'Nouveau nom',
  removeHint: "Si vous supprimez une clé ici, supprimez-la aussi sur l'appareil.",
  tooMany: 'Vous avez atteint le nombre maximal de clés. Supprimez-en une pour en ajouter.',
  authenticator: "Application d'authentification",
  authenticatorLead: 'Une application de votre téléphone affiche un code à 6 chiffres, même sans réseau.',
  addAuthenticator: 'Enregistrer une application',
  replaceAuthenticator: "Remplacer l'application",
  replaceLead: "L'application enregistrée aujourd'hui ne fonctionnera plus une fois la nouvelle confirmée.",
  removeAuthenticator: "Supprimer l'application",
  scan: "1. Dans l'application, ajoutez un compte et scannez ce dessin.",
  qr: "Code QR à scanner avec l'application d'authentification",
  byHand: "Vous ne pouvez pas le scanner\u202f? Saisissez cette clé dans l'application\u00a0:",
  open: "Sur ce téléphone\u202f? Ouvrir l'application",
  confirm: "2. Recopiez le code que l'application affiche.",
  confirmLabel: "Code à 6 chiffres de l'application",
  confirmSubmit: "Enregistrer l'application",
  setUpExpired:
    'Cette page était ouverte depuis trop longtemps. Scannez le nouveau dessin, puis recommencez.',
  recoveryCodes: 'Codes de secours',
  recoveryLead: "Pour vous connecter le jour où vous n'avez plus ni votre téléphone ni votre clé.",
  left: codesLeft,
  noneLeft: "Vous n'avez plus de code de secours.",
  few: (left: number) => `${codesLeft(left)} Créez-en de nouveaux\u00a0: les anciens ne fonctionneront plus.`,
  makeCodes: 'Créer de nouveaux codes',
  makeLead: 'Dix nouveaux codes remplacent les anciens, qui ne fonctionneront plus.',
  needFactor: "Ajoutez d'abord une clé d'accès ou une application\u00a0: les codes de secours viennent avec.",
  codesTitle: 'Vos codes de secours',
  codesLead:
    "Chaque code ne sert qu'une fois. Imprimez-les ou enregistrez-les dans un endroit sûr\u00a0: cette page ne les montrera plus.",
  download: 'Télécharger les codes',
  codesFile: (brand: Brand) => `Codes de secours du portail ${brand.of}`,
  codesKept: "J'ai conservé mes codes",
  codesGone:
    'Ces codes ne peuvent plus être affichés. Créez-en de nouveaux si vous ne les avez pas conservés.',
  lastOfOperator:
    'Votre rôle demande un deuxième moyen\u00a0: ajoutez-en un autre avant de supprimer celui-ci.',
  done: {
    'passkey-added': "La clé d'accès est ajoutée.",
    'passkey-renamed': "La clé d'accès est renommée.",
    'passkey-removed': "La clé d'accès est supprimée.",
    'authenticator-added': "L'application est enregistrée.",
    'authenticator-removed': "L'application est supprimée.",
  },
  problems: {
    name: {
      empty: 'Donnez un nom à cette clé.',
      'too-long': 'Ce nom est trop long. Saisissez 60 caractères au plus.',
      'not-text': 'Ce nom contient un caractère que nous ne pouvons pas enregistrer.',
    },
    notMade: "La clé d'accès n'a pas pu être créée. Recommencez.",
    exists: "Cette clé d'accès est déjà enregistrée.",
    wrong:
      "Ce code n'est pas le bon. Vérifiez que l'heure du téléphone est exacte, puis recopiez le code affiché.",
  },
};

/** How an operator or an administrator enrols, from the link that the command line prints. */
export const enrolment = {
  title: 'Activer votre compte',
  account: 'Pour le compte',
  lead: 'Votre rôle donne accès aux comptes des autres\u00a0: il vous faut un mot de passe et un deuxième moyen de connexion.',
  step: (now: number, of: number) => `Étape ${now} sur ${of}`,
  passwordTitle: 'Choisir un mot de passe',
  passwordSubmit: 'Enregistrer le mot de passe',
  factorTitle: 'Ajouter un deuxième moyen',
  choose:
    "Choisissez une clé d'accès ou une application d'authentification. Vous pourrez ajouter l'autre plus tard.",
  codesTitle: 'Conserver vos codes de secours',
  finish: "J'ai conservé mes codes",
  doneTitle: 'Votre compte est prêt.',
  done: 'Connectez-vous\u00a0: nous vous demanderons votre deuxième moyen.',
  signIn: 'Se connecter',
};
