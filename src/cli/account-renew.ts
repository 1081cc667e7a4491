import type { Command } from './command.ts';
import { findAccount, withIdentity } from './identity.ts';
import { exit } from './terminal.ts';

export const command: Command = {
  name: 'account renew',
  about: {
    fr: "Fait choisir un nouveau mot de passe à la prochaine connexion. Personne d'autre que la personne ne le choisit.",
    en: 'Asks for a new password at the next sign-in. Nobody but the person chooses it.',
  },
  args: ['EMAIL'],
  options: { json: { about: { fr: 'le résultat en JSON', en: 'the result in JSON' } } },
  run: (given, terminal) =>
    withIdentity(terminal, async (identity) => {
      const { db, accounts, audit } = identity;
      const account = await findAccount(identity, given.args[0]!);
      await db.transaction(async (tx) => {
        await accounts.requireRenewal(tx, { id: account.id, reason: 'operator' });
        await audit.record(tx, {
          type: 'renewal.required',
          accountId: account.id,
          actor: 'command-line',
          data: { reason: 'operator' },
        });
      });
      if (given.has('json'))
        terminal.out(JSON.stringify({ email: account.email, renewalReason: 'operator' }));
      else {
        terminal.out(
          terminal.say({
            fr: `${account.email} choisira un nouveau mot de passe à sa prochaine connexion.`,
            en: `${account.email} will choose a new password at the next sign-in.`,
          }),
        );
      }
      return exit.done;
    }),
};
