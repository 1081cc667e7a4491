/** « Mon compte »: the frame, its sections, and what each lets its owner do. */
export const account = {
  title: 'Mon compte',
  menu: 'Rubriques du compte',
  sections: {
    profile: 'Profil',
    password: 'Mot de passe',
    factors: 'Protection de la connexion',
    devices: 'Appareils reconnus',
    sessions: 'Sessions',
    activity: 'Activité récente',
    tools: 'Outils autorisés',
    data: 'Mes données',
  },
  cancel: 'Annuler',
  save: 'Enregistrer',

  deletion: {
    due: (date: string) => `Votre compte sera supprimé le ${date}.`,
    dueLead: "D'ici là, vous pouvez continuer à l'utiliser et changer d'avis.",
    cancel: 'Annuler la suppression',
  },
};
