import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { type Admission, createFairQueue } from './fair-queue.ts';

const stranger = (fairKey = 'net'): Admission => ({ lane: 'stranger', fairKey });
const known = (fairKey = 'net'): Admission => ({ lane: 'known', fairKey });

/** Tasks that end when the test says so, in the order in which they began. */
function gate() {
  const started: string[] = [];
  const ends: (() => void)[] = [];
  const task = (name: string) => () =>
    new Promise<string>((resolve) => {
      started.push(name);
      ends.push(() => resolve(name));
    });
  const step = async () => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { started, task, step };
}

const roomy = { concurrency: 1, maxQueued: 1_000, maxWaitMs: 60_000, maxPerKey: 1_000 };

it('never runs more than the concurrency at once, whatever comes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.nat(5), { maxLength: 60 }),
      async (concurrency, keys) => {
        const queue = createFairQueue({ ...roomy, concurrency });
        let now = 0;
        let most = 0;
        const task = async () => {
          now += 1;
          most = Math.max(most, now);
          await new Promise(setImmediate);
          now -= 1;
        };
        const done = await Promise.all(keys.map((key) => queue.run(task, stranger(`${key}`))));
        assert.ok(done.every((one) => one.ok));
        assert.ok(most <= concurrency);
        assert.equal(queue.stats().served, keys.length);
        assert.equal(queue.stats().running, 0);
      },
    ),
    { numRuns: 30 },
  );
});

it('keeps its length bounded and refuses the rest at once', async () => {
  const { task, step } = gate();
  const queue = createFairQueue({ ...roomy, maxQueued: 5, maxPerKey: 1_000 });
  const all = Array.from({ length: 50 }, (_, n) => queue.run(task(`${n}`), stranger()));
  assert.equal(queue.stats().queued, 5);
  assert.equal(queue.stats().refused, 44);
  for (let n = 0; n < 6; n += 1) await step();
  assert.equal((await Promise.all(all)).filter((one) => one.ok).length, 6);
});

it('bounds what one network may have waiting', () => {
  const { task } = gate();
  const queue = createFairQueue({ ...roomy, maxQueued: 100, maxPerKey: 10 });
  for (let n = 0; n < 50; n += 1) void queue.run(task('flood'), stranger('flood'));
  assert.equal(queue.stats().queued, 10);
  queue.close();
});

it('serves a lone network within two turns of a flood of 500 from another', async () => {
  const { task, step, started } = gate();
  const queue = createFairQueue(roomy);
  for (let n = 0; n < 500; n += 1) void queue.run(task('flood'), stranger('flood'));
  void queue.run(task('lone'), stranger('lone'));
  for (let n = 0; n < 3; n += 1) await step();
  assert.ok(started.indexOf('lone') > 0 && started.indexOf('lone') <= 2, started.join());
  queue.close();
});

it('makes room for a lone network when floods have filled the queue', async () => {
  const { task, step, started } = gate();
  const queue = createFairQueue({ ...roomy, maxQueued: 20, maxPerKey: 10 });
  const floods = ['a', 'b'].flatMap((key) =>
    Array.from({ length: 15 }, () => queue.run(task(key), stranger(key))),
  );
  assert.equal(queue.stats().queued, 20);
  const lone = queue.run(task('lone'), stranger('lone'));
  assert.equal(queue.stats().queued, 20);
  for (let n = 0; n < 30; n += 1) await step();
  assert.deepEqual(await lone, { ok: true, value: 'lone' });
  assert.ok(started.indexOf('lone') <= 4, started.join());
  assert.equal((await Promise.all(floods)).filter((one) => one.ok).length, 20);
});

it('serves known browsers first, and strangers once in eight all the same', async () => {
  const { task, step, started } = gate();
  const queue = createFairQueue(roomy);
  void queue.run(task('first'), stranger());
  for (let n = 0; n < 10; n += 1) void queue.run(task('stranger'), stranger());
  for (let n = 0; n < 60; n += 1) void queue.run(task('known'), known());
  for (let n = 0; n < 24; n += 1) await step();
  assert.deepEqual(
    started.slice(1, 25).map((name) => name === 'stranger'),
    Array.from({ length: 24 }, (_, n) => n % 8 === 7),
  );
  queue.close();
});

it('refuses at once what it foresees it cannot serve in time', async () => {
  let now = 0;
  const queue = createFairQueue({ ...roomy, maxWaitMs: 100, elapsedMs: () => now });
  await queue.run(async () => {
    now += 40;
  }, stranger());
  const { task } = gate();
  void queue.run(task('running'), stranger());
  void queue.run(task('waits 40 ms'), stranger());
  void queue.run(task('waits 80 ms'), stranger());
  assert.deepEqual(await queue.run(task('would wait 120 ms'), stranger()), { ok: false, reason: 'busy' });
  assert.equal(queue.stats().queued, 2);
  assert.equal(queue.stats().drainMs, 80);
  void queue.run(task('a known browser is ahead of them'), known());
  assert.equal(queue.stats().queued, 3);
  queue.close();
});

it('refuses what its deadline overtakes', async () => {
  const { task, step, started } = gate();
  const queue = createFairQueue({ ...roomy, maxWaitMs: 20 });
  const running = queue.run(task('running'), stranger());
  assert.deepEqual(await queue.run(task('late'), stranger()), { ok: false, reason: 'busy' });
  await step();
  assert.equal((await running).ok, true);
  assert.deepEqual(started, ['running']);
});

it('passes a task’s failure to its caller and goes on', async () => {
  const queue = createFairQueue(roomy);
  const broken = queue.run(() => Promise.reject(new Error('broken')), stranger());
  const next = queue.run(async () => 'fine', stranger());
  await assert.rejects(broken, /broken/);
  assert.deepEqual(await next, { ok: true, value: 'fine' });
});

it('refuses everything once closed', async () => {
  const { task } = gate();
  const queue = createFairQueue(roomy);
  void queue.run(task('running'), stranger());
  const waiting = queue.run(task('waiting'), stranger());
  queue.close();
  assert.equal((await waiting).ok, false);
  assert.equal((await queue.run(task('after'), stranger())).ok, false);
});
