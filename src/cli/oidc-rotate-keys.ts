import type { Command } from './command.ts';
import { loadConfig } from './config.ts';
import { exit } from './terminal.ts';

export const command: Command = {
  name: 'oidc rotate-keys',
  about: {
    fr: 'Fait de nouvelles clés pour signer ce que les outils reçoivent. Elles sont publiées aussitôt et signent après 24 h : aucun outil ne le remarque. Le portail le fait de lui-même tous les 90 jours.',
    en: 'Makes new keys to sign what tools receive. They are published at once and sign after 24 h: no tool notices. The portal does so by itself every 90 days.',
  },
  options: {
    now: {
      about: {
        fr: 'les anciennes ne valent plus rien, tout de suite : quand une clé a pu être vue. Ce qui est signé par elles est refusé',
        en: 'the former ones are worth nothing, at once: when a key may have been seen. What they signed is refused',
      },
    },
    json: { about: { fr: 'le résultat en JSON', en: 'the result in JSON' } },
  },
  run: async (given, terminal) => {
    const config = await loadConfig(terminal, 'command');
    const { openIdentity } = await import('../main.ts');
    const { createSigningKeys } = await import('../oidc/keys/service.ts');
    const identity = await openIdentity(config);
    try {
      const { db, audit } = identity;
      const atOnce = given.has('now');
      const { made, signsAt } = await createSigningKeys(identity).rotate({ now: atOnce });
      await audit.record(db.handle, {
        type: 'signing-keys.rotated',
        actor: 'command-line',
        data: { made, signsAt, withdrawn: atOnce },
      });
      const when = new Date(signsAt).toISOString();
      if (given.has('json')) terminal.out(JSON.stringify({ made, signsAt: when, formerWithdrawn: atOnce }));
      else {
        terminal.out(
          atOnce
            ? terminal.say({
                fr: `Nouvelles clés : ${made.join(', ')}. Elles signent dès maintenant ; les anciennes sont retirées.`,
                en: `New keys: ${made.join(', ')}. They sign from now on; the former ones are withdrawn.`,
              })
            : terminal.say({
                fr: `Nouvelles clés : ${made.join(', ')}. Elles signeront à partir du ${when}.`,
                en: `New keys: ${made.join(', ')}. They will sign from ${when} on.`,
              }),
        );
      }
      return exit.done;
    } finally {
      await identity.close();
    }
  },
};
