/** The two links of a change of address: the new one confirms it, the former one takes it back. */
export const emailChange = {
  title: 'Confirmer votre nouvelle adresse',
  lead: "L'adresse de votre compte deviendra",
  confirm: 'Confirmer cette adresse',
  signInFirst: "Pour confirmer, connectez-vous avec l'adresse actuelle de votre compte.",
  otherAccount: "Vous êtes connecté(e) à un autre compte que celui dont l'adresse change.",
  signIn: 'Se connecter',
  notAsked: "Vous n'avez rien demandé\u202f? Fermez simplement cette page\u00a0: rien ne change.",
  doneTitle: 'Votre adresse est changée.',
  done: "L'adresse de votre compte est maintenant",
  doneAny: "L'adresse de votre compte a été changée.",
  doneNext:
    "Connectez-vous désormais avec cette adresse. Un e-mail l'annonce à l'ancienne, qui peut annuler ce changement pendant 7 jours.",
  undoTitle: 'Remettre votre adresse\u202f?',
  undoLead: "L'adresse de votre compte redeviendra",
  undoFirst: "l'adresse ci-dessus redevient celle du compte\u202f;",
  undo: 'Oui, remettre mon adresse',
  undoItWasMe:
    "C'est vous qui avez changé d'adresse\u202f? Fermez simplement cette page\u00a0: rien ne change.",
};
