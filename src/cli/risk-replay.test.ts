import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runProgram } from '../../test/support/program.ts';
import { riskDesk } from '../../test/support/risk.ts';
import { eventOf } from '../../test/support/risk-history.ts';
import { makeStore } from '../../test/support/stores.ts';
import { dayMs, hourMs, systemClock } from '../core/clock.ts';
import { openDatabase } from '../platform/db/database.ts';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`risk replay [${engine}]`, () => {
    let folder: string;
    let store: Awaited<ReturnType<typeof makeStore>>;
    const file = (name: string, text = '') => {
      const path = join(folder, name);
      if (text) writeFileSync(path, text);
      return path;
    };
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'poterne-replay-'));
      store = await makeStore(engine);
    });
    after(async () => {
      await store.remove();
      rmSync(folder, { recursive: true, force: true });
    });
    const replay = (args: string[]) =>
      runProgram({
        args: ['risk', 'replay', ...args],
        env: { LANG: 'en_GB.UTF-8', DATA_DIR: folder, DATABASE_URL: store.url },
      });

    it('says clearly that there is no history yet', async () => {
      const [policy, plot] = [file('policy.yaml', 'risk: { mode: on }\n'), file('nothing.svg')];
      const { code, stdout, stderr } = await replay(['--policy', policy, '--plot', plot]);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /^No picture is written to .*nothing\.svg: there is nothing to draw\.$/m);
      assert.equal(existsSync(plot), false);
      assert.match(stdout, /^Nothing to replay: no sign-in from \d{4}-\d\d-\d\d to .* was recorded/);
    });

    it('replays what the portal recorded itself, as a table, as JSON and as a picture', async () => {
      await signInForDays(store.url);
      const [policy, plot] = [file('policy.yaml', 'risk: { mode: on, threshold: -40 }\n'), file('plot.svg')];
      const table = await replay(['--policy', policy]);
      assert.equal(table.code, 0, table.stderr);
      assert.match(table.stdout, /24 sign-ins of 2 people, 18 of them of accounts whose habits are known/);
      assert.match(table.stdout, /sign-ins asked for a code +2 +8\.3 % +\d+/);
      assert.match(table.stdout, /first-sign-in +2 +8\.3 % +2 +8\.3 %/);
      assert.match(table.stdout, /very-targeted +100\.0 %/);
      assert.match(table.stdout, /Events left out: 1\. They lack: risk \(1\)\./);
      const { code, stdout } = await replay(['--policy', policy, '--json', '--plot', plot]);
      assert.equal(code, 0);
      const json = JSON.parse(stdout);
      assert.equal(json.happened.asked, 2);
      assert.equal(json.signIns, 24);
      assert.deepEqual(json.leftOut, { events: 1, missing: { risk: 1 } });
      assert.match(readFileSync(plot, 'utf8'), /^<svg /);
    });

    it('replays only as many days as it is told', async () => {
      const { stdout } = await replay(['--days', '5', '--policy', file('policy.yaml'), '--json']);
      assert.equal(JSON.parse(stdout).signIns, 10);
    });

    it('comes to what happened where the policy is the portal’s own', async () => {
      const { stdout } = await replay(['--policy', file('same.yaml', '# the defaults\n'), '--json']);
      const { happened, policy, newlyAsked, noLongerAsked } = JSON.parse(stdout);
      assert.deepEqual(policy.byReason, happened.byReason);
      assert.deepEqual([newlyAsked, noLongerAsked], [0, 0]);
    });
  });
}

describe('risk replay', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'poterne-replay-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const refused = async (args: string[]) => {
    const { code, stdout, stderr } = await runProgram({
      args: ['risk', 'replay', ...args],
      env: { LANG: 'en_GB.UTF-8', DATA_DIR: join(folder, 'data') },
    });
    assert.equal(stdout, '');
    assert.ok(!existsSync(join(folder, 'data')), 'nothing is opened in vain');
    return { code, stderr };
  };

  it('refuses a policy with every problem of it, before it opens anything', async () => {
    const path = join(folder, 'bad.yaml');
    writeFileSync(path, 'risk: { mode: loud, traget: 3% }\ncodes: { unknown: 1 }\n');
    const { code, stderr } = await refused(['--policy', path]);
    assert.equal(code, 1);
    for (const key of [/risk\.mode: /, /risk\.traget: .*did you mean target/, /codes\.unknown: /]) {
      assert.match(stderr, key);
    }
    assert.match((await refused(['--policy', join(folder, 'none.yaml')])).stderr, /is not a file/);
  });

  it('refuses what it could not write or count', async () => {
    const path = join(folder, 'good.yaml');
    writeFileSync(path, 'risk: {}\n');
    for (const days of ['0', '-3', '1.5', 'many', '99999']) {
      assert.equal((await refused([`--days=${days}`, '--policy', path])).code, 2);
    }
    assert.equal((await refused(['--policy', path, '--plot', 'plot.png'])).code, 2);
    assert.match(
      (await refused(['--policy', path, '--plot', join(folder, 'none', 'plot.svg')])).stderr,
      /is not a folder/,
    );
    mkdirSync(join(folder, 'folder.svg'));
    const intoFolder = await refused(['--policy', path, '--plot', join(folder, 'folder.svg')]);
    assert.equal(intoFolder.code, 1);
    assert.match(intoFolder.stderr, /is a folder, not a file to write\n$/);
    assert.match((await refused([])).stderr, /--policy FILE is missing/);
  });
});

/** Two people, once a day for twelve days up to now, each with one browser; and an event of an older version. */
async function signInForDays(url: string): Promise<void> {
  let at = systemClock.now() - 12 * dayMs + hourMs;
  const clock = { now: () => at };
  const db = await openDatabase({ url, clock });
  const desk = riskDesk({ db, clock });
  const people: { id: string; token: string | null }[] = [];
  for (let i = 0; i < 2; i += 1) people.push({ id: await desk.join(), token: null });
  for (let day = 0; day < 12; day += 1, at += dayMs) {
    for (const person of people) {
      person.token = (await desk.signIn(person.id, { token: person.token })).token;
    }
  }
  at -= dayMs;
  const { type, accountId } = eventOf();
  const data = { amr: ['pwd'], reasons: [], device: 'known' } as const;
  assert.ok(type === 'sign-in.succeeded');
  await desk.audit.record(db.handle, { type, accountId, data });
  await db.close();
}
