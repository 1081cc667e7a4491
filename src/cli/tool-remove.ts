import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import type { Command } from './command.ts';
import { withIdentity } from './identity.ts';
import { exit, Refusal, type Terminal } from './terminal.ts';

export const command: Command = {
  name: 'tool remove',
  about: {
    fr: 'Retire un outil, ses secrets, ses jetons et ce qui lui avait été consenti : personne ne peut plus s’y connecter. Un outil de poterne.yaml se retire dans ce fichier.',
    en: 'Removes a tool, its secrets, its tokens and what was consented to: nobody can sign in to it any more. A tool of poterne.yaml is removed in that file.',
  },
  args: ['ID'],
  options: { json: { about: { fr: 'le résultat en JSON', en: 'the result in JSON' } } },
  run: (given, terminal) =>
    withIdentity(terminal, async ({ db, tools, consents, audit }, config) => {
      const id = given.args[0]!;
      const removed = await db.transaction(async (tx) => {
        const outcome = await tools.remove(tx, id);
        if (!outcome.ok) return outcome;
        await consents.forgetTool(tx, id);
        await audit.record(tx, { type: 'tool.removed', actor: 'command-line', data: { tool: id } });
        return outcome;
      });
      if (!removed.ok) throw removed.reason === 'of-file' ? ofFile(id, config, terminal) : unknown(id);
      if (given.has('json')) terminal.out(JSON.stringify({ id, removed: true }));
      else terminal.out(terminal.say({ fr: `L'outil ${id} est retiré.`, en: `The tool ${id} is removed.` }));
      return exit.done;
    }),
};

const unknown = (id: string) =>
  new Refusal({
    fr: `il n'y a pas d'outil ${id} (poterne tool list)`,
    en: `there is no tool ${id} (poterne tool list)`,
  });

function ofFile(id: string, { tools }: Config, { env }: Terminal): Refusal {
  const file = resolve(env.POTERNE_CONFIG || 'poterne.yaml');
  const key = `tools[${tools.findIndex((tool) => tool.id === id) + 1}]`;
  return new Refusal({
    fr: `${id} est dans ${file}, ${key} : retirez-le là, puis redémarrez le portail`,
    en: `${id} stands in ${file}, ${key}: remove it there, then restart the portal`,
  });
}
