import type { Command } from './command.ts';
import { findAccount, withIdentity } from './identity.ts';
import { exit, Misuse, Refusal } from './terminal.ts';

export const command: Command = {
  name: 'account delete',
  about: {
    fr: 'Supprime aussitôt un compte et tout ce qui lui appartient, sauf le journal, qui ne garde que son numéro. La personne en est informée par courriel.',
    en: 'Deletes an account at once with everything that belongs to it, except the audit log, which keeps its id alone. The person is told by mail.',
  },
  args: ['EMAIL'],
  options: {
    yes: {
      about: { fr: 'oui, le supprimer : rien ne le ramène', en: 'yes, delete it: nothing brings it back' },
    },
    json: { about: { fr: 'le résultat en JSON', en: 'the result in JSON' } },
  },
  run: (given, terminal) =>
    withIdentity(terminal, async (identity) => {
      const { db, deletion } = identity;
      const account = await findAccount(identity, given.args[0]!);
      const { email } = account;
      if (!given.has('yes')) {
        throw new Misuse({
          fr: `${email} n'est pas supprimé : ajoutez --yes pour le confirmer, rien ne le ramène`,
          en: `${email} is not deleted: add --yes to confirm it, nothing brings it back`,
        });
      }
      const outcome = await db.transaction((tx) => deletion.removeNow(tx, account.id));
      if (!outcome.ok) {
        throw new Refusal(
          outcome.reason === 'last-admin'
            ? {
                fr: `${email} est le dernier administrateur : nommez-en un autre d'abord`,
                en: `${email} is the last administrator: appoint another first`,
              }
            : { fr: `aucun compte pour ${email}`, en: `no account for ${email}` },
        );
      }
      terminal.out(
        given.has('json')
          ? JSON.stringify({ email, status: 'deleted' })
          : terminal.say({ fr: `${email} est supprimé.`, en: `${email} is deleted.` }),
      );
      return exit.done;
    }),
};
