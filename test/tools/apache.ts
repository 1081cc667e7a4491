import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../faults/support.ts';
import { freePort } from '../support/postgres.ts';
import { root } from '../support/program.ts';

const modules = '/usr/lib/apache2/modules';
const needed = [
  'mpm_event',
  'authn_core',
  'authz_core',
  'authz_user',
  'auth_openidc',
  'headers',
  'proxy',
  'proxy_http',
];

export type Apache = { url: string; log(): string; stop(): Promise<void> };

/** A port for an Apache, so that a portal can be told of it before it starts. */
export const apacheUrl = async (name = 'localhost') => `http://${name}:${await freePort()}`;

/**
 * Debian's Apache as deploy/apache-openidc.conf says, without its certificate: in front of `behind`, with a secret of the
 * portal. Only the process started here is ended.
 */
export async function startApache(of: {
  url: string;
  portalUrl: string;
  behind: string;
  secret: string;
}): Promise<Apache> {
  const folder = mkdtempSync(join(tmpdir(), 'poterne-apache-'));
  // Its children run as another user, who must be able to pass through.
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'run'), { mode: 0o777 });
  const file = join(folder, 'apache2.conf');
  writeFileSync(
    join(folder, 'secret.conf'),
    `OIDCClientSecret "${of.secret}"\nOIDCCryptoPassphrase "${of.secret}"\n`,
    { mode: 0o600 },
  );
  writeFileSync(file, `${frame(folder, of.url)}\n${site(folder, of)}`);
  const child: ChildProcess = spawn('/usr/sbin/apache2', ['-d', folder, '-f', file, '-DFOREGROUND'], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH },
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const log = () => readFileSync(join(folder, 'error.log'), 'utf8');
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until('apache', async () => {
      const answer = await fetch(`${of.url}/au-revoir`).catch(() => null);
      await answer?.body?.cancel();
      return answer?.status === 200;
    });
  } catch (error) {
    const said = log();
    await stop();
    throw new Error(`apache did not start\n${said}`, { cause: error });
  }
  return { url: of.url, log, stop };
}

/** What a Debian system has around a site. */
function frame(folder: string, url: string): string {
  return [
    ...needed.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`),
    `Listen 127.0.0.1:${new URL(url).port}`,
    `PidFile ${folder}/apache2.pid`,
    `DefaultRuntimeDir ${folder}/run`,
    `Mutex file:${folder}/run default`,
    `ErrorLog ${folder}/error.log`,
    'LogLevel warn',
    'User www-data',
    'Group www-data',
    'StartServers 1',
    'ThreadsPerChild 8',
    'MaxRequestWorkers 8',
  ].join('\n');
}

/** The sample, with this test's addresses and without encryption: everything is on loopback. */
function site(folder: string, of: { url: string; portalUrl: string; behind: string }): string {
  const sample = readFileSync(join(root, 'deploy/apache-openidc.conf'), 'utf8');
  const replaced: [from: string | RegExp, to: string][] = [
    ['Define PORTAL https://connexion.exemple.fr', `Define PORTAL ${of.portalUrl}`],
    ['Define TOOL   https://dossiers.exemple.fr', `Define TOOL ${of.url}`],
    ['<VirtualHost *:443>', `<VirtualHost 127.0.0.1:${new URL(of.url).port}>`],
    ['ServerName dossiers.exemple.fr', `ServerName ${new URL(of.url).hostname}`],
    [/^\s*SSL.*\n/gm, ''],
    ['/etc/apache2/poterne-dossiers.conf', join(folder, 'secret.conf')],
    ['http://127.0.0.1:8080/', `${of.behind}/`],
    // Tokens live ten minutes; no test waits for nine.
    ['OIDCRefreshAccessTokenBeforeExpiry 60', 'OIDCRefreshAccessTokenBeforeExpiry 598'],
  ];
  return replaced.reduce((text, [from, to]) => {
    if (!(typeof from === 'string' ? text.includes(from) : from.test(text)))
      throw new Error(`the sample has no ${from}`);
    return text.replace(from, to);
  }, sample);
}
