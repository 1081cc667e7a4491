import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import fc from 'fast-check';
import { testClock } from '../../../test/support/stores.ts';
import { minuteMs } from '../../core/clock.ts';
import { importBreaches } from './breach-import.ts';
import { openBreaches } from './breaches.ts';

const folder = mkdtempSync(join(tmpdir(), 'poterne-breaches-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;
const place = () => join(folder, `${++files}`);
const clock = testClock();
const sha1 = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase();

function published(passwords: readonly string[], line = (hash: string) => `${hash}:3`): string {
  const from = place();
  writeFileSync(from, `${[...new Set(passwords.map(sha1))].sort().map(line).join('\r\n')}\r\n`);
  return from;
}

async function imported(passwords: readonly string[]): Promise<string> {
  const to = place();
  const done = await importBreaches({ from: published(passwords), to });
  assert.deepEqual(done, { ok: true, count: new Set(passwords).size });
  return to;
}

it('finds every password of the list and no other', async () => {
  const lists = fc.uniqueArray(fc.string({ maxLength: 20, unit: 'binary' }), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(lists, lists, async (listed, others) => {
      const breaches = await openBreaches({ path: await imported(listed), clock });
      for (const password of listed) assert.equal(await breaches.has(password), true);
      const known = new Set(listed.map(sha1));
      for (const password of others) assert.equal(await breaches.has(password), known.has(sha1(password)));
      await breaches.close();
    }),
    { numRuns: 25 },
  );
});

it('reads a list of 200,000 in chunks, says how far it is, and answers fast', async () => {
  const passwords = Array.from({ length: 200_000 }, (_, n) => `password ${n}`);
  const to = place();
  const seen: number[] = [];
  const from = published(passwords);
  const onProgress = (now: { bytesRead: number; bytesTotal: number }) =>
    seen.push(now.bytesRead / now.bytesTotal);
  assert.deepEqual(await importBreaches({ from, to, onProgress }), { ok: true, count: 200_000 });
  assert.ok(seen.length > 5 && seen.at(-1) === 1);
  assert.ok(readFileSync(to).length < 200_000 * 6 + 400_000);
  const breaches = await openBreaches({ path: to, clock });
  assert.equal(breaches.count(), 200_000);
  const began = performance.now();
  for (let n = 0; n < 500; n += 1) {
    assert.equal(await breaches.has(`password ${n * 400}`), true);
    assert.equal(await breaches.has(`absent ${n}`), false);
  }
  assert.ok(performance.now() - began < 2_000);
  await breaches.close();
});

it('finds its way in one very full bucket', async () => {
  const hash = (n: number) => `ABCD${n.toString(16).padStart(12, '0')}${'0'.repeat(24)}`.toUpperCase();
  const target = sha1('in the middle');
  const same = Array.from({ length: 60_000 }, (_, n) => hash(n * 4_000_000_000)).map(
    (one) => target.slice(0, 4) + one.slice(4),
  );
  const from = place();
  writeFileSync(from, [...same, target].sort().join('\n'));
  const to = place();
  assert.equal((await importBreaches({ from, to })).ok, true);
  const breaches = await openBreaches({ path: to, clock });
  assert.equal(await breaches.has('in the middle'), true);
  assert.equal(await breaches.has('elsewhere'), false);
  await breaches.close();
});

it('takes hashes without counts, in lower case, without a last line end', async () => {
  const from = place();
  const to = place();
  writeFileSync(from, [sha1('a'), sha1('b')].sort().join('\n').toLowerCase());
  assert.deepEqual(await importBreaches({ from, to }), { ok: true, count: 2 });
});

it('refuses what is not a sorted list of SHA-1, names the line, and leaves nothing behind', async () => {
  const [first, second] = [sha1('a'), sha1('b')].sort() as [string, string];
  const refused: [string, string, number][] = [
    [`${second}\n${first}\n`, 'not-sorted', 2],
    [`${first}\nhello\n`, 'not-hashes', 2],
    [`${first}\n${second.slice(0, 32)}:5\n`, 'not-hashes', 2],
    [`${first}AA:5\n`, 'not-hashes', 1],
    [`${first}:many\n`, 'not-hashes', 1],
    [second.slice(0, 39), 'not-hashes', 1],
    ['\n\n', 'nothing', 2],
    ['', 'nothing', 0],
  ];
  for (const [text, reason, line] of refused) {
    const [from, to] = [place(), place()];
    writeFileSync(from, text);
    assert.deepEqual(await importBreaches({ from, to }), { ok: false, reason, line });
    assert.equal(
      readdirSync(folder).some((name) => join(folder, name).startsWith(to)),
      false,
    );
  }
});

it('keeps the former file when a new import is refused', async () => {
  const to = await imported(['old']);
  const from = place();
  writeFileSync(from, 'nonsense');
  assert.equal((await importBreaches({ from, to })).ok, false);
  const breaches = await openBreaches({ path: to, clock });
  assert.equal(await breaches.has('old'), true);
  await breaches.close();
});

it('says nothing rather than block when there is no file, or a damaged one', async () => {
  const whole = readFileSync(await imported(['one', 'two']));
  const other = Buffer.from(whole);
  other.write('X', 0);
  for (const bytes of [null, Buffer.alloc(0), whole.subarray(0, -1), other, Buffer.from('PTNBRCH1')]) {
    const path = place();
    if (bytes) writeFileSync(path, bytes);
    const breaches = await openBreaches({ path, clock });
    assert.equal(breaches.available(), false);
    assert.equal(await breaches.has('one'), null);
    await breaches.close();
  }
  const none = await openBreaches({ path: null, clock });
  assert.equal(await none.has('one'), null);
});

it('says nothing when the index is damaged', async () => {
  const path = await imported(['one']);
  const bytes = readFileSync(path);
  bytes.fill(0xff, 8, 8 + 65_536 * 6);
  writeFileSync(path, bytes);
  const breaches = await openBreaches({ path, clock });
  assert.equal(await breaches.has('one'), null);
  assert.equal(breaches.available(), false);
  await breaches.close();
});

it('sees a newly imported file within a minute', async () => {
  const path = place();
  const breaches = await openBreaches({ path, clock });
  assert.equal(await breaches.has('later'), null);
  await importBreaches({ from: published(['later']), to: path });
  assert.equal(await breaches.has('later'), null);
  clock.advance(minuteMs);
  assert.equal(await breaches.has('later'), true);
  await importBreaches({ from: published(['another']), to: path });
  clock.advance(minuteMs);
  assert.equal(await breaches.has('later'), false);
  assert.equal(await breaches.has('another'), true);
  await breaches.close();
  assert.equal(await breaches.has('another'), null);
});
