import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startProgram } from '../../test/support/program.ts';
import { testClock } from '../../test/support/stores.ts';
import { minuteMs } from '../core/clock.ts';
import { openBreaches } from '../identity/passwords/service.ts';

describe('breaches import', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'poterne-breaches-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const hashes = Array.from({ length: 500 }, (_, i) =>
    createHash('sha1').update(`mot de passe ${i}`).digest('hex').toUpperCase(),
  ).sort();
  const list = (name: string, lines: string[]) => {
    const file = join(folder, name);
    writeFileSync(file, lines.join('\r\n'));
    return file;
  };
  const importing = (file: string, dataDir = join(folder, 'data')) =>
    startProgram({
      args: ['breaches', 'import', file],
      env: { DATA_DIR: dataDir, LANG: 'en_GB.UTF-8' },
    }).ended;

  it('gives a portal that runs the new list within a minute, without a restart', async () => {
    const clock = testClock();
    const breaches = await openBreaches({ path: join(folder, 'data', 'breaches.bin'), clock });
    assert.equal(await breaches.has('mot de passe 7'), null);
    const lines = hashes.map((hash, i) => `${hash}:${i + 1}`);
    const { code, stdout, stderr } = await importing(list('published.txt', [...lines, '']));
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^500 breached passwords in .*breaches\.bin\. The portal uses them within a minute\.\n$/,
    );
    assert.equal(stderr, '');
    clock.advance(minuteMs);
    assert.equal(await breaches.has('mot de passe 7'), true);
    assert.equal(await breaches.has('pas dedans'), false);
    await breaches.close();
  });

  const refusals: [name: string, lines: string[], says: RegExp][] = [
    ['unsorted.txt', [hashes[0]!, hashes[2]!, hashes[1]!], /: line 3 is out of order/],
    ['other.txt', [hashes[0]!, 'azerty', hashes[1]!], /: line 2 is not a SHA-1 hash/],
    ['empty.txt', [], /: the file holds no hash/],
  ];
  for (const [name, lines, says] of refusals) {
    it(`refuses ${name} in words, and leaves no file`, async () => {
      const dataDir = mkdtempSync(join(folder, 'refused-'));
      const { code, stderr } = await importing(list(name, lines), dataDir);
      assert.equal(code, 1);
      assert.match(stderr, says);
      assert.doesNotMatch(stderr, /\.ts:\d/);
      assert.equal(existsSync(join(dataDir, 'breaches.bin')), false);
    });
  }

  it('refuses what is not a file', async () => {
    for (const file of [folder, join(folder, 'nowhere.txt')]) {
      const { code, stderr } = await importing(file);
      assert.equal(code, 1);
      assert.match(stderr, /is not a file\n$/);
    }
  });
});
