import type { Command } from './command.ts';
import { findAccount, withIdentity } from './identity.ts';
import { exit } from './terminal.ts';

export const command: Command = {
  name: 'account unlock',
  about: {
    fr: 'Réactive le compte. Son mot de passe reste le même.',
    en: 'Enables the account again. Its password stays the same.',
  },
  args: ['EMAIL'],
  options: { json: { about: { fr: 'le résultat en JSON', en: 'the result in JSON' } } },
  run: (given, terminal) =>
    withIdentity(terminal, async (identity) => {
      const { db, accounts, audit } = identity;
      const account = await findAccount(identity, given.args[0]!);
      const changed = await db.transaction(async (tx) => {
        const unlocked = await accounts.unlock(tx, account.id);
        if (unlocked)
          await audit.record(tx, { type: 'account.unlocked', accountId: account.id, actor: 'command-line' });
        return unlocked;
      });
      if (given.has('json'))
        terminal.out(JSON.stringify({ email: account.email, status: 'active', changed }));
      else {
        terminal.out(
          changed
            ? terminal.say({ fr: `${account.email} est réactivé.`, en: `${account.email} is enabled.` })
            : terminal.say({
                fr: `${account.email} était déjà actif.`,
                en: `${account.email} was enabled already.`,
              }),
        );
      }
      return exit.done;
    }),
};
