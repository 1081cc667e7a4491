import type { Command } from './command.ts';
import { stopSignal } from './signals.ts';
import { exit } from './terminal.ts';

export const command: Command = {
  name: 'demo',
  about: {
    fr: 'Fait tourner une démonstration sur cette machine seule : portail, courriels capturés, comptes dont elle affiche les mots de passe. PORT change le port (3000), DATA_DIR le dossier (./data/demo).',
    en: 'Runs a demonstration on this machine alone: portal, captured mails, accounts whose passwords it prints. PORT changes the port (3000), DATA_DIR the folder (./data/demo).',
  },
  examples: ['npm start', 'PORT=4000 poterne demo'],
  run: async (_given, terminal) => {
    const stopping = stopSignal();
    const { startDemo } = await import('../../demo/start.ts');
    const demo = await startDemo(terminal);
    for (const line of demo.lines) terminal.out(line);
    await stopping;
    await demo.close();
    return exit.done;
  },
};
