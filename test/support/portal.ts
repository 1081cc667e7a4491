import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { newPerson, type Person } from './people.ts';
import { freePort } from './postgres.ts';
import { type Ended, type Program, runProgram, startProgram } from './program.ts';
import { startSmtp, type TestSmtp } from './smtp.ts';
import { type Engine, makeStore } from './stores.ts';

/** How long a start may take on a busy machine, in milliseconds. */
const readyMs = 20_000;

export type PortalOptions = {
  /** SQLite unless told. */
  engine?: Engine;
  /** The content of poterne.yaml; no file at all without it. */
  config?: object;
  /** More environment: SECRET_KEYS, HOST, … */
  env?: Record<string, string>;
  /** Stores of their own unless several portals share one. */
  databaseUrl?: string;
  dataDir?: string;
  /** A receiver of its own unless given. */
  smtp?: TestSmtp;
};

/** The real portal as a process of its own, with its own store and its own SMTP receiver. */
export type TestPortal = {
  /** PUBLIC_URL: http://localhost:PORT */
  url: string;
  /** The metrics port, on loopback. */
  metricsUrl: string;
  engine: Engine;
  databaseUrl: string;
  dataDir: string;
  smtp: TestSmtp;
  /** What an operator would set: for a second portal, or a command run by hand. */
  env: Record<string, string>;
  pid(): number;
  /** What the process that runs now wrote on stderr. */
  log(): string;
  /** Runs `bin/poterne …` with the portal's environment. */
  command(args: readonly string[], input?: string): Promise<Ended>;
  /** Makes an account by the command line. Whoever is not named is someone new. */
  createAccount(person?: Partial<Person>): Promise<Person>;
  /** Starts it again, after `stop` or `kill`, on the same store and ports. */
  start(): Promise<void>;
  /** SIGTERM; asserts that it ended by itself with 0, having written one line on stdout. Safe to call twice. */
  stop(): Promise<void>;
  /** SIGKILL: a crash. */
  kill(): Promise<void>;
  /** Stops it and removes everything. */
  destroy(): Promise<void>;
};

/** Starts the portal and waits until it says that it is ready. */
export async function startPortal(options: PortalOptions = {}): Promise<TestPortal> {
  const place = await makePlace(options);
  const { url, metricsUrl, env } = place;
  let program: Program | null = null;
  const command = (args: readonly string[], input?: string) => runProgram({ args, env, input });
  const portal: TestPortal = {
    ...place,
    pid: () => program?.pid ?? 0,
    log: () => program?.stderr() ?? '',
    command,
    createAccount: async (known) => {
      const person = newPerson(known);
      const args = ['account', 'create', '--email', person.email, '--name', person.name, '--password-stdin'];
      const { code, stdout, stderr } = await command(args, `${person.password}\n`);
      assert.equal(code, 0, `account create ended with ${code}\n${stdout}${stderr}`);
      return person;
    },
    start: async () => {
      program = startProgram({ args: ['serve'], env });
      await program.firstLine(readyMs);
    },
    stop: async () => {
      const running = program;
      program = null;
      if (!running) return;
      const { code, signal, stdout, stderr } = await running.end('SIGTERM');
      assert.equal(code, 0, `the portal ended with ${code ?? signal} on SIGTERM\n${stderr}`);
      assert.equal(stdout.trimEnd().split('\n').length, 1, `more than one line on stdout:\n${stdout}`);
    },
    kill: async () => {
      const running = program;
      program = null;
      await running?.end('SIGKILL');
    },
    destroy: async () => {
      try {
        await portal.stop();
      } finally {
        await place.remove();
      }
    },
  };
  try {
    await portal.start();
  } catch (error) {
    await portal.kill();
    await place.remove();
    throw new Error(`the portal at ${url} (metrics ${metricsUrl}) did not start`, { cause: error });
  }
  return portal;
}

/** Where one portal lives: ports, folders, store, receiver, and the environment that says so. */
async function makePlace(options: PortalOptions) {
  const engine = options.engine ?? 'sqlite';
  const folder = mkdtempSync(join(tmpdir(), 'poterne-portal-'));
  const store = options.databaseUrl ? null : await makeStore(engine);
  const smtp = options.smtp ?? (await startSmtp());
  const dataDir = options.dataDir ?? join(folder, 'data');
  const databaseUrl = options.databaseUrl ?? store!.url;
  const port = await freePort();
  const metricsPort = await freePort();
  const url = `http://localhost:${port}`;
  const env: Record<string, string> = {
    PUBLIC_URL: url,
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    SMTP_URL: smtp.url,
  };
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (options.config) {
    env.POTERNE_CONFIG = join(folder, 'poterne.yaml');
    writeFileSync(env.POTERNE_CONFIG, stringify(options.config));
  }
  return {
    url,
    metricsUrl: `http://127.0.0.1:${metricsPort}`,
    engine,
    databaseUrl,
    dataDir,
    smtp,
    env: { ...env, ...options.env },
    remove: async () => {
      if (!options.smtp) await smtp.stop();
      await store?.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
