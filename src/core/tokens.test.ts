import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { fingerprint, isTokenShaped, newCode, newToken, sameText } from './tokens.ts';

it('makes tokens of 256 bits that never repeat and have the shape that is checked', () => {
  const tokens = Array.from({ length: 2_000 }, newToken);
  assert.equal(new Set(tokens).size, tokens.length);
  for (const token of tokens) {
    assert.ok(isTokenShaped(token));
    assert.equal(Buffer.from(token, 'base64url').length, 32);
  }
});

it('takes nothing else for a token', () => {
  const token = newToken();
  for (const other of [
    `${token}=`,
    token.slice(1),
    ` ${token.slice(1)}`,
    `${token}\n`,
    '',
    null,
    [token],
    7,
  ]) {
    assert.equal(isTokenShaped(other), false, String(other));
  }
});

it('keeps a fingerprint in the place of a token, of another shape than hexadecimal or the token', () => {
  const token = newToken();
  assert.equal(fingerprint(token), fingerprint(token));
  assert.notEqual(fingerprint(token), token);
  assert.notEqual(fingerprint(token), fingerprint(newToken()));
});

it('draws codes of six digits evenly, leading zeros kept', () => {
  const draws = 20_000;
  const counts = Array.from({ length: 6 }, () => new Array<number>(10).fill(0));
  for (let i = 0; i < draws; i += 1) {
    const code = newCode();
    assert.match(code, /^\d{6}$/);
    for (const [place, digit] of [...code].entries()) counts[place]![Number(digit)]! += 1;
  }
  for (const place of counts) {
    const expected = draws / 10;
    const chiSquared = place.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
    // 9 degrees of freedom: an even draw passes 50 once in 10 million.
    assert.ok(chiSquared < 50, `chi² ${chiSquared}`);
  }
});

it('says of two texts only whether they are the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      assert.equal(sameText(a, a), true);
      assert.equal(sameText(a, b), Buffer.from(a).equals(Buffer.from(b)));
    }),
  );
});
