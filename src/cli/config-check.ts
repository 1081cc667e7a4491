import type { Config } from '../config.ts';
import type { Command } from './command.ts';
import { loadConfig } from './config.ts';
import { exit } from './terminal.ts';

export const command: Command = {
  name: 'config check',
  about: {
    fr: "Vérifie l'environnement et poterne.yaml, et dit tous les problèmes d'un coup. N'écrit rien.",
    en: 'Checks the environment and poterne.yaml, and tells every problem at once. Writes nothing.',
  },
  options: { json: { about: { fr: 'un résumé en JSON', en: 'a summary in JSON' } } },
  examples: ['POTERNE_CONFIG=/etc/poterne/poterne.yaml poterne config check'],
  run: async (given, terminal) => {
    const { out, err, say } = terminal;
    const notes: string[] = [];
    const config = await loadConfig(terminal, 'check', (note) => notes.push(note));
    if (given.has('json')) {
      out(JSON.stringify({ ok: true, ...summary(config), notes }));
      return exit.done;
    }
    out(say({ fr: 'OK : la configuration est bonne.', en: 'OK: the configuration is good.' }));
    for (const [name, value] of Object.entries(summary(config))) out(`  ${name.padEnd(10)}  ${value}`);
    for (const note of notes) err(`${say({ fr: 'À voir', en: 'Worth a look' })} – ${note}`);
    return exit.done;
  },
};

/** Nothing secret: the passwords of addresses are left out. */
function summary(config: Config): Record<string, string | number | boolean | null> {
  const host = (url: string | null) => url?.replace(/:\/\/[^@\s]*@/, '://') ?? null;
  return {
    publicUrl: config.publicUrl,
    production: config.production,
    listen: `${config.host}:${config.port}`,
    metrics: config.metricsPort && `127.0.0.1:${config.metricsPort}`,
    store: host(config.databaseUrl),
    mail: host(config.smtpUrl),
    from: config.mail.from.address,
    brand: config.brand.alone,
    signUp: config.signUp.mode,
    tools: config.tools.length,
    keys: config.secretKeys.length,
  };
}
