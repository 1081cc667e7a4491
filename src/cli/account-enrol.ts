import { mustHoldFactor } from '../identity/factors/rules.ts';
import type { Command } from './command.ts';
import { printEnrolment } from './enrolment.ts';
import { findAccount, withIdentity } from './identity.ts';
import { exit, Refusal } from './terminal.ts';

export const command: Command = {
  name: 'account enrol',
  about: {
    fr: "Imprime un lien d'activation pour un opérateur ou un administrateur : il y choisit un mot de passe s'il n'en a pas, puis une clé d'accès ou une application. Le lien précédent ne fonctionne plus. Qui tient ce lien tient le compte : le remettre en main propre.",
    en: 'Prints an activation link for an operator or administrator: a password if there is none, then a passkey or an application. The former link stops working. Whoever holds this link holds the account: hand it over in person.',
  },
  args: ['EMAIL'],
  options: { json: { about: { fr: 'le lien en JSON', en: 'the link in JSON' } } },
  run: (given, terminal) =>
    withIdentity(terminal, async (identity) => {
      const account = await findAccount(identity, given.args[0]!);
      const { email, role, locale } = account;
      if (!mustHoldFactor(role)) {
        throw new Refusal({
          fr: `${email} est membre : il ajoute lui-même une clé d'accès ou une application dans « Mon compte »`,
          en: `${email} is a member, who adds a passkey or an application in “My account”`,
        });
      }
      const { issueEnrolmentLink } = await import('../journeys/enrolment/service.ts');
      const { origin } = identity.mailAbout(locale);
      const url = await identity.db.transaction((tx) =>
        issueEnrolmentLink({ ...identity, origin }, tx, account),
      );
      if (given.has('json')) terminal.out(JSON.stringify({ email, enrolmentUrl: url }));
      else printEnrolment(terminal, url);
      return exit.done;
    }),
};
