import { environment, languageOf } from '../config.ts';
import { run } from './run.ts';
import { createTerminal } from './terminal.ts';

// What the portal writes (store, keys, breach list) is its user's alone, whatever the folder allows.
process.umask(0o077);
// « … | head »: who reads has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
const env = environment();
process.exitCode = await run(process.argv.slice(2), createTerminal({ env, language: languageOf(env) }));
