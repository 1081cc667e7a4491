import { parseArgs } from 'node:util';
import { closest } from '../config-closest.ts';
import { type Bilingual, Misuse, type Terminal } from './terminal.ts';

/** `value` names what follows the option; an option without one is a switch. A `repeatable` one may be given again. */
export type Option = { about: Bilingual; value?: string; required?: boolean; repeatable?: boolean };

export type Given = {
  /** The arguments without a name, as many as the command declares. */
  args: string[];
  text(option: string): string | undefined;
  /** Every value of a repeatable option, in their order. */
  texts(option: string): string[];
  has(option: string): boolean;
};

/** One command, in one file. */
export type Command = {
  name: string;
  about: Bilingual;
  args?: string[];
  options?: Record<string, Option>;
  examples?: string[];
  run(given: Given, terminal: Terminal): Promise<number>;
};

const helpOption: Option = { about: { fr: 'cette aide', en: 'this help' } };

/** Reads the arguments of a command. Throws Misuse, with what was probably meant. */
export function readArguments(command: Command, argv: string[]): Given & { wantsHelp: boolean } {
  const options = { ...command.options, help: helpOption };
  const declared = Object.fromEntries(
    Object.entries<Option>(options).map(([name, { value, repeatable = false }]) => [
      name,
      { type: value ? 'string' : 'boolean', multiple: repeatable } as const,
    ]),
  );
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: argv, options: declared, allowPositionals: true, strict: true });
  } catch (error) {
    throw asMisuse(error as NodeJS.ErrnoException, argv, Object.keys(options));
  }
  const { values, positionals } = parsed;
  const wantsHelp = values.help === true;
  if (!wantsHelp) checkComplete(command, values, positionals);
  return {
    wantsHelp,
    args: positionals,
    text: (name) => (typeof values[name] === 'string' ? (values[name] as string) : undefined),
    texts: (name) => (Array.isArray(values[name]) ? (values[name] as string[]) : []),
    has: (name) => values[name] === true,
  };
}

function checkComplete(command: Command, values: Record<string, unknown>, positionals: string[]): void {
  const wanted = command.args ?? [];
  const lacking = wanted[positionals.length];
  if (lacking) throw new Misuse({ fr: `il manque ${lacking}`, en: `${lacking} is missing` });
  const extra = positionals[wanted.length];
  if (extra !== undefined)
    throw new Misuse({ fr: `argument de trop : ${extra}`, en: `one argument too many: ${extra}` });
  for (const [name, option] of Object.entries(command.options ?? {})) {
    if (option.required && values[name] === undefined) {
      throw new Misuse({
        fr: `il manque --${name} ${option.value}`,
        en: `--${name} ${option.value} is missing`,
      });
    }
  }
}

function asMisuse(error: NodeJS.ErrnoException, argv: string[], known: string[]): Error {
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const names = argv.filter((arg) => arg.startsWith('--')).map((arg) => arg.slice(2).split('=')[0]!);
    const unknown = names.find((name) => !known.includes(name));
    const near = unknown ? closest(unknown, known) : null;
    const shown = unknown ? `--${unknown}` : (argv.find((arg) => arg.startsWith('-')) ?? '');
    return new Misuse({
      fr: `option inconnue : ${shown}${near ? ` (vouliez-vous dire --${near} ?)` : ''}`,
      en: `unknown option: ${shown}${near ? ` (did you mean --${near}?)` : ''}`,
    });
  }
  if (error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    const name = /--([\w-]+)/.exec(error.message)?.[0] ?? '';
    return new Misuse({
      fr: `${name} : la valeur manque ou est de trop`,
      en: `${name}: its value is missing or unwanted`,
    });
  }
  return error;
}

/** The help of one command. */
export function writeHelp(command: Command, { say }: Pick<Terminal, 'say'>): string {
  const options = Object.entries({ ...command.options, help: helpOption });
  const left = ([name, { value, repeatable }]: [string, Option]) =>
    `--${name}${value ? ` ${value}` : ''}${repeatable ? ' …' : ''}`;
  const width = Math.max(...options.map((option) => left(option).length));
  const required = say({ fr: ' (obligatoire)', en: ' (required)' });
  return [
    `poterne ${[command.name, ...(command.args ?? [])].join(' ')} [options]`,
    '',
    say(command.about),
    '',
    ...options.map(
      (option) =>
        `  ${left(option).padEnd(width)}  ${say(option[1].about)}${option[1].required ? required : ''}`,
    ),
    ...(command.examples ? ['', ...command.examples.map((example) => `  ${example}`)] : []),
  ].join('\n');
}
