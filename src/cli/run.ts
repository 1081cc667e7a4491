import { readFileSync } from 'node:fs';
import { closest } from '../config-closest.ts';
import { readArguments, writeHelp } from './command.ts';
import { commands, writeOverview } from './commands.ts';
import { explain } from './faults.ts';
import { exit, Misuse, Refusal, type Terminal } from './terminal.ts';

/** Runs the command that the arguments name. Returns the exit code; never throws. */
export async function run(argv: string[], terminal: Terminal): Promise<number> {
  const { say, out, err } = terminal;
  const words = argv.slice(0, 2).join(' ');
  const name = [words, argv[0] ?? ''].find((known) => Object.hasOwn(commands, known));
  if (!name) return unknown(argv, terminal);
  const { command } = await commands[name]!.load();
  try {
    const given = readArguments(command, argv.slice(name.split(' ').length));
    if (!given.wantsHelp) return await command.run(given, terminal);
    out(writeHelp(command, terminal));
    return exit.done;
  } catch (error) {
    const colon = say({ fr: ' :', en: ':' });
    const known = error instanceof Refusal ? error.sentence : explain(error);
    if (known) err(`poterne ${name}${colon} ${say(known)}`);
    else err(`poterne ${name}${colon} ${(error as Error)?.stack ?? String(error)}`);
    if (!(error instanceof Misuse)) return exit.refused;
    err(say({ fr: `Voir : poterne ${name} --help`, en: `See: poterne ${name} --help` }));
    return exit.misused;
  }
}

function unknown(argv: string[], { say, out, err }: Terminal): number {
  const [first] = argv;
  if (first === '--help' || first === '-h' || first === 'help') {
    out(writeOverview(say));
    return exit.done;
  }
  if (first === '--version') {
    out(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version);
    return exit.done;
  }
  if (first !== undefined) {
    // "account --help" and "account" alone: the commands of that family.
    const family = Object.keys(commands).filter((name) => name.startsWith(`${first} `));
    const typed = argv
      .slice(0, family.length > 0 ? 2 : 1)
      .filter((word) => !word.startsWith('-'))
      .join(' ');
    const near =
      closest(argv.slice(0, 2).join(' '), Object.keys(commands)) ?? closest(typed, Object.keys(commands));
    if (family.length > 0 && argv[1] === '--help') {
      out(writeOverview(say));
      return exit.done;
    }
    err(
      say({
        fr: `Commande inconnue : ${typed}.${near ? ` Vouliez-vous dire « poterne ${near} » ?` : ''}`,
        en: `Unknown command: ${typed}.${near ? ` Did you mean "poterne ${near}"?` : ''}`,
      }),
    );
    err('');
  }
  err(writeOverview(say));
  return exit.misused;
}
