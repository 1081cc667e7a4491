/** « 2 sessions fermées »; nothing for none. */
const alsoClosed = (sessions: number): string =>
  sessions === 0
    ? ''
    : sessions === 1
      ? ' 1 session a été fermée.'
      : ` ${sessions} sessions ont été fermées.`;

/** « Mon compte »: the frame, its sections, and what each lets its owner do. */
export const account = {
  title: 'Mon compte',
  menu: 'Rubriques du compte',
  sections: {
    profile: 'Profil',
    password: 'Mot de passe',
    factors: 'Protection du compte',
    devices: 'Appareils reconnus',
    sessions: 'Sessions',
    activity: 'Activité récente',
    tools: 'Outils autorisés',
    data: 'Mes données',
  },
  cancel: 'Annuler',
  save: 'Enregistrer',
  change: 'Modifier',
  unknownPlace: 'Lieu inconnu',

  profile: {
    lead: 'Votre nom et votre adresse sont transmis aux outils que vous ouvrez.',
    name: 'Nom',
    email: 'Adresse de messagerie',
    language: 'Langue',
    languages: { fr: 'Français', en: 'English' },
    changeName: 'Modifier le nom',
    changeEmail: "Modifier l'adresse de messagerie",
    changeLanguage: 'Modifier la langue',
    pending: (email: string) =>
      `${email} attend d'être confirmée\u00a0: ouvrez l'e-mail que nous y avons envoyé.`,
    giveUp: 'Abandonner',
    giveUpOf: (email: string) => `Abandonner le changement vers ${email}`,
    nameTitle: 'Modifier votre nom',
    nameLabel: 'Prénom et nom',
    languageTitle: 'Choisir votre langue',
    languageLabel: 'Langue des pages et des e-mails',
  },

  password: {
    since: (date: string) => `Modifié le ${date}.`,
    length: (min: number) => `Il comporte au moins ${min} caractères.`,
    noneYet: "Vous n'avez pas de mot de passe en ce moment.",
    change: 'Changer le mot de passe',
    title: 'Changer le mot de passe',
    current: 'Mot de passe actuel',
    submit: 'Changer le mot de passe',
    effects: 'Vos autres sessions seront fermées et vos autres appareils oubliés.',
    none: "Aucun mot de passe n'ouvre ce compte en ce moment. Recevez par e-mail un lien pour en choisir un.",
    byLink: 'Recevoir un lien',
    problems: {
      empty: 'Saisissez votre mot de passe actuel.',
      wrong: "Ce n'est pas votre mot de passe actuel.",
    },
  },

  email: {
    title: "Modifier l'adresse",
    lead: "Nous envoyons un e-mail à la nouvelle adresse pour la confirmer. Jusque-là, rien ne change. L'ancienne adresse sera prévenue et pourra annuler le changement pendant 7 jours.",
    label: 'Nouvelle adresse de messagerie',
    submit: 'Envoyer la confirmation',
    problems: {
      same: "C'est déjà l'adresse de votre compte.",
      'domain-refused': "Les comptes de ce portail n'acceptent pas d'adresse de ce domaine.",
    },
  },

  factors: {
    lead: 'Un deuxième moyen protège votre compte, même si votre mot de passe est connu.',
    none: "Aucun deuxième moyen n'est enregistré\u00a0: un code vous est demandé par e-mail de temps en temps.",
    passkeys: (count: number) => (count === 1 ? "1 clé d'accès" : `${count} clés d'accès`),
    authenticator: "application d'authentification",
    recoveryCodes: (left: number) => (left === 1 ? '1 code de secours' : `${left} codes de secours`),
    manage: 'Gérer',
    manageOf: 'Gérer la protection du compte',
    add: 'Protéger mon compte',
  },

  devices: {
    lead: 'Sur ces appareils, nous vous demandons un code moins souvent.',
    none: "Aucun appareil n'est reconnu\u00a0: un code vous est demandé à chaque connexion.",
    here: 'Cet appareil',
    facts: (since: string, used: string) => `reconnu depuis le ${since} · utilisé ${used}`,
    forget: 'Oublier',
    forgetOf: (label: string, place: string, here: boolean) =>
      `Oublier ${label}, ${here ? 'cet appareil' : place}`,
    forgetAll: 'Tout oublier',
  },

  sessions: {
    lead: 'Les endroits où vous êtes connecté(e) en ce moment.',
    here: 'Session actuelle',
    facts: (opened: string, used: string) => `ouverte ${opened} · utilisée ${used}`,
    close: 'Fermer',
    closeOf: (label: string, opened: string) => `Fermer la session ${label}, ouverte ${opened}`,
    closeOthers: 'Fermer les autres sessions',
    closeAll: 'Tout fermer',
    alone: "Vous n'êtes connecté(e) nulle part ailleurs.",
  },

  tools: {
    lead: "Ces outils, extérieurs à l'organisation, savent qui vous êtes parce que vous l'avez accepté.",
    none: "Aucun outil extérieur n'est autorisé à savoir qui vous êtes.",
    facts: (since: string, what: string) => `autorisé le ${since} · connaît ${what}`,
    scopes: {
      openid: 'un numéro qui vous désigne',
      profile: 'votre nom',
      email: 'votre adresse',
      groups: 'vos groupes',
      offline_access: 'ces informations même en votre absence',
    },
    withdraw: 'Retirer',
    withdrawOf: (tool: string) => `Retirer l'autorisation de ${tool}`,
    opened: 'Ouverts en ce moment',
    openedFacts: (when: string) => `ouvert ${when}`,
    here: 'Cette session',
  },

  data: {
    lead: 'Tout ce que le portail conserve à votre sujet, dans un fichier que vous pouvez lire. Dix copies par jour au plus.',
    download: 'Télécharger mes données',
    deletion: 'Supprimer mon compte',
    deletionLead: "Le compte est supprimé 14 jours après votre demande, le temps de changer d'avis.",
    about:
      "Voici tout ce que le portail conserve à votre sujet. Les heures sont en temps universel. Ne figurent pas ici les secrets (l'empreinte de votre mot de passe, ceux de vos clés d'accès et applications) ni les compteurs qui limitent les essais, conservés quelques heures sous une forme où l'on ne peut pas les retrouver par personne. «\u00a0habits\u00a0» compte ce que le portail a appris de vos connexions habituelles, sans retenir lesquelles.",
  },

  deletion: {
    due: (date: string) => `Votre compte sera supprimé le ${date}.`,
    dueLead: "D'ici là, vous pouvez continuer à l'utiliser et changer d'avis.",
    cancel: 'Annuler la suppression',
    title: 'Supprimer mon compte',
    lead: 'Voici ce qui se passera\u00a0:',
    effects: (date: string, days: number) => [
      `votre compte sera supprimé le ${date}, dans ${days} jours\u202f;`,
      "d'ici là, vous pourrez vous connecter et annuler la suppression\u202f;",
      'vos informations seront effacées\u00a0: nom, adresse, appareils, sessions, moyens de connexion\u202f;',
      'vos outils ne seront plus accessibles avec ce compte\u202f;',
      'le journal de sécurité garde, pendant sa durée légale, des traces sans votre nom ni votre adresse\u202f;',
      'deux e-mails vous en informent\u00a0: un maintenant, un à la suppression.',
    ],
    submit: 'Supprimer mon compte',
    lastAdmin:
      'Vous êtes le seul administrateur du portail\u00a0: nommez-en un autre avant de supprimer votre compte.',
  },

  done: {
    name: 'Votre nom est modifié.',
    language: 'Votre langue est modifiée.',
    password: 'Votre mot de passe est changé. Vos autres sessions ont été fermées.',
    'email-asked': (email: string) =>
      `Un e-mail va être envoyé à ${email}. Ouvrez-le dans les 24 heures pour confirmer cette adresse.`,
    'email-cancelled': "Le changement d'adresse est abandonné.",
    device: (label: string, sessions: number) => `${label} est oublié.${alsoClosed(sessions)}`,
    devices: (devices: number, sessions: number) =>
      `${devices <= 1 ? 'Votre appareil est oublié' : `${devices} appareils sont oubliés`}.${alsoClosed(sessions)}`,
    sessions: (sessions: number) =>
      sessions === 0 ? "Aucune autre session n'était ouverte." : alsoClosed(sessions).trim(),
    deletion: (date: string) =>
      `C'est noté\u00a0: votre compte sera supprimé le ${date}. Un e-mail vous le confirme.`,
    'deletion-cancelled': 'Votre compte ne sera pas supprimé.',
    consent: (tool: string) => `«\u00a0${tool}\u00a0» n'est plus autorisé à savoir qui vous êtes.`,
  },
};
