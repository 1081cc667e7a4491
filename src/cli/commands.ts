import type { Command } from './command.ts';
import type { Bilingual } from './terminal.ts';

/** Every command. Its file is read only when it is called: `--help` is instant. */
export const commands: Record<string, { summary: Bilingual; load(): Promise<{ command: Command }> }> = {
  serve: {
    summary: { fr: 'fait tourner le portail', en: 'runs the portal' },
    load: () => import('./serve.ts'),
  },
  demo: {
    summary: {
      fr: 'fait tourner une démonstration sur cette machine',
      en: 'runs a demonstration on this machine',
    },
    load: () => import('./demo.ts'),
  },
  'account create': {
    summary: { fr: 'crée un compte', en: 'makes an account' },
    load: () => import('./account-create.ts'),
  },
  'account show': {
    summary: {
      fr: 'montre un compte et ses derniers événements',
      en: 'shows an account and its last events',
    },
    load: () => import('./account-show.ts'),
  },
  'account lock': {
    summary: {
      fr: 'désactive un compte et ferme ses sessions',
      en: 'disables an account and ends its sessions',
    },
    load: () => import('./account-lock.ts'),
  },
  'account unlock': {
    summary: { fr: 'réactive un compte', en: 'enables an account again' },
    load: () => import('./account-unlock.ts'),
  },
  'account enrol': {
    summary: {
      fr: "imprime un lien d'activation pour un opérateur ou un administrateur",
      en: 'prints an activation link for an operator or administrator',
    },
    load: () => import('./account-enrol.ts'),
  },
  'account reset-factors': {
    summary: {
      fr: "retire les clés d'accès, l'application et les codes de secours d'un compte",
      en: 'removes the passkeys, application and recovery codes of an account',
    },
    load: () => import('./account-reset-factors.ts'),
  },
  'account renew': {
    summary: {
      fr: 'fait choisir un nouveau mot de passe à la prochaine connexion',
      en: 'asks for a new password at the next sign-in',
    },
    load: () => import('./account-renew.ts'),
  },
  'account export': {
    summary: {
      fr: 'écrit tout ce que le portail conserve au sujet d’une personne',
      en: 'writes everything that the portal keeps about a person',
    },
    load: () => import('./account-export.ts'),
  },
  'account delete': {
    summary: {
      fr: 'supprime un compte et tout ce qui lui appartient',
      en: 'deletes an account with everything that belongs to it',
    },
    load: () => import('./account-delete.ts'),
  },
  'account groups': {
    summary: {
      fr: "montre ou change les groupes d'un compte, qui ouvrent des outils",
      en: 'shows or changes the groups of an account, which open tools',
    },
    load: () => import('./account-groups.ts'),
  },
  'tool add': {
    summary: { fr: 'ajoute un outil', en: 'adds a tool' },
    load: () => import('./tool-add.ts'),
  },
  'tool list': {
    summary: { fr: 'montre les outils', en: 'shows the tools' },
    load: () => import('./tool-list.ts'),
  },
  'tool rotate-secret': {
    summary: {
      fr: "donne un nouveau secret à un outil ; l'ancien sert encore un jour",
      en: 'gives a tool a new secret; the former works for a day more',
    },
    load: () => import('./tool-rotate-secret.ts'),
  },
  'tool remove': {
    summary: { fr: 'retire un outil', en: 'removes a tool' },
    load: () => import('./tool-remove.ts'),
  },
  'config check': {
    summary: { fr: 'vérifie la configuration', en: 'checks the configuration' },
    load: () => import('./config-check.ts'),
  },
  'oidc rotate-keys': {
    summary: {
      fr: 'fait de nouvelles clés pour signer ce que les outils reçoivent',
      en: 'makes new keys to sign what tools receive',
    },
    load: () => import('./oidc-rotate-keys.ts'),
  },
  'risk evaluate': {
    summary: {
      fr: 'mesure qui se voit demander un code, et quels intrus sont arrêtés',
      en: 'measures who is asked for a code, and which intruders are stopped',
    },
    load: () => import('./risk-evaluate.ts'),
  },
  'risk replay': {
    summary: {
      fr: "rejoue l'historique sous une autre politique de codes",
      en: 'replays the history under another policy of codes',
    },
    load: () => import('./risk-replay.ts'),
  },
  'breaches import': {
    summary: {
      fr: 'importe une liste de mots de passe divulgués',
      en: 'imports a list of breached passwords',
    },
    load: () => import('./breaches-import.ts'),
  },
};

/** What `poterne --help` prints. */
export function writeOverview(say: (sentence: Bilingual) => string): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  return [
    say({ fr: 'Poterne, le portail de connexion.', en: 'Poterne, the sign-in portal.' }),
    '',
    ...Object.entries(commands).map(
      ([name, { summary }]) => `  poterne ${name.padEnd(width)}  ${say(summary)}`,
    ),
    '',
    say({
      fr: 'Chaque commande a son aide : poterne COMMANDE --help. Codes de sortie : 0 fait, 1 refusé, 2 mal appelé.',
      en: 'Each command has its help: poterne COMMAND --help. Exit codes: 0 done, 1 refused, 2 misused.',
    }),
  ].join('\n');
}
