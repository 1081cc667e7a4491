import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { endScript, startScript } from './script.ts';
import { type Asked, requestOf } from './verify.ts';

const folder = join(import.meta.dirname, 'peers');

/** Installs what the benchmark compares with, as its own lock says, the first time; says why when it cannot. */
export async function installPeers(): Promise<string | null> {
  if (existsSync(join(folder, 'node_modules/better-auth'))) return null;
  // Under an older Node, npm would take other versions.
  const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` };
  try {
    await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: folder,
      env,
    });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n', 1)[0]! : String(error);
  }
}

/** better-auth's check of a session; with its cookie cache, it asks its store every five minutes only. */
export async function askBetterAuth({ cache }: { cache: boolean }): Promise<Asked> {
  const args = cache ? ['cache'] : [];
  const { child, first } = await startScript<{ port: number; cookies: string[] }>(
    './peers/better-auth.js',
    args,
  );
  const path = '/api/auth/get-session';
  return {
    name: cache ? 'better-auth, cookie cache' : 'better-auth',
    port: first.port,
    requests: first.cookies.map((cookie) => requestOf(path, { cookie })),
    stop: () => endScript(child),
  };
}
