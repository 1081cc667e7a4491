import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runProgram } from '../../test/support/program.ts';
import { makeStore } from '../../test/support/stores.ts';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`account export, account delete [${engine}]`, () => {
    let folder: string;
    let store: Awaited<ReturnType<typeof makeStore>>;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'poterne-data-'));
      store = await makeStore(engine);
      for (const [email, role] of [
        ['camille@membres.example', 'member'],
        ['seul@membres.example', 'admin'],
      ] as const) {
        const made = await poterne(['create', '--email', email, '--name', 'Camille Martin', '--role', role]);
        assert.equal(made.code, 0, made.stderr);
      }
    });
    after(async () => {
      await store.remove();
      rmSync(folder, { recursive: true, force: true });
    });

    const poterne = (args: string[]) =>
      runProgram({
        args: ['account', ...args],
        env: { DATA_DIR: folder, DATABASE_URL: store.url, LANG: 'en_GB.UTF-8' },
      });
    const found = async (email: string) => (await poterne(['show', email])).code === 0;

    it('writes the copy of a person’s data as one JSON text, and notes who did', async () => {
      const { code, stdout, stderr } = await poterne(['export', 'Camille@Membres.example']);
      assert.equal(code, 0, stderr);
      const copy = JSON.parse(stdout);
      assert.equal(copy.account.email, 'camille@membres.example');
      assert.equal(copy.events[0].event, 'account.data-given');
      assert.equal(copy.events[0].actor, 'command-line');
      assert.match(copy.events[0].said, /L'équipe d'aide a préparé une copie/);
      assert.doesNotMatch(stdout, /argon2|sealed/);
      assert.equal((await poterne(['export', 'personne@membres.example'])).code, 1);
    });

    it('deletes nothing without --yes, nor the last administrator', async () => {
      const bare = await poterne(['delete', 'camille@membres.example']);
      assert.equal(bare.code, 2);
      assert.match(bare.stderr, /add --yes/);
      const last = await poterne(['delete', 'seul@membres.example', '--yes']);
      assert.equal(last.code, 1);
      assert.match(last.stderr, /last administrator/);
      assert.ok((await found('camille@membres.example')) && (await found('seul@membres.example')));
    });

    it('deletes an account at once, and only once', async () => {
      const { code, stdout } = await poterne(['delete', 'camille@membres.example', '--yes', '--json']);
      assert.equal(code, 0);
      assert.deepEqual(JSON.parse(stdout), { email: 'camille@membres.example', status: 'deleted' });
      assert.equal(await found('camille@membres.example'), false);
      assert.equal((await poterne(['delete', 'camille@membres.example', '--yes'])).code, 1);
    });
  });
}
