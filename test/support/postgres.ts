import { execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** A throw-away PostgreSQL server of the tests' own, on a free loopback port. */
export type Cluster = {
  port: number;
  /** The superuser's URL of a database. */
  url(database: string): string;
  /** Makes an empty database and returns its URL. */
  createDatabase(name: string): Promise<string>;
  /** Stops the server as a crash would (`immediate`) or in order (`fast`). Safe to call twice. */
  stop(mode?: 'fast' | 'immediate'): void;
  /** Starts it again on the same port and files. */
  start(): Promise<void>;
  /** Stops it and removes its files. */
  destroy(): void;
};

/** The newest PostgreSQL that Debian's packages put here, or null. */
export function findPostgres(): string | null {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return null;
  const versions = readdirSync(root).filter((v) => existsSync(join(root, v, 'bin/initdb')));
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  return newest && Number(newest) >= 15 ? join(root, newest, 'bin') : null;
}

/** Makes and starts a cluster. Throws, saying what to install, when PostgreSQL is missing. */
export async function startCluster(): Promise<Cluster> {
  const bin = findPostgres();
  if (!bin) throw new Error('PostgreSQL 15 or newer is missing: apt-get install postgresql');
  const folder = mkdtempSync(join(tmpdir(), 'poterne-pg-'));
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const asRoot = process.getuid?.() === 0;
  if (asRoot) {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString());
    for (const path of [folder, data]) chownSync(path, id('-u'), id('-g'));
  }
  // PostgreSQL refuses to run as root.
  const command = (program: string, args: string[]): [string, string[]] =>
    asRoot ? ['runuser', ['-u', 'postgres', '--', join(bin, program), ...args]] : [join(bin, program), args];
  const run = (program: string, args: string[]) => {
    execFileSync(...command(program, args), { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder });
  };
  run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N']);
  const port = await freePort();
  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB`;
  const start = async () => {
    const [program, args] = command('pg_ctl', [
      '-D',
      data,
      '-o',
      settings,
      '-w',
      '-l',
      join(folder, 'log'),
      'start',
    ]);
    const child = spawn(program, args, { stdio: 'ignore', cwd: folder });
    await new Promise<void>((resolve, reject) => {
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`pg_ctl start: ${code}`))));
    });
  };
  const stop = (mode: 'fast' | 'immediate' = 'fast') => {
    try {
      run('pg_ctl', ['-D', data, '-m', mode, '-w', 'stop']);
    } catch {
      // It is stopped already.
    }
  };
  await start();
  return {
    port,
    url,
    createDatabase: async (name) => {
      const client = new pg.Client(url('postgres'));
      await client.connect();
      await client.query(`CREATE DATABASE "${name}"`);
      await client.end();
      return url(name);
    },
    start,
    stop,
    destroy: () => {
      stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A loopback port that nothing listens on now, below those that the system gives to outgoing connections
 * (from 32768 on Linux): one of those could take it before it is used.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 20; tries += 1) {
    const port = randomInt(12_000, 32_000);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port');
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (listens) await new Promise((resolve) => server.close(resolve));
  return listens;
}
