import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { estimateOf } from './estimate.ts';
import {
  areaUnderCurve,
  challengeRate,
  detectionAt,
  median,
  thresholdFor,
  type Weighted,
} from './figures.ts';

const score = fc.integer({ min: -20, max: 20 });
const weighted: fc.Arbitrary<Weighted[]> = fc
  .array(fc.record({ score, weight: fc.integer({ min: 1, max: 9 }) }), { minLength: 1, maxLength: 40 })
  .map((scores) => scores.sort((a, b) => b.score - a.score));
const sorted = fc.array(score, { minLength: 1, maxLength: 40 }).map((scores) => scores.sort((a, b) => b - a));

describe('the figures', () => {
  it('catch what was wanted at the highest threshold that does', () => {
    fc.assert(
      fc.property(weighted, fc.double({ min: 0.01, max: 1, noNaN: true }), (scores, wanted) => {
        const theta = thresholdFor(wanted, scores);
        assert.ok(detectionAt(theta, scores)! >= wanted - 1e-6);
        const higher = scores.filter((one) => one.score > theta).map((one) => one.score);
        if (higher.length > 0) assert.ok(detectionAt(Math.min(...higher), scores)! < wanted + 1e-6);
      }),
    );
  });

  it('count how many are asked as one would by hand', () => {
    fc.assert(
      fc.property(sorted, score, (scores, theta) => {
        assert.equal(
          challengeRate(theta, scores),
          scores.filter((one) => one >= theta).length / scores.length,
        );
      }),
    );
  });

  it('have the area under the curve of its definition', () => {
    fc.assert(
      fc.property(weighted, sorted, (attacks, legitimate) => {
        let [area, all] = [0, 0];
        for (const attack of attacks) {
          for (const one of legitimate) {
            all += attack.weight;
            area += attack.weight * (attack.score > one ? 1 : attack.score === one ? 0.5 : 0);
          }
        }
        assert.ok(Math.abs(areaUnderCurve(attacks, legitimate)! - area / all) < 1e-9);
      }),
    );
  });

  it('are null where there is nothing', () => {
    assert.equal(median([]), null);
    assert.equal(challengeRate(0, []), null);
    assert.equal(detectionAt(0, []), null);
    assert.equal(areaUnderCurve([], [1]), null);
    assert.equal(estimateOf([null]), null);
  });

  it('know the middle and where it lies', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    const { mean, low, high } = estimateOf([1, 2, 3, null])!;
    assert.equal(mean, 2);
    assert.ok(Math.abs(high - 2 - 4.303 / Math.sqrt(3)) < 1e-9 && Math.abs(low + high - 4) < 1e-9);
  });
});
