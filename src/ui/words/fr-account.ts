import type { Brand } from '../brand.ts';

/** « Mot de passe oublié », from the request to the confirmation. */
export const reset = {
  title: 'Mot de passe oublié',
  lead: 'Cliquez sur « Continuer » pour recevoir un lien de renouvellement par e-mail.',
  submit: 'Continuer',
  sentTitle: 'Consultez votre boîte mail',
  sent: 'Si votre compte existe, un lien de renouvellement va vous être envoyé sur la boîte email',
  subject: 'Cherchez un e-mail qui a pour objet :',
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
  lead: "Nous vérifions d'abord votre adresse : un e-mail va vous être envoyé.",
  submit: 'Continuer',
  have: "J'ai déjà un compte",
  sentTitle: 'Consultez votre boîte mail',
  sent: 'Un e-mail va être envoyé sur la boîte email',
  sentNext: 'Ouvrez-le et cliquez sur le bouton de vérification pour continuer la création de votre compte.',
  life: "Le lien est valable 60 minutes et ne sert qu'une fois.",
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
  title: "Ce n'était pas vous ?",
  lead: "Vous nous signalez que quelqu'un d'autre a utilisé le compte",
  will: 'En confirmant :',
  effects: [
    'toutes les sessions de ce compte sont fermées ;',
    'le mot de passe actuel ne fonctionne plus ;',
    'les appareils reconnus sont oubliés ;',
    'vous recevez un e-mail pour choisir un nouveau mot de passe.',
  ],
  confirm: "Oui, ce n'était pas moi",
  confirming: 'Protection du compte…',
  itWasMe: "C'était bien vous ? Fermez simplement cette page : rien ne change.",
  doneTitle: 'Votre compte est protégé.',
  doneSessions: (ended: number) =>
    ended === 0
      ? "Aucune session n'était ouverte."
      : ended === 1
        ? 'La session ouverte a été fermée.'
        : `Les ${ended} sessions ouvertes ont été fermées.`,
  done: "L'ancien mot de passe ne fonctionne plus et les appareils reconnus ont été oubliés.",
  next: 'Un e-mail vous a été envoyé : ouvrez-le pour choisir un nouveau mot de passe. Son lien est valable 30 jours.',
  advice:
    'Si vous utilisiez ce mot de passe ailleurs, changez-le là aussi, à commencer par votre messagerie.',
};
