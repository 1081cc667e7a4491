import type { Env } from './config-environment.ts';
import type { PolicyRead, Purpose, Read } from './config-read.ts';

export type { Env } from './config-environment.ts';
export { type Language, languageOf } from './config-language.ts';
export type { Problem } from './config-problems.ts';
export type { PolicyRead, Purpose, Read } from './config-read.ts';
export type { CodePolicy, Config, RiskPolicy, SessionLimits, SignUp } from './config-type.ts';

/** The environment of this process: the only place that looks at it. */
export const environment = (): Env => process.env;

/** See config-read.ts. Its schema is loaded here and not before: `--help` is instant. */
export async function readConfig(from: { env: Env; purpose: Purpose }): Promise<Read> {
  const { readConfig: read } = await import('./config-read.ts');
  return read(from);
}

/** See config-read.ts. `name` is what the messages call the text: the file it came from. */
export async function readPolicy(source: string, name = 'poterne.yaml'): Promise<PolicyRead> {
  const { readPolicy: read } = await import('./config-read.ts');
  return read(source, name);
}
