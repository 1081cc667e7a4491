import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { findPostgres } from '../../test/support/postgres.ts';
import { run } from './run.ts';

/** A program of Debian's that the tests drive. */
type Need = { name: string; packages: readonly string[]; found(): boolean };

const openidcModule = '/usr/lib/apache2/modules/mod_auth_openidc.so';

const needs: readonly Need[] = [
  {
    name: 'Chromium (/usr/bin/chromium)',
    packages: ['chromium'],
    found: () => existsSync('/usr/bin/chromium'),
  },
  { name: 'PostgreSQL 15 or newer', packages: ['postgresql'], found: () => findPostgres() !== null },
  { name: 'curl', packages: ['curl'], found: () => existsSync('/usr/bin/curl') },
  { name: 'nginx (/usr/sbin/nginx)', packages: ['nginx-light'], found: () => existsSync('/usr/sbin/nginx') },
  { name: 'Caddy (/usr/bin/caddy)', packages: ['caddy'], found: () => existsSync('/usr/bin/caddy') },
  {
    name: 'Apache with mod_auth_openidc',
    packages: ['apache2', 'libapache2-mod-auth-openidc'],
    found: () => existsSync('/usr/sbin/apache2') && existsSync(openidcModule),
  },
];

/**
 * Makes sure that every program the tests drive is there: installs what is missing where it may (root on Debian),
 * else says exactly what to install. Returns the names of what is missing still.
 */
export async function provideNeeds(): Promise<string[]> {
  const missing = needs.filter((need) => !need.found());
  if (missing.length === 0) return [];
  const packages = missing.flatMap((need) => need.packages);
  if (!mayInstall()) {
    console.error(
      `Missing: ${missing.map(({ name }) => name).join(', ')}. Install them with Debian's packages:\n`,
    );
    console.error(
      `  sudo apt-get update && sudo apt-get install --no-install-recommends ${packages.join(' ')}\n`,
    );
    return missing.map(({ name }) => name);
  }
  console.log(`Installing ${packages.join(', ')} from Debian's packages (this is done once)`);
  await install(packages);
  const absent = needs.filter((need) => !need.found()).map(({ name }) => name);
  if (absent.length > 0) console.error(`Missing, although apt-get ran: ${absent.join(', ')}`);
  return absent;
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

const noServices = '/usr/sbin/policy-rc.d';
/** Packages that bring a service of their own name. */
const ownServices = new Set(['caddy', 'apache2']);
const clusterSettings = '/etc/postgresql-common/createcluster.conf';

async function install(packages: readonly string[]): Promise<void> {
  // Debian starts what it installs: the tests start their own, on ports of their own.
  const former = existsSync(noServices) ? readFileSync(noServices) : null;
  writeFileSync(noServices, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await aptGet('update', '-qq');
    if (packages.includes('postgresql')) {
      await aptGet('install', '-y', '-qq', '--no-install-recommends', 'postgresql-common');
      withoutMainCluster();
    }
    await aptGet('install', '-y', '-qq', '--no-install-recommends', ...packages);
  } finally {
    if (former === null) rmSync(noServices, { force: true });
    else writeFileSync(noServices, former, { mode: 0o755 });
  }
  // Nor at the next start of the machine: they would take the ports of a real server.
  const services = packages.filter((name) => ownServices.has(name));
  if (services.length > 0 && existsSync('/run/systemd/system')) {
    await run('systemctl', ['disable', '--quiet', ...services]);
  }
}

/** Keeps Debian from making a cluster that nobody here uses; it must be said before the package arrives. */
function withoutMainCluster(): void {
  mkdirSync('/etc/postgresql-common', { recursive: true });
  const settings = existsSync(clusterSettings) ? readFileSync(clusterSettings, 'utf8') : '';
  const others = settings.split('\n').filter((line) => !/^\s*#?\s*create_main_cluster\b/.test(line));
  writeFileSync(clusterSettings, `create_main_cluster = false\n${others.join('\n')}`);
}

async function aptGet(...args: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { code, output, errors } = await run('apt-get', args, { env });
  if (code !== 0) console.error(`apt-get ${args.join(' ')} ended with ${code}\n${output}${errors}`);
}
