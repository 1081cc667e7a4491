import type { Brand } from '../brand.ts';

/** The mails of « Mon compte », and the one that tells the operators that somebody was not themselves. */
export const frAccountMails = {
  emailVerify: {
    subject: (brand: Brand) => `${brand.start} : confirmez votre nouvelle adresse.`,
    preview: 'Une étape pour que cette adresse devienne celle de votre compte.',
    title: 'Confirmer votre nouvelle adresse',
    what: (brand: Brand) =>
      `Vous avez demandé que cette adresse devienne celle de votre compte ${brand.beside}. Rien ne change tant que vous ne l'avez pas confirmée.`,
    button: 'Confirmer cette adresse',
    signedIn: 'Le portail vous demandera de vous connecter avec votre adresse actuelle.',
    ignored: "Ignorez ce message\u00a0: aucun compte ne change d'adresse.",
  },
  emailTaken: {
    subject: (brand: Brand) => `${brand.start} : cette adresse a déjà un compte.`,
    preview: "Elle ne peut pas devenir celle d'un autre compte.",
    title: 'Cette adresse a déjà un compte',
    what: (brand: Brand) =>
      `Vous avez demandé que cette adresse devienne celle d'un autre compte ${brand.beside}. Elle a déjà le sien\u00a0: rien n'a changé.`,
    how: "Pour l'utiliser quand même, connectez-vous d'abord au compte de cette adresse et changez-la, ou supprimez ce compte.",
    button: 'Se connecter',
    ignored: "Ignorez ce message\u00a0: rien n'a changé.",
  },
  emailChanged: {
    subject: (brand: Brand) => `${brand.start} : votre adresse de messagerie a été modifiée.`,
    preview: "Si c'était vous, vous n'avez rien à faire.",
    title: 'Votre adresse a été modifiée',
    what: (brand: Brand) =>
      `Votre compte ${brand.beside} a une autre adresse de messagerie. Celle-ci ne permet plus de s'y connecter.`,
    newAddress: 'Nouvelle adresse',
    notYou: (days: number) =>
      `Cliquez sur le bouton ci-dessous\u00a0: votre adresse est remise, toutes les connexions sont fermées et un e-mail vous permet de choisir un nouveau mot de passe. Ce lien est valable ${days} jours.`,
    undo: 'Remettre mon adresse',
  },
  deletionAhead: {
    subject: (brand: Brand) => `${brand.start} : vous avez demandé la suppression de votre compte.`,
    preview: (date: string) => `Il sera supprimé le ${date}. D'ici là, vous pouvez changer d'avis.`,
    title: 'Votre compte va être supprimé',
    hello: (name: string) => `Bonjour ${name},`,
    what: (brand: Brand, date: string) =>
      `Vous avez demandé la suppression de votre compte ${brand.beside}. Il sera supprimé le ${date}, avec vos informations.`,
    mind: "Vous avez changé d'avis\u202f?",
    cancel: 'Connectez-vous avant cette date et choisissez «\u00a0Annuler la suppression\u00a0».',
    button: 'Se connecter',
  },
  accountDeleted: {
    subject: (brand: Brand) => `${brand.start} : votre compte a été supprimé.`,
    preview: 'Vos informations ont été effacées.',
    title: 'Votre compte a été supprimé',
    what: (brand: Brand) =>
      `Votre compte ${brand.beside} a été supprimé, avec vos informations. C'est le dernier message que nous vous envoyons.`,
    unexpected: "Vous ne l'aviez pas demandé\u202f?",
    ask: "Parlez-en à l'assistance.",
  },
  staffAlert: {
    subject: (brand: Brand) => `${brand.start} : un membre signale une intrusion.`,
    preview: "«\u00a0Ce n'était pas moi\u00a0»\u00a0: le compte a été mis en sécurité.",
    title: 'Un membre signale une intrusion',
    what: {
      'not-me':
        "Ce membre a répondu «\u00a0Ce n'était pas moi\u00a0» et le portail a mis son compte en sécurité.",
      'email-undo':
        "Ce membre a fait remettre l'adresse de son compte, qu'il n'avait pas changée, et le portail a mis son compte en sécurité.",
    },
    member: 'Membre',
    from: 'Signalé depuis',
    done: 'Ce qui a été fait',
    doneList: (of: {
      sessions: number;
      devices: number;
      factors: number;
      consents: number;
      emailRestored: boolean;
      deletionCancelled: boolean;
      locked: boolean;
    }) =>
      [
        'mot de passe annulé',
        `sessions fermées\u00a0: ${of.sessions}`,
        `appareils oubliés\u00a0: ${of.devices}`,
        of.factors > 0 ? `moyens de connexion retirés\u00a0: ${of.factors}` : '',
        of.consents > 0 ? `autorisations d'outils retirées\u00a0: ${of.consents}` : '',
        of.emailRestored ? 'ancienne adresse remise' : '',
        of.deletionCancelled ? 'suppression du compte annulée' : '',
        of.locked ? "compte désactivé, car l'ancienne adresse est celle d'un autre compte" : '',
      ]
        .filter(Boolean)
        .join(', '),
    look: 'Pour en savoir plus\u00a0:',
    command: (email: string) => `poterne account show ${email}`,
    promise: 'Ce message est envoyé aux opérateurs et aux administrateurs du portail.',
  },
};
