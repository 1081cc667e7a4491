import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { paths } from '../../src/routes.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { startCluster } from '../support/postgres.ts';
import { createClient, statusOf, until } from './support.ts';

/** The store is away: a page that says so, not ready, alive; and afterwards everything as before, by itself. */
async function assertAwayThenBack(
  portal: TestPortal,
  { away, back }: { away(): unknown; back(): unknown },
): Promise<void> {
  const person = await portal.createAccount();
  const client = createClient(portal);
  const home = await client.signIn(person);
  assert.match(home.body, /connecté\(e\)/);
  const stranger = createClient(portal);
  const page = await stranger.ask(paths.forgotten);
  await away();
  const refused = await stranger.submit(page, { username: person.email });
  assert.equal(refused.status, 503, portal.log().slice(-3_000));
  assert.match(refused.body, /PT-702/);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  await until('not ready', async () => (await statusOf(portal, paths.ready)) === 503);
  assert.equal(await statusOf(portal, paths.live), 200);
  assert.equal(await statusOf(portal, paths.help), 200);
  await back();
  await until('ready again', async () => (await statusOf(portal, paths.ready)) === 200);
  assert.match((await client.ask(paths.home)).body, /connecté\(e\)/);
  const another = await portal.createAccount();
  assert.match((await createClient(portal).signIn(another)).body, /connecté\(e\)/);
  assert.ok(!portal.log().includes(person.email));
}

describe('the store is away', () => {
  it('SQLite: another process holds the file', async () => {
    const portal = await startPortal();
    try {
      let other: DatabaseSync | null = null;
      await assertAwayThenBack(portal, {
        away: () => {
          other = new DatabaseSync(portal.databaseUrl.replace('sqlite:', ''));
          other.exec('PRAGMA busy_timeout = 5000; BEGIN EXCLUSIVE');
        },
        back: () => {
          other?.exec('ROLLBACK');
          other?.close();
        },
      });
    } finally {
      await portal.destroy();
    }
  });

  it('SQLite: the disk is full', async () => {
    const disk = smallDisk();
    const portal = await startPortal({ databaseUrl: `sqlite:${join(disk.folder, 'poterne.db')}` });
    try {
      const ballast = join(disk.folder, 'ballast');
      await assertAwayThenBack(portal, {
        away: async () => {
          const { bavail, bsize } = statfsSync(disk.folder);
          writeFileSync(ballast, Buffer.alloc(bavail * bsize));
          // What is written already in the log's file may still be overwritten in place: use it up.
          await until('full', async () => (await statusOf(portal, paths.ready)) === 503, 10_000).catch(
            () => {},
          );
          const client = createClient(portal);
          for (let i = 0; i < 300; i += 1) {
            const page = await client.ask(paths.forgotten);
            const answer = await client.submit(page, { username: `p${i}@exemple.fr` });
            if (answer.status === 503) return;
          }
        },
        back: () => rmSync(ballast),
      });
    } finally {
      await portal.destroy();
      disk.remove();
    }
  });

  it('PostgreSQL: it crashes and starts again', async () => {
    const cluster = await startCluster();
    const databaseUrl = await cluster.createDatabase('away');
    const portal = await startPortal({ engine: 'postgres', databaseUrl });
    try {
      await assertAwayThenBack(portal, {
        away: async () => {
          // The tests' cluster commits without waiting for its disk: a second, and nothing is in the air.
          await sleep(1_000);
          cluster.stop('immediate');
        },
        back: () => cluster.start(),
      });
    } finally {
      await portal.destroy();
      cluster.destroy();
    }
  });
});

/** A disk of 4 MB: a tmpfs, which needs root, as in CI; elsewhere the user's own namespace gives one. */
function smallDisk(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'poterne-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]);
  return {
    folder,
    remove: () => {
      execFileSync('umount', ['-l', folder]);
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
    },
  };
}
