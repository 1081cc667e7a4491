import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dayMs } from '../../core/clock.ts';
import { halfLifeMs, oneAt, weightAt } from './decay.ts';

const now = Date.UTC(2026, 6, 1);
const near = (a: number, b: number) =>
  assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b)), `${a} ≠ ${b}`);

describe('counts that fade', () => {
  it('are worth half after 90 days, and a quarter after 180', () => {
    near(weightAt(oneAt(now), now), 1);
    near(weightAt(oneAt(now), now + halfLifeMs), 0.5);
    near(weightAt(oneAt(now), now + 180 * dayMs), 0.25);
  });

  it('come to the same as v·2^(−Δt/90 d) after every sign-in, in whatever order they are added', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 * dayMs }), { maxLength: 60 }), (ages) => {
        const lazily = [...ages]
          .sort((a, b) => b - a)
          .reduce(
            ({ value, age }, next) => ({ value: value * 2 ** (-(age - next) / halfLifeMs) + 1, age: next }),
            { value: 0, age: 400 * dayMs },
          );
        const stored = ages.reduce((sum, age) => sum + oneAt(now - age), 0);
        near(weightAt(stored, now), lazily.value * 2 ** (-lazily.age / halfLifeMs));
      }),
    );
  });

  it('stay zero or more, and finite, whatever the clock did', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (stored, at) => {
        const weight = weightAt(stored, at);
        assert.ok(Number.isFinite(weight) && weight >= 0);
      }),
    );
  });

  it('hold for centuries', () => {
    near(weightAt(oneAt(Date.UTC(2225, 0, 1)), Date.UTC(2225, 0, 1)), 1);
  });
});
