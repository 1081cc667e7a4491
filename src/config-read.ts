import { dirname, join, resolve } from 'node:path';
import { brandForms } from './config-brand.ts';
import { contradictions } from './config-contradictions.ts';
import { type Env, readEnvironment } from './config-environment.ts';
import { parseSettings, readFile } from './config-file.ts';
import type { Problem } from './config-problems.ts';
import { insecurities, notesOn } from './config-production.ts';
import type { FileSettings } from './config-schema.ts';
import { coreCount } from './config-schema-limits.ts';
import { keysInFolder } from './config-secrets.ts';
import { toolProblems, toolsOf } from './config-tools.ts';
import type { CodePolicy, Config, RiskPolicy } from './config-type.ts';
import { isLoopbackHost } from './config-values.ts';

/** What the configuration is read for: `serve` needs a mail server; `check` also writes nothing. */
export type Purpose = 'serve' | 'command' | 'check';

/** `notes` are worth an operator's eye, and refuse nothing. */
export type Read = { ok: true; config: Config; notes: Problem[] } | { ok: false; problems: Problem[] };

/**
 * The configuration, from the environment given and poterne.yaml; every problem at once [security.md 39].
 * The only reader of the environment. Makes DATA_DIR/secret-keys at the first start, unless checking.
 */
export function readConfig({ env, purpose }: { env: Env; purpose: Purpose }): Read {
  const problems: Problem[] = [];
  const variables = readEnvironment(env, problems);
  const { settings, path } = readFile(variables.POTERNE_CONFIG, problems);
  if (!settings) return { ok: false, problems };

  const dataDir = resolve(variables.DATA_DIR ?? './data');
  const port = variables.PORT ?? 3000;
  const publicUrl = variables.PUBLIC_URL ?? `http://localhost:${port}`;
  const production = !isLoopbackHost(new URL(publicUrl).hostname);
  const base = dirname(path ?? resolve('poterne.yaml'));
  const secretKeys =
    variables.SECRET_KEYS ??
    (problems.some((p) => p.key === 'SECRET_KEYS') ? [] : fileKeys(dataDir, purpose, problems));

  const config: Config = {
    publicUrl,
    host: variables.HOST ?? '127.0.0.1',
    port,
    metricsPort: variables.METRICS_PORT,
    dataDir,
    databaseUrl: variables.DATABASE_URL ?? `sqlite:${join(dataDir, 'poterne.db')}`,
    smtpUrl: variables.SMTP_URL,
    secretKeys,
    production,
    ...fromFile(settings, { base, dataDir, hostname: new URL(publicUrl).hostname }),
  };
  config.passwords.pepper = variables.PASSWORD_PEPPER;
  const already = new Set(problems.map(({ key }) => key));
  const wider = [
    ...contradictions(config, { needsMail: purpose !== 'command' }),
    ...toolProblems(settings.tools, config),
    ...insecurities(config),
  ];
  problems.push(...wider.filter(({ key }) => !already.has(key)));
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    config,
    notes: notesOn(config, { keysGiven: variables.SECRET_KEYS !== null, settings }),
  };
}

/** A policy to try on history, or every problem of its text. */
export type PolicyRead =
  | { ok: true; policy: { risk: RiskPolicy; codes: CodePolicy } }
  | { ok: false; problems: Problem[] };

/**
 * The `risk` and `codes` of a text like poterne.yaml, whole or with these two alone, for `poterne risk replay`.
 * Same keys, defaults and messages; `name` is what the messages call it.
 */
export function readPolicy(source: string, name: string): PolicyRead {
  const problems: Problem[] = [];
  const settings = parseSettings(source, problems, name);
  if (!settings) return { ok: false, problems };
  return { ok: true, policy: { risk: settings.risk, codes: codePolicy(settings.codes) } };
}

const codePolicy = (codes: FileSettings['codes']): CodePolicy => ({
  knownDeviceDays: codes.knownDevice,
  unknownDays: codes.unknown,
});

type Around = { base: string; dataDir: string; hostname: string };

function fromFile(settings: FileSettings, { base, dataDir, hostname }: Around) {
  const { brand, mail, sessions, passwords, hashing, codes, accounts, audit, tools, places, ...same } =
    settings;
  const limits = (of: { idle: number; absolute: number }) => ({ idleMs: of.idle, absoluteMs: of.absolute });
  const fileAt = (path: string | null) => path && resolve(base, path);
  return {
    ...same,
    tools: toolsOf(tools),
    brand: {
      ...brandForms(brand.name, brand),
      colours: brand.colours,
      ...(brand.logo ? { logoFile: resolve(base, brand.logo) } : {}),
    },
    mail: {
      from: {
        name: mail.from.name,
        address: mail.from.address ?? `ne-pas-repondre@${hostname.includes('.') ? hostname : 'localhost'}`,
      },
    },
    sessions: {
      member: limits(sessions.member),
      operator: limits(sessions.operator),
      admin: limits(sessions.admin),
    },
    passwords: {
      requireClasses: passwords.requireClasses,
      breachFile: passwords.breachFile ? resolve(base, passwords.breachFile) : join(dataDir, 'breaches.bin'),
      calendarMs: passwords.calendar,
      pepper: null as Buffer | null,
    },
    hashing: {
      // More hashes than cores only slow one another down and starve the pages.
      concurrency: hashing.concurrency === 0 ? coreCount() : Math.min(hashing.concurrency, coreCount()),
      maxQueued: hashing.maxQueued,
      maxWaitMs: hashing.maxWait,
      memoryKiB: hashing.memoryKiB,
      passes: hashing.passes,
    },
    codes: codePolicy(codes),
    places: {
      country: places.country === 'bundled' ? places.country : fileAt(places.country),
      network: fileAt(places.network),
      city: fileAt(places.city),
    },
    accounts: { unverifiedHours: accounts.unverified, inactiveMs: accounts.inactive },
    audit: { keepDays: audit.keep },
  };
}

function fileKeys(dataDir: string, purpose: Purpose, problems: Problem[]): Buffer[] {
  const result = keysInFolder(dataDir, { make: purpose !== 'check' });
  if (result.ok) return result.value;
  problems.push({ key: 'DATA_DIR', wrong: result.wrong, fix: result.fix });
  return [];
}
