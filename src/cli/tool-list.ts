import type { Tool } from '../identity/tools/rules.ts';
import type { Command } from './command.ts';
import { type Identity, withIdentity } from './identity.ts';
import { exit, type Terminal } from './terminal.ts';

export const command: Command = {
  name: 'tool list',
  about: {
    fr: 'Montre les outils, ceux de poterne.yaml et ceux ajoutés ici. Jamais un secret.',
    en: 'Shows the tools, those of poterne.yaml and those added here. Never a secret.',
  },
  options: { json: { about: { fr: 'le tout en JSON', en: 'all of it in JSON' } } },
  run: (given, terminal) =>
    withIdentity(terminal, async (identity) => {
      const shown = await gather(identity);
      if (given.has('json')) terminal.out(JSON.stringify(shown));
      else print(shown, terminal);
      return exit.done;
    }),
};

type Shown = Tool & { secrets: number };

async function gather({ db, tools }: Identity): Promise<Shown[]> {
  const all = await tools.list(db.handle);
  return Promise.all(
    all.map(async (tool) => ({ ...tool, secrets: await tools.countSecrets(db.handle, tool.id) })),
  );
}

function print(tools: Shown[], { out, say }: Terminal): void {
  if (tools.length === 0) out(say({ fr: 'Aucun outil.', en: 'No tool.' }));
  const everybody = say({ fr: 'tout le monde', en: 'everybody' });
  const source = { file: 'poterne.yaml', store: 'tool add' };
  const rows = tools.map((tool) => [
    tool.id,
    waysOf(tool).join(', ') || say({ fr: 'lien', en: 'link' }),
    tool.groups?.join(', ') ?? everybody,
    source[tool.source],
    tool.url,
  ]);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? [];
  for (const row of rows)
    out(
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    );
  for (const { id } of tools.filter(lacksSecret)) {
    out(
      say({
        fr: `${id} n'a pas encore de secret : poterne tool rotate-secret ${id}`,
        en: `${id} has no secret yet: poterne tool rotate-secret ${id}`,
      }),
    );
  }
}

function waysOf({ oidc, hosts, party }: Tool): string[] {
  return [
    ...(oidc ? [`OpenID Connect${party === 'third' ? ' (third)' : ''}`] : []),
    ...hosts.map(({ host }) => host),
  ];
}

const lacksSecret = ({ oidc, secrets }: Shown) =>
  oidc !== null && oidc.clientAuth !== 'none' && secrets === 0;
