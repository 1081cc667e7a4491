import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dayMs } from '../../core/clock.ts';
import { addedAt, countedOf, dayOf, parentOf, weekOf } from './counters.ts';
import { nodesOf } from './levels.ts';

const value = fc.option(fc.string({ maxLength: 8 }), { nil: null });
const signals = fc.record({
  place: fc.record({ country: value, network: value, prefix: value, address: value }),
  agent: fc.record({ device: value, system: value, browser: value, variant: value }),
  version: fc.constant(null),
});

describe('what of a sign-in is counted', () => {
  it('is every known level and those above it, with where it hangs', () => {
    fc.assert(
      fc.property(signals, (seen) => {
        const counted = countedOf(nodesOf(seen));
        for (const chain of ['place', 'agent'] as const) {
          const known = Object.entries(seen[chain]).filter(([, text]) => text !== null);
          const levels = counted.filter(({ level }) => Object.hasOwn(seen[chain], level));
          assert.equal(levels.at(-1)?.level, known.at(-1)?.[0]);
          for (const [level] of known) assert.ok(levels.some((node) => node.level === level && node.isKnown));
        }
        for (const node of counted) {
          if (node.world === null) assert.ok(node.level === 'address' || node.level === 'variant');
          // A row of all people finds its parent by its key alone, where it is a value.
          else assert.equal(parentOf(node.world), node.isKnown ? node.parent : null);
        }
      }),
    );
  });

  it('has no parent where it is a root or no key', () => {
    for (const key of ['place', 'agent', '', 'country', 'country:', 'moon:/x'])
      assert.equal(parentOf(key), null);
    assert.equal(parentOf('country:/FR'), 'place');
    assert.equal(parentOf('prefix:/FR/AS1/192.0.2.0|24'), 'network:/FR/AS1');
  });
});

it('adds what a store can hold, at any time', () => {
  for (const at of [0, -8.64e15, 8.64e15, Date.UTC(2026, 0, 1)]) {
    const one = addedAt(at);
    assert.ok(Number.isFinite(one) && one > 0 && Number.isFinite(one * 1e9));
    assert.ok(Number.isInteger(dayOf(at)) && Math.abs(dayOf(at)) < 2 ** 31);
  }
  assert.equal(weekOf(13 * dayMs), 1);
});
