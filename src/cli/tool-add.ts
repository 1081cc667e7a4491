import type { Config } from '../config.ts';
import type { ToolSettings } from '../identity/tools/rules.ts';
import type { Command } from './command.ts';
import { type Identity, withIdentity } from './identity.ts';
import { exit, Refusal, type Terminal } from './terminal.ts';
import { readTool, toolOptions } from './tool-options.ts';
import { credentialsOf, writeCredentials } from './tool-secret.ts';

export const command: Command = {
  name: 'tool add',
  about: {
    fr: "Ajoute un outil, et montre une seule fois son secret. Sans --redirect-uri ni --host, ce n'est qu'un lien de l'accueil. Les portails en marche le voient en 2 secondes.",
    en: 'Adds a tool, and shows its secret once. Without --redirect-uri or --host it is only a link of the home page. Running portals see it within 2 seconds.',
  },
  options: { ...toolOptions, json: { about: { fr: 'le tout en JSON', en: 'all of it in JSON' } } },
  examples: [
    'poterne tool add --id paie --name "Bulletins de paie" --redirect-uri https://paie.exemple.fr/retour --group rh',
    'poterne tool add --id wiki --name Wiki --host wiki.exemple.fr',
  ],
  run: async (given, terminal) => {
    const tool = await readTool(given);
    return withIdentity(terminal, async (identity, config) => {
      await refuseOwnHost(tool, config);
      const secret = await add(identity, tool);
      const credentials = tool.oidc && credentialsOf(config, tool.id, secret);
      if (given.has('json')) terminal.out(JSON.stringify({ ...tool, ...credentials }));
      else {
        terminal.out(
          terminal.say({ fr: `L'outil ${tool.id} est ajouté.`, en: `The tool ${tool.id} is added.` }),
        );
        if (credentials) writeCredentials(credentials, terminal);
        if (tool.hosts.length > 0) writeProxyHint(terminal);
      }
      return exit.done;
    });
  },
};

type NewTool = ToolSettings & { id: string };

/** The tool and its event: both or none. Throws Refusal. */
async function add({ db, tools, consents, audit }: Identity, tool: NewTool): Promise<string | null> {
  const added = await db.transaction(async (tx) => {
    const outcome = await tools.add(tx, tool);
    if (!outcome.ok) return outcome;
    // Of a tool of poterne.yaml that had this id once.
    await consents.forgetTool(tx, tool.id);
    await audit.record(tx, { type: 'tool.added', actor: 'command-line', data: { tool: tool.id } });
    return outcome;
  });
  if (added.ok) return added.secret;
  if (added.reason === 'exists') {
    throw new Refusal({
      fr: `il y a déjà un outil ${tool.id} (poterne tool list)`,
      en: `there is a tool ${tool.id} already (poterne tool list)`,
    });
  }
  throw new Refusal({
    fr: 'un de ces hôtes est déjà à un outil (poterne tool list)',
    en: 'one of these hosts belongs to a tool already (poterne tool list)',
  });
}

async function refuseOwnHost({ hosts }: NewTool, { publicUrl }: Config): Promise<void> {
  const { parseHost } = await import('../identity/tools/rules.ts');
  const own = parseHost(new URL(publicUrl).host);
  if (hosts.every(({ host }) => host !== own)) return;
  throw new Refusal({ fr: `${own} est l'hôte du portail`, en: `${own} is the portal's own host` });
}

function writeProxyHint({ out, say }: Terminal): void {
  out(
    say({
      fr: 'Mandataire : deploy/nginx-forward-auth.conf, deploy/Caddyfile, deploy/traefik.yaml.',
      en: 'Proxy: deploy/nginx-forward-auth.conf, deploy/Caddyfile, deploy/traefik.yaml.',
    }),
  );
}
