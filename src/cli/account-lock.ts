import type { Command } from './command.ts';
import { findAccount, withIdentity } from './identity.ts';
import { exit } from './terminal.ts';

export const command: Command = {
  name: 'account lock',
  about: {
    fr: 'Désactive le compte et ferme aussitôt toutes ses sessions. La personne ne le lit qu’après son bon mot de passe.',
    en: 'Disables the account and ends all its sessions at once. The person reads so only after the right password.',
  },
  args: ['EMAIL'],
  options: { json: { about: { fr: 'le résultat en JSON', en: 'the result in JSON' } } },
  run: (given, terminal) =>
    withIdentity(terminal, async (identity) => {
      const { db, accounts, sessions, audit } = identity;
      const account = await findAccount(identity, given.args[0]!);
      const { changed, ended } = await db.transaction(async (tx) => {
        const locked = await accounts.lock(tx, account.id);
        const count = await sessions.endAll(tx, { accountId: account.id, reason: 'account-locked' });
        if (locked)
          await audit.record(tx, { type: 'account.locked', accountId: account.id, actor: 'command-line' });
        return { changed: locked, ended: count };
      });
      if (given.has('json'))
        terminal.out(
          JSON.stringify({ email: account.email, status: 'locked', changed, sessionsEnded: ended }),
        );
      else {
        terminal.out(
          changed
            ? terminal.say({
                fr: `${account.email} est désactivé ; sessions fermées : ${ended}.`,
                en: `${account.email} is disabled; sessions ended: ${ended}.`,
              })
            : terminal.say({
                fr: `${account.email} était déjà désactivé.`,
                en: `${account.email} was disabled already.`,
              }),
        );
      }
      return exit.done;
    }),
};
