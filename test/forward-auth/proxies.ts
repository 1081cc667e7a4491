import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../support/program.ts';

/** What stands in the samples of deploy/. */
const sampleHost = 'wiki.exemple.fr';
const samplePortal = '127.0.0.1:3000';
const sampleTool = '127.0.0.1:8080';

/** Where a proxy of a test listens (on 127.0.0.1), and what stands behind it. */
export type Site = {
  /** A folder of the test's own. */
  folder: string;
  /** The tool's name, without its port. */
  name: string;
  port: number;
  /** `HOST:PORT` of the portal's process. */
  portal: string;
  /** `HOST:PORT` of the tool. */
  tool: string;
  /** Whether it speaks https, with a certificate of its own in the folder. */
  tls: boolean;
};

export type RunningProxy = { kind: 'nginx' | 'caddy'; stop(): Promise<void> };

/** A tool that knows nothing of the portal: a plain page, and a list of what reached it. */
export async function startTool() {
  const seen: { method: string; url: string; headers: IncomingHttpHeaders; raw: string[] }[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers, rawHeaders } = request;
    seen.push({ method, url, headers, raw: rawHeaders });
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="fr"><title>Wiki</title><h1>Le wiki</h1>
<p id="place"></p><form method="post" action="/.poterne/sign-out"><button>Quitter</button></form></html>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Starts one with the very sample that operators copy, its hosts and ports replaced, and waits until it listens. */
export async function startProxy(kind: RunningProxy['kind'], site: Site): Promise<RunningProxy> {
  mkdirSync(site.folder, { recursive: true });
  if (site.tls) makeCertificate(site);
  const child = kind === 'nginx' ? startNginx(site) : startCaddy(site);
  let said = '';
  child.stderr?.on('data', (text) => {
    said += String(text);
  });
  const ended = once(child, 'exit');
  for (let tries = 0; !(await listens(site.port)); tries += 1) {
    if (child.exitCode !== null || tries > 200) throw new Error(`${kind} does not listen\n${said}`);
    await sleep(50);
  }
  return {
    kind,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function startNginx({ folder, name, port, portal, tool, tls }: Site): ChildProcess {
  const sample = read('nginx-forward-auth.conf')
    .replaceAll(samplePortal, portal)
    .replaceAll(sampleTool, tool)
    .replaceAll(/listen \[::\].*\n/g, '\n')
    .replace(/server \{\s*listen 80;[^}]*\}/, '')
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port}${tls ? ' ssl' : ''};`)
    .replace(`set $poterne_host ${sampleHost};`, `set $poterne_host ${name}:${port};`)
    .replaceAll(sampleHost, name)
    .replaceAll(/^\s*ssl_.*\n/gm, (line) => (tls ? line.replace('/etc/ssl/wiki', folder) : ''));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${join(folder, kind)};`)
    .join('\n');
  const main = `daemon off; master_process off; pid ${join(folder, 'nginx.pid')}; error_log stderr warn;
events { worker_connections 256; }
http { access_log off; ${temporary}
${sample} }`;
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, main);
  const args = ['-p', folder, '-c', file, '-e', 'stderr'];
  return spawn('/usr/sbin/nginx', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function startCaddy({ folder, name, port, portal, tool, tls }: Site): ChildProcess {
  const address = `${tls ? 'https' : 'http'}://${name}:${port} {\n\tbind 127.0.0.1${
    tls ? `\n\ttls ${join(folder, 'fullchain.pem')} ${join(folder, 'privkey.pem')}` : ''
  }`;
  const sample = read('Caddyfile')
    .replaceAll(samplePortal, portal)
    .replaceAll(sampleTool, tool)
    .replace(`\n${sampleHost} {`, `\n${address}`);
  const file = join(folder, 'Caddyfile');
  writeFileSync(file, `{\n\tadmin off\n\tauto_https off\n}\n${sample}`);
  const own = { XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, HOME: folder, PATH: process.env.PATH };
  const args = ['run', '--config', file, '--adapter', 'caddyfile'];
  return spawn('/usr/bin/caddy', args, { stdio: ['ignore', 'ignore', 'pipe'], env: own, cwd: folder });
}

function read(name: string): string {
  return readFileSync(join(root, 'deploy', name), 'utf8');
}

function makeCertificate({ folder, name }: Site): void {
  const files = ['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')];
  const about = ['-days', '2', '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...key, ...files, ...about], { stdio: 'ignore' });
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
