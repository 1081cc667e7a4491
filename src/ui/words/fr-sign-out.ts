import type { Brand } from '../brand.ts';

/** Signing out when a tool asks for it, or when the page is opened by itself. */
export const signOut = {
  title: 'Se déconnecter',
  lead: (brand: Brand) => `Vous serez déconnecté(e) du portail ${brand.of} et de tous vos outils.`,
  asked: (tool: string) => `${tool} demande votre déconnexion.`,
  someone: 'Une page demande votre déconnexion.',
  button: 'Se déconnecter',
  busy: 'Déconnexion en cours…',
  stay: 'Rester connecté(e)',
  going: 'Déconnexion en cours…',
  goingLead: 'Si rien ne se passe, cliquez sur «\u00a0Se déconnecter\u00a0».',
};

/** After it. */
export const signedOut = {
  title: 'Vous êtes déconnecté(e).',
  lead: 'Sur un appareil partagé, fermez aussi la fenêtre du navigateur.',
  again: 'Se connecter',
  untold: (tool: string) => `${tool} n'a pas répondu\u00a0: fermez-y votre session, ou fermez le navigateur.`,
  untoldLater: 'Nous continuons à le lui demander.',
  next: (tool: string) => `Revenir vers ${tool}`,
  nextPlain: 'Continuer',
};
