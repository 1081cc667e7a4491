import type { Command } from './command.ts';
import { loadConfig } from './config.ts';
import { stopSignal } from './signals.ts';
import { exit } from './terminal.ts';

export const command: Command = {
  name: 'serve',
  about: {
    fr: "Fait tourner le portail. Écrit une ligne sur stdout quand il est prêt, son journal (JSON) sur stderr, et s'arrête proprement sur SIGTERM.",
    en: 'Runs the portal. Writes one line on stdout when it is ready, its log (JSON) on stderr, and stops in order on SIGTERM.',
  },
  examples: [
    'SMTP_URL=smtp://localhost:25 poterne serve',
    'PUBLIC_URL=https://connexion.exemple.fr POTERNE_CONFIG=/etc/poterne/poterne.yaml poterne serve',
  ],
  run: async (_given, terminal) => {
    const stopping = stopSignal();
    const notes: string[] = [];
    const config = await loadConfig(terminal, 'serve', (note) => notes.push(note));
    const [{ startPortal }, { createLog }] = await Promise.all([
      import('../main.ts'),
      import('../platform/log/log.ts'),
    ]);
    const log = createLog();
    for (const note of notes) log.warn({ note }, 'configuration');
    const portal = await startPortal({ config, log });
    terminal.out(terminal.say({ fr: `Poterne prêt : ${portal.url}`, en: `Poterne ready: ${portal.url}` }));
    log.info({ signal: await stopping }, 'stopping');
    await portal.close();
    log.info('stopped');
    log.flush();
    return exit.done;
  },
};
