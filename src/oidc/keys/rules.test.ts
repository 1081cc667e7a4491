import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { dayMs, hourMs, minuteMs } from '../../core/clock.ts';
import { type Generation, schedule } from './rules.ts';

const key = (number: number, createdAt: number): Generation => ({
  id: `ES256.${number}`,
  algorithm: 'ES256',
  createdAt,
});

it('makes the first key at once, and has it sign at once: nobody has published another', () => {
  assert.equal(schedule([], 0).isDue, true);
  const { signer, isDue } = schedule([key(1, 0)], 0);
  assert.deepEqual([signer?.id, isDue], ['ES256.1', false]);
});

it('publishes the next key for a day before it signs, and the former for a day after its last token', () => {
  const keys = [key(1, 0), key(2, 90 * dayMs)];
  const at = (now: number) => {
    const { signer, others, over } = schedule(keys, now);
    return { signs: signer?.id, published: others.map(({ id }) => id), over };
  };
  const before = { signs: 'ES256.1', published: ['ES256.2'], over: [] };
  const after = { signs: 'ES256.2', published: ['ES256.1'], over: [] };
  assert.deepEqual(at(90 * dayMs), before);
  assert.deepEqual(at(91 * dayMs - 1), before);
  assert.deepEqual(at(91 * dayMs), after);
  assert.deepEqual(at(92 * dayMs + 10 * minuteMs - 1), after);
  assert.deepEqual(at(92 * dayMs + 10 * minuteMs), { ...after, published: [], over: ['ES256.1'] });
});

it('asks for a new key every ninety days, however rarely it is asked', () => {
  assert.equal(schedule([key(1, 0)], 90 * dayMs - 1).isDue, false);
  assert.equal(schedule([key(1, 0)], 90 * dayMs).isDue, true);
  const late = schedule([key(1, 0)], 400 * dayMs);
  // What was not published does not sign: the old key does until the new one was seen for a day.
  assert.deepEqual([late.isDue, late.signer?.id, late.over], [true, 'ES256.1', []]);
});

it('never signs with a key that a tool may not have seen for a day, and never drops one whose tokens live', () => {
  const gaps = fc.array(fc.integer({ min: hourMs, max: 200 * dayMs }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 0, max: 1_000 * dayMs }), (waits, later) => {
      const at = waits.map((_, i) => waits.slice(0, i + 1).reduce((sum, wait) => sum + wait));
      const keys = at.map((createdAt, i) => key(i + 1, createdAt));
      const now = at.at(-1)! + later;
      const { signer, others, over } = schedule(keys, now);
      assert.ok(signer);
      assert.ok(signer.id === 'ES256.1' || now - signer.createdAt >= dayMs);
      // Whatever signed within the last ten minutes and a day before that is still published.
      const then = schedule(
        keys.filter(({ createdAt }) => createdAt <= now - dayMs),
        now - dayMs,
      );
      const published = [signer, ...others].map(({ id }) => id);
      if (then.signer) assert.ok(published.includes(then.signer.id));
      assert.equal(published.length + over.length, keys.length);
    }),
  );
});
