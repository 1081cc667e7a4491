import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/routes.ts';
import { createClient, until } from '../faults/support.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { freePort } from '../support/postgres.ts';
import { root, runProgram } from '../support/program.ts';

const host = 'connexion.exemple.test';

describe('behind nginx, as deploy/nginx.conf says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'poterne-nginx-'));
  let portal: TestPortal;
  let nginx: ChildProcess;
  let origin = '';
  let ca = '';
  before(async () => {
    makeCertificate(folder);
    ca = readFileSync(join(folder, 'fullchain.pem'), 'utf8');
    const httpsPort = await freePort();
    origin = `https://${host}:${httpsPort}`;
    portal = await startPortal({
      config: { trustedProxies: ['127.0.0.1'], mail: { from: { address: 'portail@exemple.fr' } } },
      env: { PUBLIC_URL: origin },
    });
    nginx = await startNginx(folder, {
      httpsPort,
      httpPort: await freePort(),
      portal: new URL(portal.url).host,
    });
    await until('nginx', async () => (await send(paths.live).catch(() => null))?.status === 200);
  });
  after(async () => {
    nginx?.kill('SIGTERM');
    await portal?.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  /** One request through nginx, the certificate checked, from a loopback address of one's own. */
  const send = (
    path: string,
    init: RequestInit = {},
    from = '127.0.0.1',
    more: Record<string, string> = {},
  ) =>
    new Promise<Response>((resolve, reject) => {
      const url = new URL(path, origin);
      const body = init.body === undefined ? undefined : String(init.body);
      const headers = {
        ...(init.headers as Record<string, string>),
        host: url.host,
        ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...more,
      };
      const options = { host: '127.0.0.1', port: url.port, servername: host, ca, localAddress: from };
      const asked = request(
        { ...options, method: init.method ?? 'GET', path: url.pathname + url.search, headers, agent: false },
        async (answer) => {
          const chunks: Buffer[] = [];
          for await (const chunk of answer) chunks.push(chunk as Buffer);
          const lines: [string, string][] = [];
          for (let i = 0; i < answer.rawHeaders.length; i += 2) {
            lines.push([answer.rawHeaders[i] ?? '', answer.rawHeaders[i + 1] ?? '']);
          }
          resolve(new Response(Buffer.concat(chunks), { status: answer.statusCode, headers: lines }));
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  const client = (from?: string, more?: Record<string, string>) =>
    createClient({ url: origin, smtp: portal.smtp }, ((path: URL, init: RequestInit) =>
      send(String(path), init, from, more)) as typeof fetch);

  it('signs a member in over https: HSTS, Secure cookies, links with the public name', async () => {
    const person = await portal.createAccount();
    const browser = client();
    const page = await browser.signIn(person);
    assert.match(page.body, /connecté\(e\)/);
    assert.equal(page.headers.get('strict-transport-security'), 'max-age=31536000; includeSubDomains');
    assert.ok(browser.cookies.has('__Host-poterne-session'));
    const other = client();
    await other.submit(await other.ask(paths.forgotten), { username: person.email });
    const mail = await portal.smtp.waitFor(({ subject }) => subject.includes('renouvellement'));
    assert.ok(mail.text.includes(`${origin}${paths.resetLink}?jeton=`));
    const log = readFileSync(join(folder, 'access.log'), 'utf8');
    assert.doesNotMatch(log, /jeton=|j=/);
  });

  it('counts the member’s own network, and believes nobody’s X-Forwarded-For', async () => {
    const guess = async (from: string, lie: string) => {
      const browser = client(from, { 'x-forwarded-for': lie });
      const page = await browser.submit(await browser.ask(paths.signIn), { username: 'personne@exemple.fr' });
      return (await browser.submit(page, { password: 'Pas-le-bon-du-tout-1' })).status;
    };
    const statuses = [];
    for (let tries = 0; tries < 6; tries += 1) statuses.push(await guess('127.0.0.21', `203.0.113.${tries}`));
    assert.deepEqual(statuses, [422, 422, 422, 422, 422, 429]);
    // Another address has a budget of its own.
    assert.equal(await guess('127.0.77.22', '127.0.0.21'), 422);
  });

  it('lets nobody speak for the proxy of a tool', async () => {
    const lies = {
      'x-forwarded-host': 'wiki.exemple.fr',
      'x-forwarded-uri': '/',
      'x-forwarded-proto': 'https',
    };
    assert.equal((await send(paths.verify, {}, undefined, lies)).status, 400);
    for (const path of [paths.proxyStart, `${paths.proxyReturn}?ticket=x`, paths.proxySignOut]) {
      assert.equal((await send(path, {}, undefined, lies)).status, 404);
    }
  });

  it('refuses a PUBLIC_URL of http that is not loopback, and says why', async () => {
    const env = { ...portal.env, PUBLIC_URL: `http://${host}` };
    const { code, stdout, stderr } = await runProgram({ args: ['serve'], env });
    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /PUBLIC_URL/);
    assert.match(stdout + stderr, /https/);
  });
});

function makeCertificate(folder: string): void {
  const files = ['-keyout', join(folder, 'privkey.pem'), '-out', join(folder, 'fullchain.pem')];
  const about = ['-days', '2', '-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...key, ...files, ...about], { stdio: 'ignore' });
}

type Ports = { httpsPort: number; httpPort: number; portal: string };

/** The very sample that operators copy, with this test's ports, names and files. */
async function startNginx(folder: string, { httpsPort, httpPort, portal }: Ports): Promise<ChildProcess> {
  const sample = readFileSync(join(root, 'deploy/nginx.conf'), 'utf8')
    .replaceAll('127.0.0.1:3000', portal.replace('localhost', '127.0.0.1'))
    .replaceAll('connexion.exemple.fr', host)
    .replaceAll(/listen \[::\].*\n/g, '\n')
    .replace('listen 80;', `listen 127.0.0.1:${httpPort};`)
    .replace('listen 443 ssl;', `listen 127.0.0.1:${httpsPort} ssl;`)
    .replaceAll('/etc/ssl/poterne', folder)
    .replace('/var/log/nginx/poterne.log', join(folder, 'access.log'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join('\n');
  const main = `daemon off; master_process off; pid ${join(folder, 'nginx.pid')}; error_log ${join(folder, 'error.log')};
events { worker_connections 256; }
http { ${temporary}
${sample} }`;
  writeFileSync(join(folder, 'nginx.conf'), main);
  return spawn('/usr/sbin/nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' });
}
