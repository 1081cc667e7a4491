import type { Bilingual } from '../config-values.ts';

export type { Bilingual } from '../config-values.ts';

/** What a command sees of the world around it. */
export type Terminal = {
  env: Record<string, string | undefined>;
  language: 'fr' | 'en';
  stdin: NodeJS.ReadStream;
  /** Whether a person watches stderr: progress is drawn only then. */
  isWatched: boolean;
  /** Data and results, on stdout. */
  out(line: string): void;
  /** Everything else, on stderr. */
  err(line: string): void;
  /** The sentence in the operator's language. */
  say(sentence: Bilingual): string;
};

/** Done, refused, misused: the exit codes of every command [design.md, "What stays stable"]. */
export const exit = { done: 0, refused: 1, misused: 2 } as const;

/** The command cannot do what was asked: one clear sentence, exit code 1. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly sentence: Bilingual;

  constructor(sentence: Bilingual) {
    super(sentence.en);
    this.sentence = sentence;
  }
}

/** The command was called wrongly: one clear sentence, exit code 2. */
export class Misuse extends Refusal {
  override name = 'Misuse';
}

/** The terminal of this process, in the language given. */
export function createTerminal({ env, language }: Pick<Terminal, 'env' | 'language'>): Terminal {
  return {
    env,
    language,
    stdin: process.stdin,
    isWatched: process.stderr.isTTY === true,
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    say: (sentence) => sentence[language],
  };
}
