import type { FastifyInstance } from 'fastify';
import { type AppDeps, createApp } from './app.ts';
import type { Config } from './config-type.ts';
import { dayMs, hourMs, systemClock } from './core/clock.ts';
import { createForwardAuth, moveProxies } from './forward-auth/service.ts';
import { createIdentity, type Identity } from './identity.ts';
import { createEmailChange, createEmailUndo } from './journeys/email-change/service.ts';
import { createEnrolment } from './journeys/enrolment/service.ts';
import { createNotMe } from './journeys/not-me/service.ts';
import { createPasswordReset } from './journeys/password-reset/service.ts';
import { createSignIn } from './journeys/sign-in/service.ts';
import { createSignUp } from './journeys/sign-up/service.ts';
import { createMyFactors } from './my-account/factors/service.ts';
import { createMyAccount } from './my-account/service.ts';
import { createCourier, createSignOut, createTeller } from './oidc/logout/service.ts';
import { createOidc } from './oidc/service.ts';
import type { Log } from './platform/log/log.ts';
import { createMailer, type Mailer, type Refusal } from './platform/mail/mailer.ts';
import { createSmtpTransport } from './platform/mail/transport.ts';
import { createHealth, type Health } from './platform/metrics/health.ts';
import { createMetrics, type Metrics, noMetrics } from './platform/metrics/metrics.ts';
import { startMetricsServer } from './platform/metrics/server.ts';
import { createAssets } from './ui/assets.ts';
import { startUpkeep } from './upkeep.ts';
import { createAims } from './web/aims.ts';
import { createNotices } from './web/notices.ts';
import { createWeb } from './web/web.ts';

export type Portal = { url: string; metricsUrl: string | null; close(): Promise<void> };

/**
 * The whole portal from its configuration: store, mail, pages, listening. Throws what cannot be begun with
 * (a port taken, a store that cannot be opened). `close` ends what is in flight first; safe to call twice.
 */
export async function startPortal({ config, log }: { config: Config; log: Log }): Promise<Portal> {
  const identity = await openIdentity(config, log);
  const { db, hasher } = identity;
  const mailer = openMailer({ config, identity, log });
  const metrics = config.metricsPort === null ? noMetrics : await createMetrics({ hasher, mailer });
  identity.audit.onRecorded((event) => metrics.event(event.type, reasonOf(event)));
  const health = createHealth({ db, mailer });
  const wired = wire({ config, identity, mailer, metrics, health, log });
  const app = await createApp(wired);
  const courier = createCourier({ ...wired, ...identity, teller: createTeller(wired.oidc) });
  const metricsServer =
    config.metricsPort === null
      ? null
      : await startMetricsServer({ port: config.metricsPort, metrics, health });
  await app.listen({ host: config.host, port: config.port });
  mailer.start();
  courier.start();
  const upkeep = startUpkeep({
    ...identity,
    log,
    auditKeptMs: config.audit.keepDays * dayMs,
    calendarMs: config.passwords.calendarMs,
    inactiveMs: config.accounts.inactiveMs,
  });

  let closing: Promise<void> | null = null;
  const close = async () => {
    health.stop();
    upkeep.stop();
    await app.close();
    await Promise.all([mailer.stop(), courier.stop()]);
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

type Parts = {
  config: Config;
  identity: Identity;
  mailer: Mailer;
  metrics: Metrics;
  health: Health;
  log: Log;
};

/** The pages of the portal over what it knows: neither listens nor sends mail. */
export function buildApp(parts: Parts): Promise<FastifyInstance> {
  return createApp(wire(parts));
}

/** What is wired to what. */
export function wire({ config, identity, mailer, ...watch }: Parts): AppDeps {
  const { keyRing, clock } = identity;
  const assets = createAssets(config.brand);
  const { brand, help, links, timeZone, publicUrl: origin, trustedProxies } = config;
  const site = {
    brand,
    help,
    links,
    timeZone,
    signUp: config.signUp.mode !== 'closed',
    assets: assets.paths,
  };
  const journeys = { ...identity, origin, toolSessions: withProxies(identity.toolSessions) };
  const notMe = createNotMe(journeys);
  const emailChange = createEmailChange({ ...journeys, policy: config.signUp });
  const unverifiedMs = config.accounts.unverifiedHours * hourMs;
  const web = createWeb({ keyRing, clock, site });
  const aims = createAims({ keyRing, clock });
  const signOut = createSignOut(identity);
  return {
    ...identity,
    ...watch,
    origin,
    trustedProxies,
    web,
    aims,
    notices: createNotices({ keyRing, clock }),
    oidc: createOidc({ ...identity, origin, web, aims, signOut, log: watch.log }),
    assets,
    links,
    signIn: createSignIn(journeys),
    reset: createPasswordReset(journeys),
    signUp: createSignUp({ ...journeys, policy: config.signUp, unverifiedMs }),
    notMe,
    enrolment: createEnrolment(journeys),
    myFactors: createMyFactors(journeys),
    emailChange,
    emailUndo: createEmailUndo(journeys),
    myAccount: createMyAccount({ ...journeys, notMe, emailChange, timeZone }),
    signOut,
    forwardAuth: createForwardAuth(identity),
    mailIsLate: mailer.late,
  };
}

/** What a session opened goes on under the next one: by OpenID Connect, and behind proxies. */
function withProxies(toolSessions: Identity['toolSessions']): Identity['toolSessions'] {
  const move: typeof toolSessions.move = async (tx, of) => {
    await toolSessions.move(tx, of);
    await moveProxies(tx, of);
  };
  return { ...toolSessions, move };
}

/** The mailer of a portal. Throws when no mail server is configured: the portal cannot work without mail. */
export function openMailer({ config, identity, log }: Pick<Parts, 'config' | 'identity' | 'log'>): Mailer {
  if (config.smtpUrl === null) throw new Error('SMTP_URL is missing: the portal cannot work without mail');
  const { name = config.brand.start, address } = config.mail.from;
  const transport = createSmtpTransport({ smtpUrl: config.smtpUrl, from: { name, address } });
  const { db, clock, mails: queue, keyRing, audit } = identity;
  const onRefused = ({ kind, accountId, reply }: Refusal) => {
    const status = Number(/^[45]\d\d\b/.exec(reply)?.[0] ?? Number.NaN);
    const data = { kind, status: Number.isNaN(status) ? null : status };
    return audit.record(db.handle, { type: 'mail.refused', accountId, data });
  };
  return createMailer({ db, clock, queue, keyRing, transport, log, onRefused });
}

/** The store and everything that the portal knows, without pages: for the command line too. */
export async function openIdentity(config: Config, log?: Log): Promise<Identity> {
  const identity = await createIdentity(config, {
    clock: systemClock,
    onStoreError: (error) => log?.warn({ err: error }, 'a database connection was lost'),
    log,
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
