import type { Command } from './command.ts';
import { type Identity, withIdentity } from './identity.ts';
import { exit, Refusal } from './terminal.ts';
import { credentialsOf, utc, writeCredentials } from './tool-secret.ts';

export const command: Command = {
  name: 'tool rotate-secret',
  about: {
    fr: "Donne un nouveau secret à un outil, montré une seule fois. L'ancien sert encore 24 heures, le temps de le changer. Un outil de poterne.yaml reçoit ainsi son premier secret.",
    en: 'Gives a tool a new secret, shown once. The former works for 24 hours more, time to change it. A tool of poterne.yaml gets its first secret this way.',
  },
  args: ['ID'],
  options: {
    now: {
      about: { fr: "l'ancien ne sert plus dès maintenant (fuite)", en: 'the former stops at once (a leak)' },
    },
    json: { about: { fr: 'le tout en JSON', en: 'all of it in JSON' } },
  },
  run: (given, terminal) =>
    withIdentity(terminal, async (identity, config) => {
      const id = given.args[0]!;
      const { secret, formerUntil } = await rotate(identity, { toolId: id, atOnce: given.has('now') });
      const credentials = credentialsOf(config, id, secret);
      if (given.has('json')) terminal.out(JSON.stringify({ ...credentials, formerUntil }));
      else {
        terminal.out(
          formerUntil === null
            ? terminal.say({ fr: `Le secret de ${id} :`, en: `The secret of ${id}:` })
            : terminal.say({
                fr: `Le nouveau secret de ${id} ; l'ancien sert jusqu'au ${utc(formerUntil)}.`,
                en: `The new secret of ${id}; the former works until ${utc(formerUntil)}.`,
              }),
        );
        writeCredentials(credentials, terminal);
      }
      return exit.done;
    }),
};

/** The secret and its event: both or none. Throws Refusal. */
async function rotate({ db, tools, audit }: Identity, asked: { toolId: string; atOnce: boolean }) {
  const { toolId: tool } = asked;
  const rotated = await db.transaction(async (tx) => {
    const outcome = await tools.rotateSecret(tx, asked);
    if (outcome.ok) {
      const data = { tool, formerUntil: outcome.formerUntil };
      await audit.record(tx, { type: 'tool.secret-made', actor: 'command-line', data });
    }
    return outcome;
  });
  if (rotated.ok) return rotated;
  if (rotated.reason === 'unknown') {
    throw new Refusal({
      fr: `il n'y a pas d'outil ${tool} (poterne tool list)`,
      en: `there is no tool ${tool} (poterne tool list)`,
    });
  }
  throw new Refusal({
    fr: `${tool} n'a pas de secret : c'est une application publique, ou il ne parle pas OpenID Connect`,
    en: `${tool} has no secret: it is a public application, or speaks no OpenID Connect`,
  });
}
