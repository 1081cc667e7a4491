import type { Brand } from '../brand.ts';

/** « 2 sessions fermées. »; nothing for none. */
const many = (count: number, one: string, more: string): string =>
  count === 0 ? '' : `${count} ${count === 1 ? one : more}.`;

/** « Mot de passe oublié », from the request to the confirmation. */
export const reset = {
  title: 'Mot de passe oublié',
  lead: 'Cliquez sur «\u00a0Continuer\u00a0» pour recevoir un lien de renouvellement par e-mail.',
  submit: 'Continuer',
  sentTitle: 'Consultez votre boîte mail',
  sent: 'Si votre compte existe, un lien de renouvellement va vous être envoyé sur la boîte email',
  subject: 'Cherchez un e-mail qui a pour objet\u00a0:',
  life: "Le lien est valable 60 minutes et ne sert qu'une fois.",
  check: 'Vérifiez votre boîte mail et vos courriers indésirables si vous ne le voyez pas.',
  resendFrom: (inWords: string) => `Vous pourrez demander un nouveau lien ${inWords}.`,
  newTitle: 'Choisir un nouveau mot de passe',
  account: 'Pour le compte',
  doneTitle: 'Votre mot de passe est mis à jour.',
  done: 'Reconnectez-vous ensuite avec votre nouveau mot de passe.',
  doneSessions: 'Par précaution, vos autres sessions ont été fermées.',
  signIn: 'Se connecter',
};

/** « Créer un compte »: the address first, the rest once it is verified [security.md 16]. */
export const signUp = {
  title: 'Créer un compte',
  lead: "Nous vérifions d'abord votre adresse\u00a0: un e-mail va vous être envoyé.",
  submit: 'Continuer',
  have: "J'ai déjà un compte",
  sentTitle: 'Consultez votre boîte mail',
  sent: 'Un e-mail va être envoyé sur la boîte email',
  sentNext: 'Ouvrez-le et cliquez sur le bouton de vérification pour continuer la création de votre compte.',
  life: "Le lien est valable 48 heures et ne sert qu'une fois.",
  check: 'Vérifiez votre boîte mail et vos courriers indésirables si vous ne le voyez pas.',
  resendFrom: (inWords: string) => `Vous pourrez demander un nouvel e-mail ${inWords}.`,
  detailsTitle: 'Terminer la création du compte',
  detailsLead: 'Votre adresse est vérifiée. Il reste votre nom et un mot de passe.',
  name: 'Prénom et nom',
  password: 'Mot de passe',
  confirm: 'Confirmer le mot de passe',
  create: 'Créer le compte',
  creating: 'Création du compte…',
  doneTitle: 'Votre compte est créé.',
  done: (brand: Brand) => `Connectez-vous pour accéder à vos outils ${brand.beside}.`,
  signIn: 'Se connecter',
};

/** « Ce n'était pas moi », from a mail [security.md 11]. */
export const notMe = {
  title: "Ce n'était pas vous\u202f?",
  lead: "Vous nous signalez que quelqu'un d'autre a utilisé le compte",
  will: 'En confirmant\u00a0:',
  effects: [
    'toutes les sessions de ce compte sont fermées\u202f;',
    'le mot de passe actuel ne fonctionne plus\u202f;',
    'les appareils reconnus sont oubliés\u202f;',
    "les clés d'accès et applications ajoutées depuis sont retirées, et les outils n'ont plus d'autorisation\u202f;",
    "un changement d'adresse ou une suppression en cours sont annulés\u202f;",
    "l'équipe qui gère le portail est prévenue\u202f;",
    'vous recevez un e-mail pour choisir un nouveau mot de passe.',
  ],
  restores: (email: string) => `l'adresse ${email} redevient celle du compte\u202f;`,
  confirm: "Oui, ce n'était pas moi",
  confirming: 'Protection du compte…',
  itWasMe: "C'était bien vous\u202f? Fermez simplement cette page\u00a0: rien ne change.",
  doneTitle: 'Votre compte est protégé.',
  done: "Toutes les sessions sont fermées, l'ancien mot de passe ne fonctionne plus et les appareils reconnus sont oubliés.",
  doneList: (of: {
    sessions: number;
    devices: number;
    factors: number;
    consents: number;
    emailRestored: boolean;
    locked: boolean;
    deletionCancelled: boolean;
    operatorsTold: number;
  }) =>
    [
      "L'ancien mot de passe ne fonctionne plus.",
      of.sessions === 0
        ? "Aucune session n'était ouverte."
        : many(of.sessions, 'session fermée', 'sessions fermées'),
      many(of.devices, 'appareil reconnu oublié', 'appareils reconnus oubliés'),
      many(
        of.factors,
        'moyen de connexion ajouté depuis, retiré',
        'moyens de connexion ajoutés depuis, retirés',
      ),
      many(of.consents, "outil qui n'est plus autorisé", 'outils qui ne sont plus autorisés'),
      of.emailRestored ? 'Votre adresse précédente est remise.' : '',
      of.deletionCancelled ? 'La suppression du compte est annulée.' : '',
      of.locked
        ? "Votre adresse précédente est maintenant celle d'un autre compte\u00a0: par sécurité, celui-ci est désactivé."
        : '',
      of.operatorsTold > 0 ? "L'équipe qui gère le portail est prévenue." : '',
    ].filter(Boolean),
  lockedNext: "Contactez l'aide pour rouvrir votre compte.",
  next: 'Un e-mail vous a été envoyé\u00a0: ouvrez-le pour choisir un nouveau mot de passe. Son lien est valable 60 minutes\u202f; ensuite, demandez-en un autre avec «\u00a0Mot de passe oublié\u00a0».',
  advice:
    'Si vous utilisiez ce mot de passe ailleurs, changez-le là aussi, à commencer par votre messagerie.',
};
