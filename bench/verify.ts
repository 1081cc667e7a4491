import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { fingerprint, newToken } from '../src/core/tokens.ts';
import { insertSession } from '../src/forward-auth/store.ts';
import type { Identity } from '../src/identity.ts';
import { paths } from '../src/routes.ts';
import { startPortal, type TestPortal } from '../test/support/portal.ts';
import type { Engine } from '../test/support/stores.ts';
import { median } from './cpu.ts';
import type { Load, LoadFigures } from './load.ts';
import { openStoreOf, seedMembers } from './seed.ts';

const rounds = 7;
const secondsEach = 2;
const connections = 32;
/** People who use a tool at once: a page asks for dozens of files, so each comes again and again. */
const people = 200;
const host = 'wiki.exemple.fr';

/** Requests a second of one of the servers, and its share of the bare one's, medians of the rounds. */
export type VerifyFigures = { name: string; perSecond: number; ratio: number };

/** Something that listens, and what to ask it. */
export type Asked = {
  name: string;
  port: number;
  requests: readonly string[];
  /** The process that answers. */
  pid(): number;
  stop(): Promise<void>;
};

/** The bare server, the portal on each store, and others, by turns with one generator: what disturbs one disturbs all. */
export async function measureVerify(others: readonly Asked[]): Promise<VerifyFigures[]> {
  const generator = await startGenerator();
  const servers: Asked[] = [];
  try {
    servers.push(await startBare());
    servers.push(await askPortal('sqlite'), await askPortal('postgres'));
    servers.push(...others);
    const figures = new Map(servers.map(({ name }) => [name, [] as number[]]));
    for (let round = -1; round < rounds; round += 1) {
      for (const { name, port, requests } of servers) {
        const { perSecond, statuses } = await generator.run({
          port,
          requests,
          connections,
          seconds: secondsEach,
        });
        const wrong = Object.keys(statuses).filter((status) => status !== '200');
        if (wrong.length > 0) throw new Error(`${name} answered ${wrong.join(', ')}`);
        // The first round warms up.
        if (round >= 0) figures.get(name)!.push(perSecond);
      }
    }
    const bare = figures.get('bare')!;
    return servers.map(({ name }) => {
      const all = figures.get(name)!;
      return { name, perSecond: median(all), ratio: median(all.map((figure, i) => figure / bare[i]!)) };
    });
  } finally {
    generator.stop();
    for (const server of servers) await server.stop();
  }
}

/** A portal with people who have a tool open. */
export async function askPortal(engine: Engine, env: Record<string, string> = {}): Promise<Asked> {
  const portal = await startPortal({
    engine,
    env,
    config: {
      trustedProxies: ['127.0.0.1'],
      tools: [{ id: 'wiki', name: 'Wiki', url: `https://${host}/`, hosts: [{ host }] }],
    },
  });
  const cookies = await openTool(portal);
  const requests = cookies.map((cookie) => requestOf(paths.verify, { cookie, ...asNginxSays }));
  return {
    name: engine,
    port: Number(new URL(portal.url).port),
    requests,
    pid: portal.pid,
    stop: () => portal.destroy(),
  };
}

/** What nginx sends for a picture of a page, as a browser asks for one. */
const asNginxSays = {
  'X-Forwarded-For': '198.51.100.7',
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Host': host,
  'X-Forwarded-Uri': '/images/logo.png?v=12',
  'X-Forwarded-Method': 'GET',
};

/** A whole request, with what a browser sends of itself. */
export function requestOf(path: string, headers: Record<string, string>): string {
  const all = {
    Host: host,
    'User-Agent':
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    Accept: 'image/avif,image/webp,*/*;q=0.8',
    'Accept-Language': 'fr-FR,fr;q=0.9',
    'Sec-Fetch-Mode': 'no-cors',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** People who are signed in and have the tool open: their cookies. */
async function openTool(portal: TestPortal): Promise<string[]> {
  const identity = await openStoreOf(portal);
  try {
    const members = await seedMembers(identity, people);
    return await Promise.all(members.map(({ email }) => openFor(identity, email)));
  } finally {
    await identity.close();
  }
}

async function openFor({ db, accounts, sessions, clock }: Identity, email: string): Promise<string> {
  const account = await accounts.findByEmail(db.handle, email as never);
  if (!account) throw new Error('no such account');
  const { id: session } = await sessions.start(db.handle, {
    accountId: account.id,
    role: account.role,
    deviceId: null,
    label: 'Chrome sur Windows',
    address: '198.51.100.7',
    amr: ['pwd', 'mail'],
    previous: null,
  });
  const token = newToken();
  const now = clock.now();
  await insertSession(db.handle, {
    token_hash: fingerprint(token),
    session_id: session,
    tool_id: 'wiki',
    host,
    created_at: now,
    expires_at: now + 3_600_000,
  });
  return `__Host-poterne-tool=${token}`;
}

/** The bare server. */
export async function startBare(): Promise<Asked> {
  const { child, first } = await startScript('./bare-http.ts');
  return {
    name: 'bare',
    port: Number(first),
    requests: [requestOf('/', asNginxSays)],
    pid: () => child.pid ?? 0,
    stop: () => end(child),
  };
}

/** The load generator. */
export async function startGenerator() {
  const { child } = await startScript('./load.ts');
  return {
    run: async (load: Load): Promise<LoadFigures> => {
      child.send(load);
      return (await once(child, 'message'))[0] as LoadFigures;
    },
    stop: () => child.kill(),
  };
}

/** A script of this folder as a process of its own, and the first thing it says. */
export async function startScript(file: string): Promise<{ child: ChildProcess; first: unknown }> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(
    process.execPath,
    [...(process.env.PROFBARE ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof3'] : []), path],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  const [first] = await once(child, 'message');
  return { child, first };
}

/** Ends a process, and waits for it. */
export async function end(child: ChildProcess): Promise<void> {
  child.kill();
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
