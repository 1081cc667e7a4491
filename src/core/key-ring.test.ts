import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import fc from 'fast-check';
import { createKeyRing } from './key-ring.ts';

const [older, newer, foreign] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const before = createKeyRing([older]);
const rotated = createKeyRing([newer, older]);
const after = createKeyRing([newer]);

it('reads after a rotation what the older key made, and makes with the newest', () => {
  const mac = before.mac('form', 'a browser');
  const sealed = before.seal('mail', 'the code is 123456');
  assert.ok(rotated.matches('form', mac, 'a browser'));
  assert.equal(rotated.open('mail', sealed), 'the code is 123456');
  assert.equal(rotated.mac('form', 'a browser'), after.mac('form', 'a browser'));
  assert.equal(after.open('mail', rotated.seal('mail', 'new')), 'new');
  assert.deepEqual(rotated.macs('form', 'x'), [after.mac('form', 'x'), before.mac('form', 'x')]);
});

it('reads nothing once the older key is gone', () => {
  assert.equal(after.matches('form', before.mac('form', 'a browser'), 'a browser'), false);
  assert.equal(after.open('mail', before.seal('mail', 'secret')), null);
});

it('tells what the newest key sealed from what must be sealed anew', () => {
  const sealed = before.seal('mail', 'secret');
  assert.equal(before.isNewest('mail', sealed), true);
  assert.equal(rotated.isNewest('mail', sealed), false);
  assert.equal(rotated.isNewest('mail', rotated.seal('mail', 'secret')), true);
  assert.equal(rotated.isNewest('link', rotated.seal('mail', 'secret')), false);
});

it('keeps purposes apart', () => {
  assert.equal(before.matches('budget', before.mac('form', 'x'), 'x'), false);
  assert.equal(before.open('link', before.seal('mail', 'secret')), null);
});

it('never confuses the parts of a mac', () => {
  const parts = fc.array(fc.string(), { maxLength: 4 });
  fc.assert(
    fc.property(parts, parts, (one, two) => {
      const same = JSON.stringify(one) === JSON.stringify(two);
      assert.equal(before.mac('p', ...one) === before.mac('p', ...two), same);
    }),
  );
  assert.notEqual(before.mac('p', 'ab', 'c'), before.mac('p', 'a', 'bc'));
  assert.notEqual(before.mac('p', ''), before.mac('p'));
});

it('opens what it sealed, never twice alike, and nothing that was touched', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, where) => {
      const sealed = before.seal('mail', text);
      assert.equal(before.open('mail', sealed), text);
      assert.notEqual(before.seal('mail', text), sealed);
      const bytes = Buffer.from(sealed, 'base64url');
      const at = where % bytes.length;
      bytes[at] = bytes[at]! ^ 1;
      assert.equal(before.open('mail', bytes.toString('base64url')), null);
      assert.equal(before.open('mail', sealed.slice(0, where % sealed.length)), null);
    }),
  );
});

it('opens nothing of another key, and refuses weak rings', () => {
  assert.equal(before.open('mail', createKeyRing([foreign]).seal('mail', 'x')), null);
  assert.throws(() => createKeyRing([]), TypeError);
  assert.throws(() => createKeyRing([randomBytes(31)]), TypeError);
});

it('marks values of an owner: alike for the owner, unlike for others, purposes and values', () => {
  const [mark] = before.marks('risk', 'a');
  assert.match(mark!('x'), /^[\w-]{16}$/);
  assert.equal(mark!('x'), before.marks('risk', 'a')[0]!('x'));
  const others = [
    mark!('y'),
    before.marks('risk', 'b')[0]!('x'),
    before.marks('mail', 'a')[0]!('x'),
    after.marks('risk', 'a')[0]!('x'),
  ];
  assert.equal(new Set([mark!('x'), ...others]).size, 5);
  const kept = rotated.marks('risk', 'a').map((made) => made('x'));
  assert.deepEqual(kept, [after.marks('risk', 'a')[0]!('x'), mark!('x')]);
});
