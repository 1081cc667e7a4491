import { mustHoldFactor } from '../identity/factors/rules.ts';
import type { Command } from './command.ts';
import { findAccount, withIdentity } from './identity.ts';
import { exit } from './terminal.ts';

export const command: Command = {
  name: 'account reset-factors',
  about: {
    fr: "Retire du compte ses clés d'accès, son application et ses codes de secours, pour qui a tout perdu ; la personne en est avertie par courriel. Vérifier d'abord que c'est bien elle qui le demande.",
    en: 'Removes the passkeys, the application and the recovery codes of an account, for someone who lost them all; the person is told by mail. Make sure first that it is they who ask.',
  },
  args: ['EMAIL'],
  options: { json: { about: { fr: 'le résultat en JSON', en: 'the result in JSON' } } },
  run: (given, terminal) =>
    withIdentity(terminal, async (identity) => {
      const { db, factors, journeys, audit } = identity;
      const account = await findAccount(identity, given.args[0]!);
      const { id, email, role, locale } = account;
      const { tellFactorNews } = await import('../journeys/factor-news.ts');
      const { origin } = identity.mailAbout(locale);
      const removed = await db.transaction(async (tx) => {
        const count = await factors.removeAll(tx, id);
        if (count === 0) return 0;
        // Sign-ins under way were promised another way on.
        await journeys.endAll(tx, { accountId: id });
        await audit.record(tx, {
          type: 'factor.removed',
          accountId: id,
          actor: 'command-line',
          data: { factor: 'all', how: 'help-desk' },
        });
        await tellFactorNews({ ...identity, origin }, tx, { account, news: 'reset', deviceLabel: null });
        return count;
      });
      if (given.has('json')) terminal.out(JSON.stringify({ email, removed }));
      else {
        terminal.out(
          removed === 0
            ? terminal.say({
                fr: `${email} n'avait aucun deuxième moyen.`,
                en: `${email} held no second factor.`,
              })
            : terminal.say({
                fr: `Les deuxièmes moyens de ${email} sont retirés ; la personne en est avertie par courriel.`,
                en: `The second factors of ${email} are removed; the person is told by mail.`,
              }),
        );
        if (mustHoldFactor(role)) {
          terminal.out(
            terminal.say({
              fr: `Pour que ce compte puisse se connecter : poterne account enrol ${email}`,
              en: `For this account to be able to sign in: poterne account enrol ${email}`,
            }),
          );
        }
      }
      return exit.done;
    }),
};
