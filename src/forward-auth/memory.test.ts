import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testClock } from '../../test/support/stores.ts';
import { createMemory } from './memory.ts';

describe('a memory of a moment', () => {
  const open = (most = 10) => {
    const clock = testClock();
    return { clock, memory: createMemory<string>({ clock, lifeMs: 2_000, most }) };
  };

  it('lasts from the question, not from the answer', async () => {
    const { clock, memory } = open();
    await memory.find('a', async () => {
      clock.advance(1_500);
      return 'x';
    });
    clock.advance(499);
    assert.equal(memory.get('a'), 'x');
    clock.advance(1);
    assert.equal(memory.get('a'), undefined);
  });

  it('is over when the clock goes back', async () => {
    const { clock, memory } = open();
    await memory.find('a', async () => 'x');
    clock.advance(-60_000);
    assert.equal(memory.get('a'), undefined);
  });

  it('asks once for all who wait, and anew after that', async () => {
    const { memory } = open();
    let asked = 0;
    const find = () => memory.find('a', async () => String(++asked));
    assert.deepEqual(await Promise.all([find(), find(), find()]), ['1', '1', '1']);
    assert.equal(await find(), '2');
  });

  it('keeps nothing of what is not there, nor of a fault', async () => {
    const { memory } = open();
    assert.equal(await memory.find('a', async () => null), null);
    await assert.rejects(
      memory.find('b', () => Promise.reject(new Error('away'))),
      /away/,
    );
    assert.equal(memory.size(), 0);
    assert.equal(await memory.find('b', async () => 'x'), 'x');
  });

  it('forgets also what is being found', async () => {
    const { memory } = open();
    const { promise, resolve } = Promise.withResolvers<string>();
    const slow = memory.find('a', () => promise);
    memory.forget('a');
    resolve('old');
    assert.equal(await slow, 'old');
    assert.equal(memory.get('a'), undefined);
  });

  it('is bounded, and drops the oldest first', async () => {
    const { memory } = open(3);
    for (const key of ['a', 'b', 'c', 'a', 'd', 'e']) await memory.find(key, async () => key);
    assert.equal(memory.size(), 3);
    assert.deepEqual(
      ['a', 'b', 'c', 'd', 'e'].filter((key) => memory.get(key) !== undefined),
      ['a', 'd', 'e'],
    );
  });
});
