import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { it } from 'node:test';
import { hash as argon2Hash } from '@node-rs/argon2';
import type { Admission } from './fair-queue.ts';
import { createHasher } from './hasher.ts';
import { type HashCost, hashCost, leastCost, parsePhc } from './phc.ts';
import type { Password } from './rules.ts';

const cheap = { memoryKiB: 64, passes: 1 } as HashCost;
const limits = { concurrency: 2, maxQueued: 500, maxWaitMs: 30_000 };
const admission: Admission = { lane: 'stranger', fairKey: '192.0.2.0/24' };
const secret = 'Une poterne, la nuit' as Password;
const other = 'Une poterne, le jour' as Password;

async function hashed(hasher: ReturnType<typeof createHasher>, password = secret): Promise<string> {
  const made = await hasher.hash(password, admission);
  assert.ok(made.ok);
  return made.hash;
}

it('refuses a cost under argon2id m=19456 t=2, or one that the portal could not bear', () => {
  assert.equal(hashCost(leastCost).ok, true);
  assert.equal(hashCost({ memoryKiB: 65_536, passes: 3 }).ok, true);
  for (const weak of [
    { memoryKiB: 19_455, passes: 2 },
    { memoryKiB: 19_456, passes: 1 },
    { memoryKiB: Number.NaN, passes: 2 },
  ]) {
    assert.deepEqual(hashCost(weak), { ok: false, reason: 'too-cheap' });
  }
  assert.deepEqual(hashCost({ memoryKiB: 4_194_304, passes: 2 }), { ok: false, reason: 'too-dear' });
});

it('makes argon2id hashes of the cost, with 128 bits of salt, never twice the same', async () => {
  const hasher = createHasher({ ...limits, cost: cheap });
  const [one, two] = [await hashed(hasher), await hashed(hasher)];
  assert.match(one, /^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.notEqual(one, two);
});

it('verifies the right password and no other', async () => {
  const hasher = createHasher({ ...limits, cost: cheap });
  const hash = await hashed(hasher);
  assert.deepEqual(await hasher.verify(secret, hash, admission), { ok: true, matches: true, stale: false });
  assert.deepEqual(await hasher.verify(other, hash, admission), { ok: true, matches: false, stale: false });
  assert.deepEqual(await hasher.verify(secret, null, admission), { ok: true, matches: false, stale: false });
});

it('calls a hash stale once the cost was raised, and not when it was lowered', async () => {
  const before = createHasher({ ...limits, cost: cheap });
  const after = createHasher({ ...limits, cost: { memoryKiB: 128, passes: 1 } as HashCost });
  const old = await hashed(before);
  const recent = await hashed(after);
  assert.deepEqual(await after.verify(secret, old, admission), { ok: true, matches: true, stale: true });
  assert.deepEqual(await after.verify(other, old, admission), { ok: true, matches: false, stale: false });
  assert.deepEqual(await before.verify(secret, recent, admission), { ok: true, matches: true, stale: false });
});

it('holds a pepper outside the store, takes hashes from before it, and replaces them', async () => {
  const pepper = randomBytes(32);
  const bare = createHasher({ ...limits, cost: cheap });
  const peppered = createHasher({ ...limits, cost: cheap, pepper });
  const elsewhere = createHasher({ ...limits, cost: cheap, pepper: randomBytes(32) });
  const hash = await hashed(peppered);
  assert.deepEqual(await peppered.verify(secret, hash, admission), { ok: true, matches: true, stale: false });
  for (const without of [bare, elsewhere]) {
    assert.deepEqual(await without.verify(secret, hash, admission), {
      ok: true,
      matches: false,
      stale: false,
    });
  }
  const older = await hashed(bare);
  assert.deepEqual(await peppered.verify(secret, older, admission), { ok: true, matches: true, stale: true });
  assert.throws(() => createHasher({ ...limits, cost: cheap, pepper: randomBytes(8) }), /16 bytes/);
});

it('never runs a stored hash that is malformed or too dear', async () => {
  const hasher = createHasher({ ...limits, cost: cheap });
  const good = await hashed(hasher);
  const bad = [
    good.replace('m=64', 'm=4294967295'),
    good.replace('m=64', 'm=1048576'),
    good.replace('t=1', 't=9999').replace('m=64', 'm=4096'),
    good.replace('t=1', 't=0'),
    good.replace('p=1', 'p=255'),
    good.replace('m=64', 'm=1'),
    good.replace('argon2id', 'argon2d'),
    good.replace('v=19', 'v=16'),
    good.slice(0, -30),
    `${good}$`,
    `${good}${'A'.repeat(5_000)}`,
    '',
    'password',
  ];
  for (const hash of bad) {
    assert.equal(parsePhc(hash), null, hash.slice(0, 60));
    assert.deepEqual(await hasher.verify(secret, hash, admission), {
      ok: true,
      matches: false,
      stale: false,
    });
  }
});

it('costs the same with no account as with one', async () => {
  const hasher = createHasher({ ...limits, cost: hashCost(leastCost).ok ? (leastCost as HashCost) : cheap });
  const hash = await hashed(hasher);
  const timed = async (against: string | null) => {
    const from = performance.now();
    await hasher.verify(other, against, admission);
    return performance.now() - from;
  };
  const ratios: number[] = [];
  for (let n = 0; n < 41; n += 1) {
    // Alternating the order cancels what else the machine does.
    const [first, second] = n % 2 ? [hash, null] : [null, hash];
    const [a, b] = [await timed(first), await timed(second)];
    ratios.push(n % 2 ? b / a : a / b);
  }
  const median = ratios.sort((a, b) => a - b)[20]!;
  assert.ok(median > 0.9 && median < 1.1, `median ratio ${median}`);
});

it('keeps the event loop free while a flood is hashed', async () => {
  const hasher = createHasher({ ...limits, cost: leastCost as HashCost });
  const before = performance.eventLoopUtilization();
  const done = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      hasher.verify(other, null, { lane: 'stranger', fairKey: `${n % 7}` }),
    ),
  );
  assert.ok(done.every((one) => one.ok));
  // A share, not a delay: other programs on the machine must not decide. Hashing here would make it 1.
  const { utilization } = performance.eventLoopUtilization(before);
  assert.ok(utilization < 0.5, `the event loop was busy ${utilization} of the time`);
});

it('refuses early when the queue is full', async () => {
  const hasher = createHasher({ ...limits, cost: cheap, concurrency: 1, maxQueued: 3 });
  const all = await Promise.all(Array.from({ length: 20 }, () => hasher.hash(secret, admission)));
  // Half of the queue at the most for one network: 1 running, 2 waiting.
  assert.equal(all.filter((one) => one.ok).length, 3);
  assert.equal(hasher.stats().refused, 17);
});

it('reads the library’s own hashes', async () => {
  const made = await argon2Hash('x', { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  assert.equal(parsePhc(made)?.memoryKiB, 19_456);
});
