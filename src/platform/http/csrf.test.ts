import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import fc from 'fast-check';
import { createKeyRing } from '../../core/key-ring.ts';
import { newToken } from '../../core/tokens.ts';
import { createCsrf } from './csrf.ts';

const keys = [randomBytes(32), randomBytes(32)] as const;
const csrf = createCsrf({ keyRing: createKeyRing([keys[0]]) });

it('holds for the cookie that it was made for, and for no other', () => {
  const [mine, yours] = [newToken(), newToken()];
  assert.ok(csrf.holds(mine, csrf.token(mine)));
  assert.equal(csrf.holds(yours, csrf.token(mine)), false);
});

it('is masked anew each time: a compressed page cannot leak it (BREACH)', () => {
  const mine = newToken();
  const tokens = Array.from({ length: 200 }, () => csrf.token(mine));
  assert.equal(new Set(tokens).size, tokens.length);
  for (let place = 0; place < tokens[0]!.length; place += 1) {
    assert.ok(new Set(tokens.map((token) => token[place])).size > 2, `the character ${place} stays`);
  }
});

it('still holds after a rotation, until the older key is gone', () => {
  const mine = newToken();
  const token = csrf.token(mine);
  assert.ok(createCsrf({ keyRing: createKeyRing([keys[1], keys[0]]) }).holds(mine, token));
  assert.equal(createCsrf({ keyRing: createKeyRing([keys[1]]) }).holds(mine, token), false);
});

it('holds for nothing that was cut, lengthened, changed or made up, and never fails', () => {
  const mine = newToken();
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, where) => {
      assert.equal(csrf.holds(mine, text), false);
      const token = csrf.token(mine);
      assert.equal(csrf.holds(mine, token.slice(0, where % token.length)), false);
      assert.equal(csrf.holds(mine, `${token}AAAA`), false);
      const bytes = Buffer.from(token, 'base64url');
      const at = where % bytes.length;
      bytes[at] = bytes[at]! ^ 1;
      assert.equal(csrf.holds(mine, bytes.toString('base64url')), false);
    }),
  );
});
