import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { dayMs } from '../../core/clock.ts';
import { codeDueAt } from './rules.ts';

it('puts the regular code 75 to 105 days away, spread over the whole of it', () => {
  assert.equal(codeDueAt({ now: 0, chance: 0 }), 75 * dayMs);
  assert.equal(codeDueAt({ now: 0, chance: 0.5 }), 90 * dayMs);
  assert.equal(codeDueAt({ now: 0, chance: 1 }), 105 * dayMs);
  assert.equal(codeDueAt({ now: 0, chance: 1, everyMs: 180 * dayMs }), 210 * dayMs);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (chance) => {
      const due = codeDueAt({ now: 5, chance });
      assert.ok(Number.isSafeInteger(due) && due >= 75 * dayMs && due <= 105 * dayMs + 5);
    }),
  );
});
