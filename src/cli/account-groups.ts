import type { Tool } from '../identity/tools/rules.ts';
import type { Command, Given } from './command.ts';
import { findAccount, type Identity, withIdentity } from './identity.ts';
import { exit, Misuse, type Terminal } from './terminal.ts';

export const command: Command = {
  name: 'account groups',
  about: {
    fr: "Montre les groupes d'un compte, ou les change. Les groupes disent quels outils il peut ouvrir ; un changement vaut aussitôt.",
    en: 'Shows the groups of an account, or changes them. Groups say which tools it may open; a change counts at once.',
  },
  args: ['EMAIL'],
  options: {
    add: { value: 'G', repeatable: true, about: { fr: 'met dans ce groupe', en: 'puts into this group' } },
    remove: {
      value: 'G',
      repeatable: true,
      about: { fr: 'retire de ce groupe', en: 'takes out of this group' },
    },
    json: { about: { fr: 'le résultat en JSON', en: 'the result in JSON' } },
  },
  examples: ['poterne account groups jeanne@exemple.fr --add rh --remove compta'],
  run: async (given, terminal) => {
    const asked = await readGroups(given);
    return withIdentity(terminal, async (identity) => {
      const { db, tools } = identity;
      const account = await findAccount(identity, given.args[0]!);
      const changed = await change(identity, { accountId: account.id, ...asked });
      const groups = await tools.groupsOf(db.handle, account.id);
      if (given.has('json')) terminal.out(JSON.stringify({ email: account.email, groups, ...changed }));
      else print({ email: account.email, groups }, terminal);
      warnOfUnused(changed.added, await tools.list(db.handle), terminal);
      return exit.done;
    });
  },
};

type Asked = { add: string[]; remove: string[] };

async function readGroups(given: Given): Promise<Asked> {
  const { groupName } = await import('../config-tool-values.ts');
  const read = (option: string) =>
    given.texts(option).map((text) => {
      const parsed = groupName(text);
      if (parsed.ok) return parsed.value;
      const { wrong, fix } = parsed;
      throw new Misuse({
        fr: `--${option} : ${wrong.fr} → ${fix.fr}`,
        en: `--${option}: ${wrong.en} → ${fix.en}`,
      });
    });
  const asked = { add: read('add'), remove: read('remove') };
  const both = asked.add.find((group) => asked.remove.includes(group));
  if (both !== undefined)
    throw new Misuse({ fr: `${both} : --add et --remove à la fois`, en: `${both}: both --add and --remove` });
  return asked;
}

/** The changes and their event: all or none. */
async function change(
  { db, tools, audit }: Identity,
  { accountId, add, remove }: Asked & { accountId: string },
) {
  return db.transaction(async (tx) => {
    const added: string[] = [];
    const removed: string[] = [];
    for (const group of add) if (await tools.addToGroup(tx, { accountId, group })) added.push(group);
    for (const group of remove)
      if (await tools.removeFromGroup(tx, { accountId, group })) removed.push(group);
    if (added.length + removed.length > 0) {
      const data = { added, removed };
      await audit.record(tx, { type: 'account.groups-changed', accountId, actor: 'command-line', data });
    }
    return { added, removed };
  });
}

function print({ email, groups }: { email: string; groups: string[] }, { out, say }: Terminal): void {
  out(
    groups.length > 0
      ? say({ fr: `${email} est dans : ${groups.join(', ')}`, en: `${email} is in: ${groups.join(', ')}` })
      : say({ fr: `${email} n'est dans aucun groupe.`, en: `${email} is in no group.` }),
  );
}

/** A slip of a letter opens nothing: said at once, on stderr, and refuses nothing. */
function warnOfUnused(added: string[], tools: readonly Tool[], { err, say }: Terminal): void {
  const named = new Set(
    tools.flatMap(({ groups, hosts }) => [
      ...(groups ?? []),
      ...hosts.flatMap(({ rules }) => rules.flatMap(({ allow }) => (Array.isArray(allow) ? allow : []))),
    ]),
  );
  for (const group of added.filter((name) => !named.has(name))) {
    err(
      say({
        fr: `À voir – aucun outil ne nomme le groupe ${group}`,
        en: `Worth a look – no tool names the group ${group}`,
      }),
    );
  }
}
