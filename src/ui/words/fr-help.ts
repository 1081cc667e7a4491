import type { Brand } from '../brand.ts';

/** What the guide quotes: the exact subjects of the mails. */
type Quoted = { codeSubject: string; resetSubject: string };

/** The guide as a page, in the operator's brand, its slips corrected. `**…**` is set in bold. */
export const help = {
  title: 'Aide',
  signInTitle: (brand: Brand) => `Je me connecte au portail ${brand.of}`,
  signInLead:
    "La plupart du temps, la connexion se fait en **2 étapes seulement** (identifiant + mot de passe). Les étapes supplémentaires «\u00a0**occasionnelles**\u00a0» ci-dessous n'apparaissent qu'à certains moments.",
  signInSteps: (brand: Brand) => [
    `Rendez-vous sur le portail ${brand.of} et saisissez votre adresse e-mail, puis cliquez sur «\u00a0**Poursuivre**\u00a0»`,
    'Saisissez votre mot de passe, puis cliquez sur «\u00a0**Se connecter**\u00a0»',
  ],
  regularly: 'Régulièrement',
  code: (quoted: Quoted) =>
    `Le portail peut vous demander de saisir un **code de connexion à 6 chiffres**. Ce code vous **est envoyé sur votre boîte mail**, avec comme objet\u00a0: «\u00a0**${quoted.codeSubject}**\u00a0». Recopiez le code dans le champ prévu puis cliquez sur «\u00a0**Vérifier**\u00a0». La connexion reprend normalement.`,
  codeWhy:
    'Ce code de connexion vous sera demandé régulièrement, et pas à chaque connexion. Il peut également apparaître si une connexion inhabituelle est détectée (par exemple, depuis un appareil ou un lieu différent).',
  connected: (brand: Brand) => `Vous êtes connecté(e) au portail ${brand.of}.`,
  occasionally: 'Occasionnellement',
  renewal:
    'Le portail peut vous demander de choisir un nouveau mot de passe. Choisissez un nouveau mot de passe (13 caractères au minimum\u202f; Mélangez majuscules, minuscules, chiffres et caractères spéciaux pour plus de sécurité). Après cette mise à jour, la connexion reprend normalement.',
  resetTitle: 'Je renouvelle mon mot de passe',
  resetLead: 'Votre mot de passe doit comporter **au moins 13 caractères**.',
  resetSteps: (quoted: Quoted) => [
    [
      'Sur la page «\u00a0Saisir votre mot de passe\u00a0», cliquez sur «\u00a0**Mot de passe oublié**\u00a0»',
    ],
    [
      'Cliquez sur «\u00a0**Continuer**\u00a0» pour recevoir **un lien de renouvellement par e-mail**.',
      "Le portail vous confirme qu'un lien va vous être envoyé.",
    ],
    [
      `L'e-mail de demande de renouvellement a pour objet «\u00a0**${quoted.resetSubject}**\u00a0». Ouvrez l'e-mail reçu **et cliquez sur le bouton de renouvellement du mot de passe**. Vous êtes alors redirigé(e) sur l'écran de changement de mot de passe.`,
      'Vérifiez votre boîte mail et vos courriers indésirables si vous ne le voyez pas.',
    ],
    [
      '**Choisissez un nouveau mot de passe** (13 caractères minimum) et confirmez-le',
      'Mélangez majuscules, minuscules, chiffres et caractères spéciaux pour plus de sécurité.',
    ],
    [
      'Cliquez sur «\u00a0**Réinitialiser le mot de passe**\u00a0»',
      "Un message de confirmation s'affiche. Reconnectez-vous ensuite avec votre nouveau mot de passe.",
    ],
  ],
  resetDone: 'Votre mot de passe est mis à jour.',
  summaryTitle: 'En résumé',
  summary:
    'En dehors des demandes occasionnelles de renouvellement de mot de passe et des demandes régulières de code de vérification, votre connexion se passe exactement comme avant\u00a0: identifiant + mot de passe.',
  contact: "Vous avez encore besoin d'aide\u202f?",
  backToPortal: 'Revenir au portail',
};
