import type { Brand } from '../brand.ts';

/** « Se connecter » and « Saisir votre mot de passe ». */
export const signIn = {
  title: 'Se connecter',
  lead: (brand: Brand) => `Identifiez-vous pour avoir accès à vos outils ${brand.beside}.`,
  next: 'Poursuivre',
  signUp: 'Créer un compte',
  passwordTitle: 'Saisir votre mot de passe',
  passwordLead: (brand: Brand) => `Saisissez le mot de passe associé à votre compte ${brand.beside}`,
  submit: 'Se connecter',
  submitting: 'Connexion en cours…',
  forgotten: 'Mot de passe oublié',
  suggestBefore: 'Vouliez-vous dire ',
  suggestAfter: '\u202f?',
};

/** « Renforcement de la sécurité anti-fraude »: the code, or the link that takes its place. */
export const code = {
  title: 'Renforcement de la sécurité anti-fraude',
  reasons: {
    'first-sign-in': "C'est votre première connexion.",
    'unknown-device': 'Nous ne reconnaissons pas cet appareil.',
    'unusual-country': "Cette connexion vient d'un pays inhabituel.",
    'unusual-place': "Cette connexion vient d'un lieu inhabituel.",
    'unusual-browser': 'Cette connexion utilise un navigateur inhabituel.',
    asked: "Ce que vous ouvrez demande de confirmer que c'est bien vous.",
    regular: 'Nous vous demandons un code régulièrement, par sécurité.',
    role: 'Votre rôle demande toujours un deuxième moyen de connexion.',
    'new-password': 'Votre mot de passe vient de changer.',
    suspicion: 'Nous avons un doute sur la sécurité de votre compte.',
  },
  sent: 'Nous avons envoyé un code de connexion sur la boîte email',
  fetch: 'Merci de vous y connecter pour récupérer le code, que vous devrez entrer ci-dessous.',
  valid: 'Le code est valable 10 minutes.',
  notFound:
    "Si vous ne trouvez pas le code, vérifiez dans vos courriers indésirables. Sinon vous pouvez demander l'envoi d'un nouveau code.",
  label: 'Code de connexion à 6 chiffres',
  shared: 'Appareil partagé\u00a0: ne pas le reconnaître',
  submit: 'Vérifier',
  submitting: 'Vérification en cours…',
  resendAsk: "Vous n'avez pas reçu d'e-mail ?",
  resend: 'Renvoyer',
  resendWait: 'Renvoyer dans {n} s',
  resendFrom: (inWords: string) => `Vous pourrez demander un nouveau code ${inWords}.`,
  resent: 'Un nouveau code vient de partir. Le précédent ne fonctionne plus.',
  expired: 'Ce code a expiré. Demandez-en un nouveau.',
  late: 'Les e-mails partent avec du retard en ce moment. Votre code peut mettre quelques minutes à arriver.',
  noResend:
    'Vous avez déjà demandé 3 nouveaux codes. Saisissez le dernier reçu, ou recommencez la connexion.',
  restart: 'Recommencer la connexion',
  triesLeft: (left: number) => (left === 1 ? 'Il vous reste 1 essai.' : `Il vous reste ${left} essais.`),
  problems: {
    empty: 'Saisissez le code reçu par e-mail.',
    'not-six-digits': "Le code comporte 6 chiffres. Recopiez-le depuis l'e-mail.",
    wrong: (left: number) =>
      `Ce code n'est pas le bon. ${left === 1 ? 'Il vous reste 1 essai.' : `Il vous reste ${left} essais.`}`,
    expired: 'Ce code a expiré. Demandez-en un nouveau.',
  },
  linkTitle: 'Consultez votre boîte mail',
  linkSent: 'Nous avons envoyé un lien de connexion sur la boîte email',
  linkWhy:
    'Trop de codes incorrects ont été saisis pour ce compte\u00a0: par sécurité, un lien remplace le code.',
  linkOpen: 'Ouvrez cet e-mail sur cet appareil, cliquez sur le lien, puis sur «\u00a0Continuer\u00a0».',
  linkNotFound: "Si vous ne trouvez pas l'e-mail, vérifiez dans vos courriers indésirables.",
  confirmTitle: 'Continuer la connexion',
  confirmLead: 'Pour terminer la connexion au compte',
  confirmNotYou: "Si vous n'avez pas demandé à vous connecter, fermez cette page.",
  confirm: 'Continuer',
};

/** The occasional new password, in the flow. */
export const renewal = {
  title: 'Choisir un nouveau mot de passe',
  account: 'Pour le compte',
  reasons: {
    breached: 'Votre mot de passe figure dans une fuite de données publiée.',
    suspicion: 'Une activité inhabituelle a été signalée sur votre compte.',
    policy: 'Les règles de sécurité ont changé\u00a0: votre mot de passe doit être renouvelé.',
    operator: "L'équipe d'aide a demandé le renouvellement de votre mot de passe.",
    calendar: 'Votre mot de passe doit être renouvelé.',
  },
};

/** Seen for a moment between the sign-in and a tool. */
export const onward = {
  title: 'Connexion réussie',
  lead: 'Nous vous conduisons à votre outil.',
  go: 'Continuer',
};
