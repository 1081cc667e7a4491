import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadConfig } from '../src/cli/config.ts';
import { Refusal, type Terminal } from '../src/cli/terminal.ts';
import type { Config } from '../src/config.ts';
import { isLoopbackHost } from '../src/config-values.ts';
import { openIdentity, startPortal } from '../src/main.ts';
import { createLog } from '../src/platform/log/log.ts';
import { type DemoAccount, ensureAccounts } from './accounts.ts';
import { startMailPage } from './mail-page.ts';
import { startReceiver } from './receiver.ts';
import { type SampleTools, startTools, withTools } from './tools.ts';

export type Demo = { lines: string[]; close(): Promise<void> };

/**
 * The portal with everything around it on this machine: a mail receiver, a page with what it caught, accounts, and
 * behind it the sign-ins of the weeks before.
 * Throws Refusal for a HOST or PUBLIC_URL that others could reach [security.md 17].
 */
export async function startDemo(terminal: Terminal): Promise<Demo> {
  const { env } = terminal;
  refuseOthers(env);
  // What was started ends again when something after it fails: a port that is taken, a configuration that is refused.
  await using started = new AsyncDisposableStack();
  const receiver = await startReceiver();
  started.defer(receiver.close);
  const folder = resolve(env.DATA_DIR || join('data', 'demo'));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const read = await loadConfig(
    { ...terminal, env: demoEnvironment(env, { folder, smtpPort: receiver.port }) },
    'serve',
  );
  // After the page of mails; where a port is taken, any other.
  const samples = await startTools({ port: read.port + 2 });
  started.defer(samples.close);
  const config = withTools(read, samples.settings);
  const accounts = await ensureAccounts(config, folder);
  const log = createLog({ level: 'warn' });
  const portal = await startPortal({ config, log });
  started.defer(portal.close);
  // Now that the port is ours: another demonstration on the same data keeps its tools' secrets.
  await register(config, samples);
  const page = await startMailPage({
    receiver,
    brand: config.brand,
    portalUrl: config.publicUrl,
    port: config.port + 1,
  });
  started.defer(page.close);
  // Read after the portal is ready, which nothing of it may delay.
  const history = import('./history.ts').then(({ startHistory }) => startHistory({ config, folder, log }));
  started.defer(async () => (await history).stop());
  const running = started.move();
  return {
    lines: describe(
      { config, accounts, samples, mailUrl: page.url, metricsUrl: portal.metricsUrl },
      terminal,
    ),
    close: () => running.disposeAsync(),
  };
}

async function register(config: Config, samples: SampleTools): Promise<void> {
  const identity = await openIdentity(config);
  try {
    await samples.register(identity, config.publicUrl);
  } finally {
    await identity.close();
  }
}

function refuseOthers(env: Terminal['env']): void {
  const hosts: [name: string, host: string | undefined][] = [
    ['HOST', env.HOST?.trim()],
    ['PUBLIC_URL', env.PUBLIC_URL?.trim() && (URL.parse(env.PUBLIC_URL.trim())?.hostname ?? '?')],
  ];
  for (const [name, host] of hosts) {
    if (!host || isLoopbackHost(host)) continue;
    throw new Refusal({
      fr: `${name} : la démonstration a des comptes dont le mot de passe est affiché, elle reste sur cette machine. Retirez ${name}, ou utilisez « poterne serve »`,
      en: `${name}: the demonstration has accounts whose passwords are printed, it stays on this machine. Remove ${name}, or use "poterne serve"`,
    });
  }
}

/** A store, keys and mail of the demo's own: what the environment says of real ones must never be touched. */
function demoEnvironment(
  env: Terminal['env'],
  { folder, smtpPort }: { folder: string; smtpPort: number },
): Terminal['env'] {
  return {
    PORT: env.PORT,
    HOST: env.HOST,
    PUBLIC_URL: env.PUBLIC_URL,
    METRICS_PORT: env.METRICS_PORT,
    DATA_DIR: folder,
    DATABASE_URL: `sqlite:${join(folder, 'demo.db')}`,
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    POTERNE_CONFIG: env.POTERNE_CONFIG || new URL('./poterne.yaml', import.meta.url).pathname,
  };
}

type Running = {
  config: Config;
  accounts: DemoAccount[];
  samples: SampleTools;
  mailUrl: string;
  metricsUrl: string | null;
};

function describe(running: Running, { say }: Terminal): string[] {
  const { config, accounts, samples, mailUrl, metricsUrl } = running;
  const width = Math.max(...accounts.map(({ email }) => email.length));
  return [
    say({ fr: `Poterne prêt : ${config.publicUrl}`, en: `Poterne ready: ${config.publicUrl}` }),
    '',
    `  ${say({ fr: 'Portail  ', en: 'Portal   ' })}  ${config.publicUrl}`,
    `  ${say({ fr: 'Courriels', en: 'Mails    ' })}  ${mailUrl}`,
    ...(metricsUrl ? [`  ${say({ fr: 'Mesures  ', en: 'Metrics  ' })}  ${metricsUrl}/metrics`] : []),
    '',
    say({
      fr: '  Outils d’exemple, où l’on entre par le portail :',
      en: '  Sample tools, which one enters through the portal:',
    }),
    ...samples.tools.map(({ look, url }) => `    ${look.name.padEnd(10)}  ${url}  ${say(look.about)}`),
    '',
    say({
      fr: '  Comptes de démonstration (adresse, mot de passe) :',
      en: '  Demonstration accounts (address, password):',
    }),
    ...accounts.map(({ email, password, about }) => `    ${email.padEnd(width)}  ${password}  ${say(about)}`),
    '',
    say({
      fr: '  Tout reste sur cette machine. Ctrl+C pour arrêter.',
      en: '  Everything stays on this machine. Ctrl+C to stop.',
    }),
  ];
}
