import { createApp } from './app.ts';
import type { Config } from './config-type.ts';
import { systemClock } from './core/clock.ts';
import { createIdentity, type Identity } from './identity.ts';
import { createNotMe } from './journeys/not-me/service.ts';
import { createPasswordReset } from './journeys/password-reset/service.ts';
import { createSignIn } from './journeys/sign-in/service.ts';
import { createSignUp } from './journeys/sign-up/service.ts';
import type { Log } from './platform/log/log.ts';
import { createMailer } from './platform/mail/mailer.ts';
import { createSmtpTransport } from './platform/mail/transport.ts';
import { createHealth } from './platform/metrics/health.ts';
import { createMetrics, noMetrics } from './platform/metrics/metrics.ts';
import { startMetricsServer } from './platform/metrics/server.ts';
import { createAssets } from './ui/assets.ts';
import { startUpkeep } from './upkeep.ts';
import { createWeb } from './web/web.ts';

export type Portal = { url: string; metricsUrl: string | null; close(): Promise<void> };

/**
 * The whole portal from its configuration: store, mail, pages, listening. Throws what cannot be begun with
 * (a port taken, a store that cannot be opened). `close` ends what is in flight first; safe to call twice.
 */
export async function startPortal({ config, log }: { config: Config; log: Log }): Promise<Portal> {
  if (config.smtpUrl === null) throw new Error('SMTP_URL is missing: the portal cannot work without mail');
  const identity = await openIdentity(config, log);
  const transport = createSmtpTransport({
    smtpUrl: config.smtpUrl,
    from: { name: config.mail.from.name ?? config.brand.start, address: config.mail.from.address },
  });
  const { db, clock, mails, keyRing, hasher, sessions, audit } = identity;
  const mailer = createMailer({ db, clock, queue: mails, keyRing, transport, log });
  const metrics = config.metricsPort === null ? noMetrics : await createMetrics({ hasher, mailer });
  audit.onRecorded((event) => metrics.event(event.type, reasonOf(event)));
  const health = createHealth({ db, mailer });
  const assets = createAssets(config.brand);
  const { brand, help, links, timeZone } = config;
  const site = { brand, help, links, timeZone, signUp: config.signUp.mode !== 'closed', assets: assets.paths };
  const journeys = { ...identity, origin: config.publicUrl };
  const app = await createApp({
    origin: config.publicUrl,
    trustedProxies: config.trustedProxies,
    web: createWeb({ keyRing, clock, site }),
    db,
    log,
    metrics,
    health,
    assets,
    links,
    tools: config.tools,
    sessions,
    audit,
    signIn: createSignIn(journeys),
    reset: createPasswordReset(journeys),
    signUp: createSignUp({
      ...journeys,
      policy: config.signUp,
      unverifiedMs: config.accounts.unverifiedHours * 3_600_000,
    }),
    notMe: createNotMe(journeys),
    mailIsLate: mailer.late,
  });
  const metricsServer =
    config.metricsPort === null
      ? null
      : await startMetricsServer({ port: config.metricsPort, metrics, health });
  await app.listen({ host: config.host, port: config.port });
  mailer.start();
  const upkeep = startUpkeep({ ...identity, log, auditKeptMs: config.audit.keepDays * 86_400_000 });

  let closing: Promise<void> | null = null;
  const close = async () => {
    health.stop();
    upkeep.stop();
    await app.close();
    await mailer.stop();
    await metricsServer?.close();
    await identity.close();
  };
  return {
    url: config.publicUrl,
    metricsUrl: metricsServer?.url ?? null,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** The store and everything that the portal knows, without pages: for the command line too. */
export async function openIdentity(config: Config, log?: Log): Promise<Identity> {
  const identity = await createIdentity(config, {
    clock: systemClock,
    onStoreError: (error) => log?.warn({ err: error }, 'a database connection was lost'),
  });
  try {
    await identity.db.migrate();
  } catch (error) {
    await identity.close();
    throw error;
  }
  return identity;
}

function reasonOf(event: { data?: unknown }): string {
  const { reason } = (event.data ?? {}) as { reason?: unknown };
  return typeof reason === 'string' ? reason : '';
}
