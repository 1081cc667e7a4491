import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { morning } from '../../../../test/support/risk-history.ts';
import { hourMs, minuteMs } from '../../../core/clock.ts';
import { createSample, defaultThreshold, enoughScores, learnedFrom, mostADay } from '../threshold.ts';
import { createLearning } from './learning.ts';

const policy = { mode: 'auto', target: 0.03, threshold: null } as const;
const scoreAt = (i: number) => ((i * 7_919) % 1_000) / 100 - 6;
const entry = (i: number) => ({
  accountId: `account-${i % 300}`,
  at: morning + i * minuteMs,
  bits: scoreAt(i),
});

describe('the threshold of another policy', () => {
  it('is learned as the portal learns it, once there are enough scores', () => {
    const learning = createLearning(policy);
    for (let i = 0; i < enoughScores - 1; i += 1) learning.add(entry(i));
    assert.deepEqual(learning.at(morning), { theta: defaultThreshold, acting: false });
    for (let i = enoughScores - 1; i < 6_500; i += 1) learning.add(entry(i));
    const sample = createSample();
    for (let i = 6_499; !sample.isFull(); i -= 1) sample.add(entry(i));
    const now = entry(6_499).at;
    assert.deepEqual(learning.at(now), {
      theta: learnedFrom(sample.scores(), 0.03),
      acting: true,
    });
  });

  it('is learned at most hourly', () => {
    const learning = createLearning(policy);
    for (let i = 0; i < enoughScores; i += 1) learning.add(entry(i));
    const start = entry(enoughScores).at;
    const before = learning.at(start).theta;
    for (let i = enoughScores; i < 3_000; i += 1) learning.add({ ...entry(i), bits: 3 });
    assert.equal(learning.at(start + hourMs - 1).theta, before);
    assert.notEqual(learning.at(start + hourMs).theta, before);
  });

  it('learns nothing from a spike of failures, nor from the hour before it', () => {
    const learning = createLearning(policy);
    for (let i = 0; i < 2_000; i += 1) learning.add(entry(i));
    const calm = learning.at(entry(2_000).at).theta;
    const spikeAt = entry(2_060).at;
    for (let i = 0; i < 150; i += 1)
      learning.add({ accountId: `thief-${i}`, at: spikeAt - 20_000 * (150 - i), bits: 4 });
    learning.freeze(spikeAt);
    for (let i = 2_060; i < 2_500; i += 1) learning.add({ ...entry(i), bits: 4 });
    assert.equal(learning.at(entry(2_500).at).theta, calm);
    learning.resume();
    learning.add(entry(2_500));
    assert.equal(learning.at(entry(2_600).at).theta, calm);
  });

  it('takes one account’s word only so often a day', () => {
    const learning = createLearning(policy);
    for (let i = 0; i < 3_000; i += 1) learning.add({ accountId: 'one', at: morning + i, bits: 1 });
    assert.deepEqual(learning.at(morning + 3_000), { theta: defaultThreshold, acting: false });
    assert.ok(mostADay < enoughScores);
  });

  it('is the operator’s where it is fixed', () => {
    const learning = createLearning({ mode: 'on', target: 0.03, threshold: 1.5 });
    assert.deepEqual(learning.at(morning), { theta: 1.5, acting: true });
  });
});
