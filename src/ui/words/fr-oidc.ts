import type { Brand } from '../brand.ts';

/** What a third party's tool asks of a member. */
export const consent = {
  title: (tool: string) => `Autoriser «\u00a0${tool}\u00a0»\u202f?`,
  lead: (tool: string, brand: Brand) =>
    `«\u00a0${tool}\u00a0» n'est pas un outil ${brand.of}. Il vous demande la permission de savoir qui vous êtes.`,
  learns: 'Si vous acceptez, il saura\u00a0:',
  id: 'un numéro qui vous désigne, différent pour chaque outil',
  name: 'votre nom\u00a0:',
  email: 'votre adresse de messagerie\u00a0:',
  groups: 'les groupes dont vous faites partie',
  offline: 'ces mêmes informations, même quand vous êtes déconnecté(e), pendant 30 jours',
  never: 'Il ne connaîtra jamais votre mot de passe.',
  later: "Vous pourrez changer d'avis\u00a0: «\u00a0Mon compte\u00a0», «\u00a0Outils autorisés\u00a0».",
  yes: 'Accepter',
  no: 'Refuser',
};
