import { once } from 'node:events';
import { hourMs } from '../src/core/clock.ts';
import { fingerprint, newToken } from '../src/core/tokens.ts';
import { insertSession } from '../src/forward-auth/store.ts';
import type { Identity } from '../src/identity.ts';
import { paths } from '../src/routes.ts';
import { startPortal } from '../test/support/portal.ts';
import type { Engine } from '../test/support/stores.ts';
import { median } from './cpu.ts';
import type { Load, LoadFigures } from './load.ts';
import { endScript, startScript } from './script.ts';
import { openStoreOf, seedMembers } from './seed.ts';

const rounds = 7;
const secondsEach = 2;
const connections = 32;
/** People who use a tool at once: a page asks for dozens of files, so each comes again and again. */
const people = 200;
/** More cookies in turn than the portal remembers: each request is a stranger's, and asks the store. */
const tooMany = 12_000;
const host = 'wiki.exemple.fr';

/** Something that listens, and what to ask it in turn. */
export type Asked = { name: string; port: number; requests: readonly string[]; stop(): Promise<void> };

/** Requests a second of one of the servers, and its share of the bare one's, medians of the rounds. */
export type VerifyFigures = { name: string; perSecond: number; ratio: number };

/**
 * The bare server, the portal on each store, and others, by turns with one generator: what disturbs the machine
 * disturbs all of them.
 */
export async function measureVerify(
  engines: readonly Engine[],
  others: readonly (() => Promise<Asked>)[],
): Promise<VerifyFigures[]> {
  const generator = await startGenerator();
  const servers: Asked[] = [];
  try {
    servers.push(await startBare());
    for (const engine of engines) servers.push(...(await askPortal(engine)));
    for (const other of others) servers.push(await other());
    const all: number[][] = servers.map(() => []);
    // The first round warms up.
    for (let round = -1; round < rounds; round += 1) {
      for (const [i, server] of servers.entries()) {
        const perSecond = await generator(server);
        if (round >= 0) all[i]!.push(perSecond);
      }
    }
    return servers.map(({ name }, i) => ({
      name,
      perSecond: median(all[i]!),
      ratio: median(all[i]!.map((figure, round) => figure / all[0]![round]!)),
    }));
  } finally {
    await generator.stop();
    for (const server of servers) await server.stop();
  }
}

/** A portal with people who have a tool open, asked about few of them and about very many. */
async function askPortal(engine: Engine): Promise<Asked[]> {
  const portal = await startPortal({
    engine,
    config: {
      trustedProxies: ['127.0.0.1'],
      tools: [{ id: 'wiki', name: 'Wiki', url: `https://${host}/`, hosts: [{ host }] }],
    },
  });
  const identity = await openStoreOf(portal);
  const cookies = await openTool(identity);
  await identity.close();
  const requests = cookies.map((cookie) => requestOf(paths.verify, { cookie, ...asNginxSays }));
  const port = Number(new URL(portal.url).port);
  return [
    { name: engine, port, requests: requests.slice(0, people), stop: () => portal.destroy() },
    { name: `${engine}, never remembered`, port, requests, stop: async () => {} },
  ];
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

/** People who are signed in, each with the tool open in many browsers: their cookies, everybody's first ones first. */
async function openTool(identity: Identity): Promise<string[]> {
  const { db, accounts, sessions, clock } = identity;
  const members = await seedMembers(identity, people);
  return db.transaction(async (tx) => {
    const open: string[] = [];
    for (const { email } of members) {
      const account = await accounts.findByEmail(tx, email as never);
      const of = { accountId: account!.id, role: account!.role, deviceId: null, label: 'Chrome sur Windows' };
      const started = { ...of, address: '198.51.100.7', amr: ['pwd', 'mail'], previous: null };
      open.push((await sessions.start(tx, started)).id);
    }
    const cookies: string[] = [];
    for (let i = 0; i < tooMany; i += 1) {
      const token = newToken();
      const now = clock.now();
      await insertSession(tx, {
        token_hash: fingerprint(token),
        session_id: open[i % people]!,
        tool_id: 'wiki',
        host,
        created_at: now,
        expires_at: now + hourMs,
      });
      cookies.push(`__Host-poterne-tool=${token}`);
    }
    return cookies;
  });
}

async function startBare(): Promise<Asked> {
  const { child, first: port } = await startScript<number>('./bare-http.ts');
  return { name: 'bare', port, requests: [requestOf('/', asNginxSays)], stop: () => endScript(child) };
}

/** Asks a server for a while; throws when it answers anything but 200. */
async function startGenerator() {
  const { child } = await startScript('./load.ts');
  const ask = async ({ name, port, requests }: Asked): Promise<number> => {
    child.send({ port, requests, connections, seconds: secondsEach } satisfies Load);
    const [{ perSecond, statuses }] = (await once(child, 'message')) as [LoadFigures];
    const wrong = Object.keys(statuses).filter((status) => status !== '200');
    if (wrong.length > 0) throw new Error(`${name} answered ${wrong.join(', ')}`);
    return perSecond;
  };
  return Object.assign(ask, { stop: () => endScript(child) });
}
