import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { TestPortal } from '../../support/portal.ts';
import { expect, test } from '../support/fixtures.ts';

test.use({ portalOptions: {} });

test('while the store is away the page says so; the portal recovers by itself', {
  tag: '@both-stores',
}, async ({ page, portal, request, visitor, inspect }) => {
  const person = await portal.createAccount();
  await page.goto('/connexion');
  await visitor.giveAddress(person.email);
  const giveBack = await takeStore(portal);
  try {
    await visitor.givePassword(person.password);
    await visitor.isDeadEnd('PT-702', 'Le portail est momentanément indisponible.', ['Réessayer']);
    await inspect('dead-end-store-away');
    expect((await request.get('/health/ready')).status()).toBe(503);
    expect((await request.get('/health/live')).status()).toBe(200);
  } finally {
    await giveBack();
  }
  await expect.poll(async () => (await request.get('/health/ready')).status(), { timeout: 30_000 }).toBe(200);
  await page.getByRole('link', { name: 'Réessayer' }).click();
  await visitor.givePassword(person.password);
  await visitor.giveCode(await visitor.code(person.email));
  await visitor.isHome();
});

/** Makes the store unusable as it happens for real, and returns what ends that. */
function takeStore({ engine, databaseUrl }: TestPortal): Promise<() => Promise<void>> {
  return engine === 'sqlite' ? lockFile(databaseUrl.replace(/^sqlite:/, '')) : shutDatabase(databaseUrl);
}

/** A backup tool that holds SQLite's file. */
async function lockFile(path: string) {
  const holder = new DatabaseSync(path);
  holder.exec('BEGIN IMMEDIATE');
  return async () => {
    holder.exec('ROLLBACK');
    holder.close();
  };
}

/** PostgreSQL lets nobody in to this database, and those inside are thrown out. */
async function shutDatabase(databaseUrl: string) {
  const url = new URL(databaseUrl);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const administrator = new pg.Client(url.href);
  await administrator.connect();
  await administrator.query(`ALTER DATABASE "${name}" WITH ALLOW_CONNECTIONS false`);
  await administrator.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
    name,
  ]);
  return async () => {
    await administrator.query(`ALTER DATABASE "${name}" WITH ALLOW_CONNECTIONS true`);
    await administrator.end();
  };
}
