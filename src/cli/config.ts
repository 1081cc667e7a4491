import { type Config, type Purpose, readConfig } from '../config.ts';
import { Refusal, type Terminal } from './terminal.ts';

/** The configuration, or a Refusal that lists every problem. Notes go to `onNote`. */
export async function loadConfig(
  terminal: Terminal,
  purpose: Purpose,
  onNote: (line: string) => void = () => {},
): Promise<Config> {
  const { writeProblem } = await import('../config-problems.ts');
  const read = await readConfig({ env: terminal.env, purpose });
  if (read.ok) {
    for (const note of read.notes) onNote(writeProblem(note, terminal.language));
    return read.config;
  }
  const lines = (language: 'fr' | 'en') =>
    read.problems.map((problem) => `\n  ${writeProblem(problem, language)}`).join('');
  throw new Refusal({ fr: `configuration refusée${lines('fr')}`, en: `configuration refused${lines('en')}` });
}
