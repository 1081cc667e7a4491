import type { Brand } from '../brand.ts';

/** What every page shows. The guide's phrases keep plain spaces and straight apostrophes (design, decision 15). */
export const common = {
  title: (page: string, brand: Brand) => `${page} – Portail ${brand.of}`,
  errorTitle: (title: string) => `Erreur : ${title}`,
  skip: 'Aller au contenu',
  logo: (brand: Brand) => brand.alone,
  help: 'Aide',
  helpDesk: "Contacter l'aide",
  helpPage: 'Lire le guide de connexion',
  legal: 'Mentions légales',
  privacy: 'Données personnelles',
  accessibility: 'Accessibilité',
  otherLanguage: 'English',
  problem: 'Il y a un problème',
  never: (brand: Brand) =>
    `${brand.start} ne vous demandera jamais votre mot de passe ni votre code par téléphone ou par e-mail.`,
  leave: 'Abandonner et retourner vers votre portail',
  backToSignIn: 'Revenir à la connexion',
  sending: 'Envoi en cours…',
  saving: 'Enregistrement en cours…',
};

/** Fields, and what is said when one is not right. */
export const fields = {
  email: 'Adresse de messagerie',
  edit: 'Modifier',
  editEmail: "Modifier l'adresse de messagerie",
  password: 'Mot de passe',
  show: 'Afficher le mot de passe',
  hide: 'Masquer le mot de passe',
  capsLock: 'La touche Verr. Maj est activée.',
  problems: {
    email: {
      empty: 'Saisissez votre adresse de messagerie.',
      'not-an-address': 'Saisissez une adresse complète, par exemple nom@exemple.fr.',
      'too-long': 'Cette adresse est trop longue. Vérifiez-la, puis recommencez.',
    },
    name: {
      empty: 'Saisissez votre prénom et votre nom.',
      'too-long': 'Ce nom est trop long. Saisissez 100 caractères au plus.',
      'not-text': 'Ce nom contient un caractère que nous ne pouvons pas enregistrer.',
    },
    password: { empty: 'Saisissez votre mot de passe.', refused: 'Adresse ou mot de passe incorrect.' },
  },
};

/** Choosing a new password: after « Mot de passe oublié », at a renewal, at sign-up [security.md 1–4]. */
export const newPassword = {
  label: 'Nouveau mot de passe',
  confirm: 'Confirmer le nouveau mot de passe',
  submit: 'Réinitialiser le mot de passe',
  tipLength: (min: number) =>
    `${min} caractères au minimum ; une phrase de plusieurs mots, c'est encore mieux`,
  tipMix: 'Mélangez majuscules, minuscules, chiffres et caractères spéciaux pour plus de sécurité',
  tipPersonal: 'Évitez votre nom, votre adresse et un mot de passe déjà utilisé ailleurs',
  tipDone: 'Fait\u00a0: ',
  strength: 'Robustesse\u00a0: ',
  strengthWords: ['–', 'faible', 'moyenne', 'bonne', 'très bonne'],
  oneMore: 'Encore 1 caractère',
  more: 'Encore {n} caractères',
  length: '{n} caractères',
  same: 'Les deux mots de passe sont identiques.',
  problems: {
    empty: 'Saisissez un nouveau mot de passe.',
    'too-short': (min: number) => `Ce mot de passe est trop court. Choisissez au moins ${min} caractères.`,
    'too-long': 'Ce mot de passe est trop long. Choisissez 256 caractères au plus.',
    'not-text': 'Ce mot de passe contient un caractère que nous ne pouvons pas enregistrer.',
    common: "Ce mot de passe est trop courant. Choisissez-en un que personne d'autre n'utiliserait.",
    breached: "Ce mot de passe a été publié lors d'une fuite de données. Choisissez-en un autre.",
    brand: 'Ce mot de passe contient le nom de notre organisation. Choisissez-en un autre.',
    personal: 'Ce mot de passe contient votre nom ou votre adresse. Choisissez-en un autre.',
    repeats:
      'Ce mot de passe répète ou suit des caractères, comme «\u00a0aaaa\u00a0» ou «\u00a01234\u00a0». Variez-les.',
    guessable: 'Ce mot de passe est trop facile à deviner. Ajoutez des mots ou des caractères.',
    reused: 'Vous avez déjà utilisé ce mot de passe. Choisissez-en un nouveau.',
    classes: 'Mélangez majuscules, minuscules, chiffres et caractères spéciaux.',
    confirm: 'Les deux mots de passe ne sont pas identiques. Saisissez-les à nouveau.',
    'confirm-empty': 'Saisissez une deuxième fois le nouveau mot de passe.',
  },
};
