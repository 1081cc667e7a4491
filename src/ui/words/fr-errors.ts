import type { ErrorKey, ErrorWords } from '../errors.ts';

/** What stands around a dead end's own words. */
export const errorPage = {
  until: (within: string, moment: string) => `Vous pourrez réessayer ${within}, ${moment}.`,
  reference: (code: string) => `Code de l'erreur\u00a0: ${code}`,
  incident: (id: string) => `Incident\u00a0: ${id}`,
  actions: {
    'sign-in': 'Se connecter',
    forgotten: 'Mot de passe oublié',
    'sign-up': 'Créer un compte',
    home: "Aller à l'accueil du portail",
    retry: 'Réessayer',
    help: 'Aide',
    'other-account': 'Utiliser un autre compte',
    'leave-tool': "Abandonner et revenir à l'outil",
  },
};

/** What a refusal by a tool says besides: which tool, to whom, and whom to ask. */
export const toolRefused = {
  title: (tool: string) => `Vous n'avez pas accès à «\u00a0${tool}\u00a0».`,
  said: (email: string) => `Cet outil n'est pas ouvert au compte ${email}.`,
  ask: 'Pour demander un accès, adressez-vous à\u00a0:',
  askHelp: "Pour demander un accès, contactez l'aide.",
};

/** Every dead end in French. `desk` is for the help desk and stands in docs/errors.md. */
export const errors: Record<ErrorKey, ErrorWords> = {
  'link-expired': {
    title: 'Ce lien a expiré.',
    said: "Par sécurité, un lien reçu par e-mail n'est valable qu'un certain temps.",
    todo: 'Demandez un nouveau lien\u00a0: il remplacera celui-ci.',
    desk: "La durée indiquée dans l'e-mail est passée (60 minutes pour un renouvellement). Faire redemander un lien. Si cela se répète, comparer l'heure d'envoi et l'heure de réception du message.",
  },
  'link-used': {
    title: 'Ce lien a déjà servi.',
    said: "Chaque lien ne fonctionne qu'une seule fois.",
    todo: 'Si vous avez terminé, connectez-vous. Sinon, demandez un nouveau lien.',
    desk: "Quelqu'un a validé le formulaire ouvert par ce lien. Ouvrir le lien ne suffit pas\u00a0: un filtre de messagerie ne peut pas l'avoir consommé. Si la personne n'a rien validé, traiter comme une suspicion.",
  },
  'link-replaced': {
    title: 'Un lien plus récent vous a été envoyé.',
    said: 'Seul le dernier lien reçu fonctionne.',
    todo: "Ouvrez l'e-mail le plus récent, ou demandez un nouveau lien.",
    desk: 'Plusieurs demandes ont été faites\u202f; seul le dernier message compte. Trier la boîte par date, vérifier les courriers indésirables.',
  },
  'link-unknown': {
    title: "Ce lien n'est pas complet.",
    said: "L'adresse ouverte ne correspond à aucun lien envoyé par le portail. Il manque peut-être la fin du lien.",
    todo: "Cliquez de nouveau sur le bouton de l'e-mail, ou demandez un nouveau lien.",
    desk: 'Le lien a été coupé (copie partielle, retour à la ligne), ou il est trop ancien et a été effacé. Faire redemander un lien.',
  },
  'link-other-browser': {
    title: "Ce lien s'ouvre dans un autre navigateur.",
    said: "Par sécurité, il ne fonctionne que sur l'appareil et dans le navigateur qui l'ont demandé.",
    todo: "Copiez le lien de l'e-mail dans le navigateur où vous vous connectiez, ou recommencez la connexion ici.",
    desk: "Le lien de connexion est lié au navigateur qui a saisi le mot de passe. Souvent, l'application de messagerie ouvre son propre navigateur.",
  },
  'enrolment-ended': {
    title: "Ce lien d'activation n'est plus valable.",
    said: 'Il a expiré, il a déjà servi, ou un lien plus récent le remplace.',
    todo: 'Si votre compte est prêt, connectez-vous. Sinon, demandez un nouveau lien à un administrateur.',
    desk: 'Le lien imprimé par poterne account create ou poterne account enrol vaut 72 heures et une seule fois. En imprimer un autre\u00a0: poterne account enrol EMAIL.',
  },
  'too-many-tries': {
    title: "Trop d'essais incorrects",
    said: "Trop de mots de passe incorrects ont été saisis pour cette adresse, depuis ce réseau ou sur tout le portail. La connexion par mot de passe est suspendue ici\u202f; elle reprendra d'elle-même.",
    todo: "Pour vous connecter sans attendre, choisissez un nouveau mot de passe avec «\u00a0Mot de passe oublié\u00a0», ou contactez l'aide.",
    desk: "Une limite de mots de passe incorrects est atteinte\u00a0: pour ce compte (un appareil déjà reconnu a la sienne, à part), pour ce réseau ou pour tout le portail. Elle se lève seule à l'heure indiquée. Sans attendre\u00a0: choisir un nouveau mot de passe avec «\u00a0Mot de passe oublié\u00a0», ou essayer depuis un appareil déjà reconnu. Le journal nomme la limite (limit.reached).",
  },
  'too-many-codes': {
    title: 'Trop de codes incorrects',
    said: 'Cette connexion est terminée\u00a0: 5 codes incorrects ont été saisis.',
    todo: 'Recommencez la connexion.',
    desk: 'Cinq codes faux terminent une connexion, quels que soient les renvois. Faire recommencer et vérifier que la personne lit le dernier e-mail reçu.',
  },
  'mails-limit-reached': {
    title: "Trop d'e-mails demandés",
    said: "Pour n'encombrer aucune boîte mail, nous limitons le nombre d'e-mails que l'on peut demander.",
    todo: "Vérifiez d'abord vos courriers indésirables\u00a0: le dernier e-mail reçu est peut-être encore valable.",
    desk: "Une limite d'envois est atteinte. Renouvellement et création de compte\u00a0: chacun 3 e-mails par heure et 10 par jour pour une adresse, 4 par demande à 60 secondes d'écart, puis des limites par réseau et pour tout le portail. Codes\u00a0: 4 par connexion, à 60 secondes d'écart\u202f; par jour et par compte, 30 depuis les appareils inconnus et 20 depuis les appareils reconnus. Liens de connexion\u00a0: 3 par heure depuis un réseau et 20 par jour pour un compte. Changements d'adresse\u00a0: 5 par jour pour un compte, et 3 e-mails par heure pour une boîte. Vérifier que les messages arrivent\u202f; la limite se lève seule. Le journal nomme celles d'une adresse, d'un compte ou d'un réseau (limit.reached).",
  },
  'account-locked': {
    title: 'Ce compte est désactivé.',
    said: "Vous vous êtes bien identifié(e), mais l'accès à ce compte a été fermé.",
    todo: "Contactez l'aide pour savoir pourquoi et comment le rouvrir.",
    desk: "Le compte a été fermé par un opérateur (poterne account lock). Cette page n'apparaît qu'après le bon mot de passe ou la bonne clé d'accès. Réouverture\u00a0: poterne account unlock.",
  },
  'factor-missing': {
    title: 'Il manque un deuxième moyen de connexion.',
    said: "Votre mot de passe est correct, mais votre rôle demande aussi une clé d'accès ou une application d'authentification, et votre compte n'en a pas.",
    todo: "Demandez à un administrateur un lien d'activation\u00a0: il vous permettra d'en enregistrer un.",
    desk: "Un opérateur ou un administrateur ne se connecte pas sans deuxième moyen. Imprimer un lien d'activation et le lui remettre en main propre\u00a0: poterne account enrol EMAIL.",
  },
  'factor-tries-reached': {
    title: "Trop d'essais incorrects",
    said: "Trop de codes incorrects ont été saisis pour ce compte aujourd'hui. La saisie de ces codes est suspendue ici\u202f; elle reprendra d'elle-même.",
    todo: "Utilisez votre clé d'accès, un autre moyen de votre compte ou un appareil déjà reconnu, ou contactez l'aide.",
    desk: "Par compte et par jour, l'application accepte 40 codes faux depuis les appareils inconnus et 10 depuis les appareils reconnus\u202f; les codes de secours, 20 par réseau. Quelqu'un connaît sans doute le mot de passe\u00a0: le faire renouveler. La clé d'accès n'est pas concernée. La limite se lève seule\u202f; le journal la nomme (limit.reached).",
  },
  'passkey-refused': {
    title: "Cette clé d'accès n'a pas été acceptée.",
    said: "Elle n'est enregistrée sur aucun compte, elle en a été retirée, ou la page était ouverte depuis trop longtemps.",
    todo: 'Recommencez la connexion, avec la clé ou avec votre mot de passe.',
    desk: "Le journal en donne la raison (factor.refused). «\u00a0unknown\u00a0»\u00a0: la clé a été supprimée du compte mais pas de l'appareil. «\u00a0challenge\u00a0» ou «\u00a0replayed\u00a0»\u00a0: page ancienne, recommencer. «\u00a0counter\u00a0»\u00a0: la clé a peut-être été copiée, la faire supprimer et remplacer.",
  },
  'passkey-limit-reached': {
    title: "Trop d'essais incorrects",
    said: "Trop de clés d'accès ont été refusées depuis ce réseau. La connexion par clé d'accès y est suspendue\u202f; elle reprendra d'elle-même.",
    todo: 'Connectez-vous avec votre mot de passe.',
    desk: "Une limite de clés d'accès refusées est atteinte pour un réseau (30 par adresse, 100 par réseau élargi). Elle se lève seule. Le journal la nomme (limit.reached).",
  },
  'too-many-requests': {
    title: 'Trop de demandes',
    said: 'Pour rester disponible pour tout le monde, le portail limite le nombre de demandes de ce type.',
    todo: "Si vous n'y êtes pour rien, contactez l'aide.",
    desk: "Une limite de demandes est atteinte\u00a0: 10 copies de ses données par jour pour un compte, ou les connexions demandées par des outils et jamais abouties depuis un réseau (600 en 10\u00a0minutes par adresse, 3\u202f000 par réseau élargi). Elle se lève seule à l'heure indiquée. Pour un réseau, le journal la nomme (limit.reached)\u00a0: chercher un poste ou un programme qui répète ses demandes.",
  },
  'session-ended': {
    title: 'Votre session est terminée.',
    said: 'Vous êtes resté(e) inactif ou inactive un moment, ou la session a été fermée ailleurs.',
    todo: 'Connectez-vous à nouveau pour continuer.',
    desk: 'Session inactive, arrivée à sa durée maximale, ou fermée (mot de passe changé, déconnexion, compte fermé). Le journal en donne la raison (session.ended).',
  },
  'journey-ended': {
    title: "Cette page n'est plus valable.",
    said: 'La connexion commencée ici est trop ancienne, ou elle est déjà terminée.',
    todo: "Recommencez\u00a0: cela ne prend qu'un instant.",
    desk: "L'étape appartient à une connexion ancienne, terminée ou commencée dans un autre navigateur (favori sur une étape, onglet resté ouvert). Faire recommencer depuis la première page.",
  },
  'cookies-blocked': {
    title: 'Votre navigateur bloque les cookies.',
    said: "Le portail en a besoin pour savoir que c'est bien vous d'une page à l'autre. Il n'en utilise aucun autre.",
    todo: 'Autorisez les cookies pour ce site dans les réglages du navigateur, puis recommencez.',
    desk: "Le navigateur n'a renvoyé aucun cookie. Vérifier le mode de navigation, les extensions, et que l'adresse du portail est bien celle attendue.",
  },
  'sign-up-closed': {
    title: 'La création de compte est fermée.',
    said: 'Les comptes de ce portail sont créés par votre organisation.',
    todo: "Si vous avez déjà un compte, connectez-vous. Sinon, contactez l'aide.",
    desk: 'La configuration contient signUp: closed. Créer le compte avec poterne account create.',
  },
  'address-taken': {
    title: 'Cette adresse a maintenant un compte.',
    said: "Quelqu'un a créé un compte avec elle depuis votre demande\u00a0: elle ne peut plus devenir celle du vôtre.",
    todo: "Choisissez une autre adresse dans «\u00a0Mon compte\u00a0», ou contactez l'aide.",
    desk: 'Deux comptes ne peuvent pas avoir la même adresse. Si la personne a les deux, elle peut supprimer celui dont elle ne se sert pas (Mon compte, ou poterne account delete), puis recommencer.',
  },
  'domain-refused': {
    title: 'Cette adresse ne permet pas de créer un compte.',
    said: "Le portail n'accepte que les adresses de certaines organisations.",
    todo: "Essayez avec votre adresse professionnelle, ou contactez l'aide.",
    desk: "Le domaine de l'adresse n'est pas dans la liste signUp: domains de la configuration.",
  },
  'tool-refused': {
    title: "Vous n'avez pas accès à cet outil.",
    said: "Cet outil n'est pas ouvert à votre compte.",
    todo: "Pour demander un accès, contactez l'aide.",
    desk: "La personne est bien connectée, mais aucun de ses groupes n'ouvre cet outil. Ses groupes\u00a0: poterne account groups EMAIL\u202f; ceux de l'outil\u00a0: poterne tool list. Lui ouvrir l'outil\u00a0: poterne account groups EMAIL --add GROUPE. Vérifier aussi qu'elle n'est pas connectée avec un autre de ses comptes.",
  },
  'tool-ticket-refused': {
    title: "L'accès à cet outil n'a pas abouti.",
    said: "Le passage du portail vers l'outil ne sert qu'une fois, dans les 30\u00a0secondes, et dans le navigateur qui l'a demandé, cookies acceptés.",
    todo: "Ouvrez de nouveau l'outil\u00a0: si vous êtes connecté(e), rien ne vous sera redemandé.",
    desk: "Le ticket entre le portail et un outil protégé par un mandataire n'a pas été accepté\u00a0: page rechargée, lien transmis à quelqu'un, cookies bloqués pour l'outil, ou plus de 30 secondes entre les deux. Le journal dit pourquoi (tool.ticket-refused). Si tout le monde est concerné, vérifier X-Forwarded-Host et le chemin /.poterne/ dans la configuration du mandataire (deploy/).",
  },
  'tool-request': {
    title: "L'outil n'a pas pu vous connecter.",
    said: "La demande qu'il a transmise au portail n'est pas correcte. Vous n'y êtes pour rien.",
    todo: "Retournez dans l'outil et recommencez. Si cela continue, prévenez la personne qui gère cet outil.",
    desk: "L'outil demande une connexion que le portail ne peut pas accepter\u00a0: identifiant inconnu, adresse de retour non déclarée, paramètre manquant, demande de plus de 4\u00a0Ko. Le journal du portail dit lequel («\u00a0a tool’s request was refused\u00a0»). À corriger dans l'outil ou dans sa déclaration (poterne tool list).",
  },
  'tool-expired': {
    title: "La connexion à l'outil n'est plus en cours.",
    said: "Elle a été abandonnée, terminée, commencée dans un autre navigateur, ou il y a plus d'une heure.",
    todo: "Retournez dans l'outil et recommencez.",
    desk: "L'étape demandée par un outil n'existe plus pour ce navigateur\u00a0: délai d'une heure dépassé, bouton Retour après la fin, ou cookies bloqués. Faire repartir la personne de l'outil.",
  },
  'not-found': {
    title: "Cette page n'existe pas.",
    said: "L'adresse est peut-être incomplète, ou la page a changé de place.",
    todo: "Repartez de l'accueil du portail.",
    desk: 'Adresse inconnue du portail\u00a0: faute de frappe ou ancien favori.',
  },
  'method-not-allowed': {
    title: "Cette adresse ne s'ouvre pas ainsi.",
    said: 'La page demandée ne répond pas à ce type de demande.',
    todo: "Repartez de l'accueil du portail.",
    desk: "La page existe, mais pas pour cette méthode HTTP\u00a0: souvent un favori posé sur une page d'envoi.",
  },
  refused: {
    title: 'Votre demande a été refusée.',
    said: "Elle semble venir d'un autre site, ou d'une page ouverte depuis trop longtemps.",
    todo: 'Rouvrez la page, puis recommencez.',
    desk: "Protection contre les demandes venues d'un autre site\u00a0: jeton absent, ancien ou d'une autre session. Faire recharger la page\u202f; vérifier qu'un proxy ne retire pas les cookies.",
  },
  'bad-input': {
    title: "Votre demande n'a pas pu être lue.",
    said: 'Elle contient une valeur que le portail ne comprend pas.',
    todo: 'Rouvrez la page, puis recommencez.',
    desk: 'Champ inconnu, répété, trop long ou mal encodé. Rare avec un navigateur ordinaire\u00a0: penser à une extension.',
  },
  'too-large': {
    title: 'Votre demande est trop volumineuse.',
    said: "Le portail n'accepte que de petits formulaires.",
    todo: 'Rouvrez la page, puis recommencez avec un texte plus court.',
    desk: 'Le corps de la demande dépasse la limite du portail.',
  },
  overloaded: {
    title: 'Le portail est très demandé en ce moment.',
    said: "Votre demande n'a pas pu être traitée à temps. Rien n'est perdu.",
    todo: 'Réessayez dans quelques secondes.',
    desk: "La file de calcul des mots de passe est pleine\u00a0: affluence ou attaque. Les appareils reconnus passent d'abord. Voir les métriques.",
  },
  'store-away': {
    title: 'Le portail est momentanément indisponible.',
    said: "Nos données ne répondent pas pour l'instant. Rien n'est perdu.",
    todo: 'Réessayez dans une minute.',
    desk: 'La base de données est occupée, pleine ou injoignable. Voir /health/ready, le disque et le serveur PostgreSQL. Le portail reprend seul.',
  },
  broken: {
    title: 'Une erreur est survenue.',
    said: 'Le problème vient du portail, pas de vous. Il a été enregistré.',
    todo: "Réessayez. Si l'erreur revient, donnez à l'aide le numéro d'incident ci-dessous.",
    desk: "Erreur inattendue. Chercher le numéro d'incident dans les journaux du portail et le transmettre à l'équipe technique.",
  },
  'mail-late': {
    title: 'Les e-mails ont du retard.',
    said: 'Les e-mails partent avec du retard en ce moment.',
    todo: 'Votre code peut mettre quelques minutes à arriver.',
    desk: "Affiché sur la page du code quand le serveur de messagerie ne répond pas ou fait attendre. Un code trop vieux n'est plus envoyé. Voir les métriques d'envoi.",
  },
};
