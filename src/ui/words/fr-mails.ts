import type { Brand } from '../brand.ts';
import { frAccountMails } from './fr-mails-account.ts';

const minutes = (count: number): string =>
  count >= 120 && count % 60 === 0 ? duration(count / 60) : `${count} minute${count < 2 ? '' : 's'}`;
const duration = (hours: number) => {
  if (hours % 24 === 0 && hours >= 48) return `${hours / 24} jours`;
  return `${hours} heure${hours < 2 ? '' : 's'}`;
};
const onceOnly = "et ne sert qu'une fois.";
const ignore = "Vous n'avez rien demandé\u202f?";
const notYou = "Ce n'était pas vous\u202f?";
const reportIt = (days: number) =>
  `Cliquez sur le bouton ci-dessous\u00a0: toutes vos connexions seront fermées, votre mot de passe ne fonctionnera plus, et un e-mail vous permettra d'en choisir un nouveau. Ce lien est valable ${days} jours.`;

/**
 * The words of the mails: French is the source. The two subjects of the guide stand exactly as it prints them
 * [security.md 47]; our own text has U+202F before « ; ! ? », U+00A0 before « : » and inside « » (design, decision 15).
 */
export const frMails = {
  common: {
    asked: 'Demandé le',
    at: 'Date',
    device: 'Appareil',
    parisTime: 'heure de Paris',
    fact: (name: string, value: string) => `${name}\u00a0: ${value}`,
    moment: (date: string, time: string, zone: string) => `${date} à ${time} (${zone})`,
    copyAddress: 'Le bouton ne fonctionne pas\u202f? Copiez cette adresse dans votre navigateur\u00a0:',
    help: (ways: string) => `Besoin d'aide\u202f? Contactez l'assistance\u00a0: ${ways}`,
    automatic: 'Message automatique\u00a0: merci de ne pas y répondre.',
    never: (brand: Brand) =>
      `${brand.start} ne vous demandera jamais votre mot de passe ni votre code par téléphone ou par e-mail.`,
    linkValid: (count: number) => `Le lien est valable ${minutes(count)}`,
    onceOnly,
    ignore,
    notYou,
    wasYou: "C'était vous\u202f?",
    nothingToDo: "Vous n'avez rien à faire.",
    notMe: "Ce n'était pas moi",
    reportIt,
  },
  code: {
    subject: (brand: Brand) => `${brand.start} : votre code de connexion temporaire.`,
    preview: (count: number) => `Valable ${minutes(count)}, une seule fois. Ne le communiquez à personne.`,
    title: 'Votre code de connexion',
    purpose: (brand: Brand) =>
      `Ce code termine votre connexion au portail ${brand.of}. Recopiez-le dans le champ prévu, puis cliquez sur «\u00a0Vérifier\u00a0».`,
    valid: (count: number) => `Le code est valable ${minutes(count)}`,
    until: (time: string) => `(jusqu'à\u00a0${time}) ${onceOnly}`,
    notYou:
      "Ne donnez ce code à personne\u00a0: quelqu'un connaît peut-être votre mot de passe. Rendez-vous sur le portail comme d'habitude et choisissez «\u00a0Mot de passe oublié\u00a0».",
    promise: (brand: Brand) =>
      `${brand.start} ne vous demandera jamais ce code par téléphone ou par e-mail. Par sécurité, ce message ne contient aucun lien.`,
  },
  signInLink: {
    subject: (brand: Brand) => `${brand.start} : votre lien de connexion.`,
    preview: (count: number) => `Valable ${minutes(count)}. Ne le transférez à personne.`,
    title: 'Votre lien de connexion',
    purpose: (brand: Brand) =>
      `Trop de codes erronés ont été saisis pour votre compte ${brand.beside}. Ce lien remplace le code\u00a0: il vous permet de terminer votre connexion.`,
    button: 'Terminer ma connexion',
    sameDevice: "Ouvrez-le sur l'appareil où vous avez commencé à vous connecter.",
    notYou:
      "N'ouvrez pas ce lien et ne le transférez à personne\u00a0: quelqu'un connaît peut-être votre mot de passe. Rendez-vous sur le portail comme d'habitude et choisissez «\u00a0Mot de passe oublié\u00a0».",
  },
  newDevice: {
    subject: (brand: Brand) => `${brand.start} : nouvelle connexion à votre compte.`,
    preview: "Depuis un appareil que nous ne connaissions pas. Si c'était vous, vous n'avez rien à faire.",
    title: 'Nouvelle connexion à votre compte',
    what: (brand: Brand) =>
      `Une connexion à votre compte ${brand.beside} vient d'avoir lieu, depuis un appareil que nous ne connaissions pas.`,
  },
  reset: {
    subject: (brand: Brand) => `${brand.start} : demande de renouvellement de votre mot de passe.`,
    preview: (count: number) =>
      `Le lien est valable ${minutes(count)}. Si vous n'avez rien demandé, ignorez ce message.`,
    title: 'Renouveler votre mot de passe',
    what: (brand: Brand) => `Vous avez demandé à renouveler le mot de passe de votre compte ${brand.beside}.`,
    button: 'Renouveler mon mot de passe',
    ignored: 'Ignorez ce message\u00a0: votre mot de passe actuel reste valable.',
  },
  passwordChanged: {
    subject: (brand: Brand) => `${brand.start} : votre mot de passe a été modifié.`,
    preview: "Si c'était vous, vous n'avez rien à faire.",
    title: 'Votre mot de passe a été modifié',
    what: (brand: Brand) =>
      `Le mot de passe de votre compte ${brand.beside} vient d'être modifié. Par sécurité, vos autres connexions ont été fermées.`,
  },
  factors: {
    subject: (brand: Brand) => `${brand.start} : la protection de votre compte a changé.`,
    usedSubject: (brand: Brand) => `${brand.start} : un code de secours a été utilisé.`,
    preview: "Si c'était vous, vous n'avez rien à faire.",
    title: 'La protection de votre compte a changé',
    usedTitle: 'Un code de secours a été utilisé',
    what: {
      'passkey-added': (brand: Brand) =>
        `Une clé d'accès vient d'être ajoutée à votre compte ${brand.beside}.`,
      'passkey-removed': (brand: Brand) =>
        `Une clé d'accès vient d'être supprimée de votre compte ${brand.beside}.`,
      'authenticator-added': (brand: Brand) =>
        `Une application d'authentification vient d'être enregistrée pour votre compte ${brand.beside}.`,
      'authenticator-removed': (brand: Brand) =>
        `L'application d'authentification de votre compte ${brand.beside} vient d'être supprimée.`,
      'recovery-codes-made': (brand: Brand) =>
        `De nouveaux codes de secours viennent d'être créés pour votre compte ${brand.beside}. Les anciens ne fonctionnent plus.`,
      'recovery-code-used': (brand: Brand) =>
        `Un code de secours vient de servir à se connecter à votre compte ${brand.beside}.`,
      reset: (brand: Brand) =>
        `L'équipe d'aide vient de retirer de votre compte ${brand.beside} vos clés d'accès, votre application d'authentification et vos codes de secours.`,
    },
    name: 'Nom',
    left: (count: number) =>
      count === 0
        ? "Vous n'avez plus de code de secours\u00a0: créez-en de nouveaux dans «\u00a0Mon compte\u00a0»."
        : count === 1
          ? 'Il vous reste 1 code de secours\u00a0: créez-en de nouveaux dans «\u00a0Mon compte\u00a0».'
          : `Il vous reste ${count} codes de secours.`,
    few: (count: number) =>
      `Il ne vous reste que ${count} codes de secours\u00a0: créez-en de nouveaux dans «\u00a0Mon compte\u00a0».`,
    asked: "Vous l'avez demandé\u202f?",
  },
  verifyAddress: {
    subject: (brand: Brand) => `${brand.start} : confirmez votre adresse de messagerie.`,
    preview: (count: number) => `Une étape pour créer votre compte. Le lien est valable ${minutes(count)}.`,
    title: 'Confirmer votre adresse',
    what: (brand: Brand) =>
      `Vous avez demandé à créer un compte ${brand.beside}. Confirmez que cette adresse est bien la vôtre pour continuer.`,
    button: 'Confirmer mon adresse',
    ignored: 'Ignorez ce message\u00a0: aucun compte ne sera créé.',
  },
  alreadyHaveAccount: {
    subject: (brand: Brand) => `${brand.start} : vous avez déjà un compte.`,
    preview: 'Connectez-vous avec votre mot de passe habituel.',
    title: 'Vous avez déjà un compte',
    what: (brand: Brand) =>
      `Vous avez demandé à créer un compte ${brand.beside} avec cette adresse\u00a0: elle en a déjà un. Connectez-vous avec votre mot de passe habituel.`,
    button: 'Se connecter',
    forgotten: 'Vous ne vous souvenez plus de votre mot de passe\u202f?',
    chooseAnother: 'Choisissez-en un nouveau.',
    reset: 'Mot de passe oublié',
    ignored: "Ignorez ce message\u00a0: rien n'a changé.",
  },
  invitation: {
    subject: (brand: Brand) => `${brand.start} : votre compte est prêt.`,
    preview: "Il ne vous reste plus qu'à choisir votre mot de passe.",
    title: 'Votre compte est prêt',
    hello: (name: string) => `Bonjour ${name},`,
    what: (brand: Brand) =>
      `Un compte ${brand.beside} a été créé pour vous. Il ne vous reste plus qu'à choisir votre mot de passe.`,
    button: 'Choisir mon mot de passe',
    valid: (hours: number) => `Le lien est valable ${duration(hours)}`,
    unexpected: "Vous n'attendiez pas ce message\u202f?",
    ignored: "Ignorez-le, ou parlez-en à l'assistance.",
  },
  renewalAhead: {
    subject: (brand: Brand) => `${brand.start} : votre mot de passe sera bientôt à renouveler.`,
    preview: "Vous n'avez rien à faire aujourd'hui.",
    title: 'Votre mot de passe sera bientôt à renouveler',
    what: (brand: Brand) =>
      `Les mots de passe du portail ${brand.of} se renouvellent de temps en temps, et ce sera bientôt le tour du vôtre.`,
    when: (date: string) =>
      `À partir du ${date}, le portail vous demandera d'en choisir un nouveau quand vous vous connecterez.`,
    now: "D'ici là\u00a0:",
    sooner: 'Vous préférez le faire tout de suite\u202f?',
    how: "Rendez-vous sur le portail comme d'habitude et choisissez «\u00a0Mot de passe oublié\u00a0».",
    promise: (brand: Brand) =>
      `${brand.start} ne vous demandera jamais votre mot de passe par téléphone ou par e-mail. Par sécurité, ce message ne contient aucun lien.`,
  },
  inactive: {
    subject: (brand: Brand) => `${brand.start} : votre compte va être supprimé.`,
    preview: (date: string) => `Pour le garder, connectez-vous avant le ${date}.`,
    title: 'Votre compte va être supprimé',
    what: (brand: Brand, date: string) =>
      `Vous ne vous êtes pas connecté(e) à votre compte ${brand.beside} depuis longtemps. Il sera supprimé le ${date}, avec vos informations.`,
    keep: 'Vous souhaitez le garder\u202f?',
    signIn: 'Connectez-vous avant cette date.',
    button: 'Se connecter',
    noNeed: "Vous n'en avez plus besoin\u202f?",
  },
  ...frAccountMails,
  passwordLength: (count: number) => `Votre mot de passe devra comporter au moins ${count} caractères.`,
};

/** The shape that every language of the mails must fill. */
export type MailWords = typeof frMails;
