import { environment, languageOf } from '../config.ts';
import { run } from './run.ts';
import { createTerminal } from './terminal.ts';

const env = environment();
process.exitCode = await run(process.argv.slice(2), createTerminal({ env, language: languageOf(env) }));
