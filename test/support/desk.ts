import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { stringify } from 'yaml';
import { readConfig } from '../../src/config.ts';
import { createIdentity, type Identity } from '../../src/identity.ts';
import { buildApp, openMailer } from '../../src/main.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { createHealth } from '../../src/platform/metrics/health.ts';
import { noMetrics } from '../../src/platform/metrics/metrics.ts';
import { Member } from './member.ts';
import { newPerson, type Person } from './people.ts';
import { startSmtp, type TestSmtp } from './smtp.ts';
import { type Engine, makeStore, type TestClock, testClock } from './stores.ts';

/**
 * A whole portal inside the test: real store, real mailer, real SMTP receiver, every page; only the socket is
 * left out (Fastify's inject) and the clock is the test's to move.
 */
export type Desk = {
  engine: Engine;
  url: string;
  app: FastifyInstance;
  identity: Identity;
  clock: TestClock;
  smtp: TestSmtp;
  /** A second portal on the same store, keys and clock, as behind a load balancer. */
  second(): Promise<{ app: FastifyInstance; identity: Identity; close(): Promise<void> }>;
  /** An account, made directly. */
  join(known?: Partial<Person>): Promise<Person & { id: string }>;
  /** A browser of its own, at an address of its own. */
  browser(options?: { address?: string; app?: FastifyInstance }): Member;
  close(): Promise<void>;
};

/** Opens a desk on one engine. `config` is the content of poterne.yaml. */
export async function openDesk(
  engine: Engine,
  config: object = {},
  { url = 'http://localhost:3999' }: { url?: string } = {},
): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'poterne-desk-'));
  const store = await makeStore(engine);
  const smtp = await startSmtp();
  const clock = testClock();
  const file = join(folder, 'poterne.yaml');
  // Every browser says its own address, as behind a proxy: budgets see different networks.
  writeFileSync(file, stringify({ trustedProxies: ['127.0.0.1'], ...config }));
  const env = {
    PUBLIC_URL: url,
    DATA_DIR: folder,
    DATABASE_URL: store.url,
    SMTP_URL: smtp.url,
    POTERNE_CONFIG: file,
  };
  const open = async () => {
    const read = await readConfig({ env, purpose: 'serve' });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const log = createLog({ level: 'silent' });
    const identity = await createIdentity(read.config, { clock });
    await identity.db.migrate();
    const mailer = openMailer({ config: read.config, identity, log });
    const health = createHealth({ db: identity.db, mailer });
    const app = await buildApp({ config: read.config, identity, mailer, metrics: noMetrics, health, log });
    mailer.start();
    const close = async () => {
      await app.close();
      await mailer.stop();
      await identity.close();
    };
    return { app, identity, close };
  };
  const first = await open();
  return {
    engine,
    url,
    ...first,
    clock,
    smtp,
    second: open,
    join: (known) => joinAs(first.identity, newPerson(known)),
    browser: ({ address, app = first.app } = {}) => new Member({ app, url, smtp, address }),
    close: async () => {
      await first.close();
      await smtp.stop();
      await store.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function joinAs({ db, accounts, hasher }: Identity, person: Person) {
  const hashed = await hasher.hash(person.password as never, { lane: 'known', fairKey: 'test' });
  if (!hashed.ok) throw new Error('the hasher is busy');
  const made = await accounts.create(db.handle, {
    email: person.email as never,
    name: person.name,
    role: 'member',
    locale: 'fr',
    passwordHash: hashed.hash,
  });
  if (!made.ok) throw new Error('the account exists');
  return { ...person, id: made.account.id };
}
