import type { Brand } from '../brand.ts';

/** The portal's home. */
export const home = {
  pageTitle: 'Vos outils',
  hello: (name: string) => `Bonjour ${name}`,
  title: (brand: Brand) => `Vous êtes connecté(e) au portail ${brand.of}.`,
  lastSignIn: (when: string, label: string) =>
    `Dernière connexion\u00a0: ${when}${label ? `, ${label}` : ''}`,
  firstSignIn: "C'est votre première connexion.",
  notMe: "Ce n'était pas vous\u202f?",
  tools: 'Vos outils',
  noTools: 'Aucun outil pour le moment',
  noToolsLead: 'Vos outils apparaîtront ici dès que votre organisation vous les aura ouverts.',
  noToolsHelp: "Il vous en manque un\u202f? Contactez l'aide",
  bar: 'Compte et aide',
  menu: ', menu du compte',
  account: 'Mon compte',
  signOut: 'Se déconnecter',
};
