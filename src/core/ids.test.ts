import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { newId } from './ids.ts';

it('makes UUIDs of version 7 (RFC 9562) that sort by time and never repeat', () => {
  const at = fc.integer({ min: 0, max: 2 ** 48 - 1 });
  fc.assert(
    fc.property(at, at, (one, two) => {
      const [first, second] = [newId({ now: () => one }), newId({ now: () => two })];
      assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.equal(Number.parseInt(first.slice(0, 13).replace('-', ''), 16), one);
      if (one !== two) assert.equal(first < second, one < two);
    }),
  );
  const now = () => 1_700_000_000_000;
  assert.equal(new Set(Array.from({ length: 5_000 }, () => newId({ now }))).size, 5_000);
});
