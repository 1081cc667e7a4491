import type { Command } from './command.ts';
import { findAccount, withIdentity } from './identity.ts';
import { exit, type Terminal } from './terminal.ts';

export const command: Command = {
  name: 'account export',
  about: {
    fr: 'Écrit sur la sortie standard tout ce que le portail conserve au sujet d’une personne, en JSON et sans aucun secret : la même copie que dans « Mon compte ».',
    en: 'Writes everything that the portal keeps about a person to stdout, as JSON and without any secret: the same copy as in “My account”.',
  },
  args: ['EMAIL'],
  options: {
    json: { about: { fr: 'sans effet : c’est toujours du JSON', en: 'no effect: it is always JSON' } },
  },
  examples: ['poterne account export camille@exemple.fr > camille.json'],
  run: (given, terminal) =>
    withIdentity(terminal, async (identity, config) => {
      const account = await findAccount(identity, given.args[0]!);
      const { createTelling } = await import('../my-account/activity/service.ts');
      const { createExport } = await import('../my-account/privacy/service.ts');
      const telling = createTelling({ ...identity, timeZone: config.timeZone });
      const { db, audit } = identity;
      const actor = 'command-line';
      await audit.record(db.handle, { type: 'account.data-given', accountId: account.id, actor });
      await writeLines(createExport({ ...identity, telling }).pieces(account, account.locale), terminal);
      return exit.done;
    }),
};

/** Line by line, as it is read: a history of any length is never held at once. */
async function writeLines(pieces: AsyncIterable<string>, { out }: Terminal): Promise<void> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) out(line);
  }
  if (rest !== '') out(rest);
}
