import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dayMs } from '../../core/clock.ts';
import {
  createSample,
  defaultThreshold,
  isCalm,
  isSpike,
  learnedFrom,
  mostADay,
  mostScores,
  riskPolicy,
  thresholdBand,
  thresholdOf,
} from './threshold.ts';

describe('the learned threshold', () => {
  const { least, most } = thresholdBand;

  it('is the (1 − target) quantile of what was scored', () => {
    const scores = Array.from({ length: 1_000 }, (_, i) => (i - 500) / 100);
    assert.equal(learnedFrom(scores, 0.2), 3);
    assert.equal(learnedFrom([...scores].reverse(), 0.2), 3);
  });

  it('asks of no more than the target, however many are alike, within its band', () => {
    const score = fc.integer({ min: -60, max: 30 }).map((tenths) => tenths / 10);
    fc.assert(
      fc.property(
        fc.array(score, { minLength: 1, maxLength: 300 }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (scores, target) => {
          const theta = learnedFrom(scores, target);
          assert.ok(theta >= least && theta <= most);
          const asked = scores.filter((bits) => bits >= theta).length;
          if (theta < most) assert.ok(asked <= target * scores.length + 1e-6, `${asked} of ${scores.length}`);
          // And of as many as it may.
          const lower = Math.max(...scores.filter((bits) => bits < theta));
          const more = scores.filter((bits) => bits >= lower).length;
          if (theta > least && theta < most) assert.ok(more > target * scores.length - 1e-6);
        },
      ),
    );
  });

  it('never leaves its band, whatever was scored', () => {
    assert.equal(learnedFrom(Array(1_000).fill(-30), 0.03), least);
    assert.equal(learnedFrom(Array(1_000).fill(30), 0.03), most);
  });

  it('acts once learned, never in the shadow, at once when told; a fixed one stands', () => {
    const of = (theta: number | null, policy: Partial<typeof riskPolicy>) =>
      thresholdOf({ theta }, { ...riskPolicy, ...policy });
    assert.deepEqual(of(null, {}), { theta: defaultThreshold, acting: false });
    assert.deepEqual(of(-3, {}), { theta: -3, acting: true });
    assert.deepEqual(of(-3, { mode: 'shadow' }), { theta: -3, acting: false });
    assert.deepEqual(of(null, { mode: 'on' }), { theta: defaultThreshold, acting: true });
    assert.deepEqual(of(-3, { mode: 'on', threshold: 1 }), { theta: 1, acting: true });
    assert.deepEqual(of(null, { threshold: 1 }), { theta: 1, acting: false });
  });
});

it('lets no account that signs in all day set the threshold of all', () => {
  const sample = createSample();
  for (let day = 44; day >= 0; day -= 1) {
    for (let i = 0; i < 40; i += 1)
      sample.add({ accountId: `owner-${i}`, at: day * dayMs, bits: -9 + i / 100 });
    for (let i = 0; i < 30; i += 1) sample.add({ accountId: 'thief', at: day * dayMs + i, bits: 12 });
  }
  assert.ok(sample.isEnough());
  assert.equal(learnedFrom(sample.scores(), riskPolicy.target), thresholdBand.least);
});

it('takes the newest scores, of one account and day only so many', () => {
  const sample = createSample();
  for (let i = 0; i < 100; i += 1) sample.add({ accountId: 'one', at: i, bits: 9 });
  assert.equal(sample.size(), mostADay);
  sample.add({ accountId: 'one', at: dayMs, bits: 9 });
  assert.equal(sample.size(), mostADay + 1);
  for (let i = 0; i < 2 * mostScores; i += 1) sample.add({ accountId: `${i}`, at: 0, bits: 0 });
  assert.equal(sample.size(), mostScores);
  assert.ok(sample.isFull());
});

it('calls a spike what is many times the usual, and calm what is near it', () => {
  assert.equal(isSpike({ refused: 50, usual: 0 }), false);
  assert.equal(isSpike({ refused: 51, usual: 0 }), true);
  assert.equal(isSpike({ refused: 400, usual: 100 }), false);
  assert.equal(isSpike({ refused: 501, usual: 100 }), true);
  assert.equal(isCalm({ refused: 201, usual: 100 }), false);
  assert.equal(isCalm({ refused: 200, usual: 100 }), true);
  assert.equal(isCalm({ refused: 25, usual: 0 }), true);
});
