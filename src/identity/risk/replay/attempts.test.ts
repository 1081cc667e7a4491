import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attemptOf, morning } from '../../../../test/support/risk-history.ts';
import { hourMs, minuteMs } from '../../../core/clock.ts';
import { createPairing } from './attempts.ts';

const asked = (journeyId: string, at: number) =>
  attemptOf({ type: 'code.asked', journeyId, at, reasons: ['regular'] });
const done = (journeyId: string | null, at: number) => attemptOf({ journeyId, at, reasons: ['regular'] });

describe('the event of a code and that of the end', () => {
  it('are one attempt, decided when the code was asked', () => {
    const pairing = createPairing();
    assert.deepEqual(pairing.take(asked('a', morning)), []);
    const [attempt, ...others] = pairing.take(done('a', morning + 3 * minuteMs));
    assert.equal(attempt?.decidedAt, morning);
    assert.equal(attempt?.at, morning + 3 * minuteMs);
    assert.deepEqual(others, []);
    assert.deepEqual(pairing.end(morning + 9 * hourMs), []);
  });

  it('count once where the code was asked again', () => {
    const pairing = createPairing();
    pairing.take(asked('a', morning));
    pairing.take(asked('a', morning + 2 * minuteMs));
    assert.equal(pairing.take(done('a', morning + 3 * minuteMs))[0]?.decidedAt, morning + 2 * minuteMs);
    assert.deepEqual(pairing.end(morning + 9 * hourMs), []);
  });

  it('stay apart where nobody gave the code within two hours', () => {
    const pairing = createPairing();
    pairing.take(asked('a', morning));
    pairing.take(asked('b', morning + hourMs));
    assert.deepEqual(
      pairing.take(done(null, morning + 2 * hourMs)).map(({ journeyId, isDone }) => [journeyId, isDone]),
      [
        ['a', false],
        [null, true],
      ],
    );
    assert.deepEqual(pairing.end(morning + 2 * hourMs), [], 'b may still be under way');
    assert.equal(pairing.end(morning + 3 * hourMs)[0]?.journeyId, 'b');
  });
});
