import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { it } from 'node:test';
import fc from 'fast-check';
import { networkOf } from './network.ts';

const none = { address: 'unknown', near: 'unknown', wide: 'unknown' };

it('gives an IPv4 address and its /24', () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => {
      const [a, b, c] = text.split('.');
      assert.deepEqual(networkOf(text), { address: text, near: text, wide: `${a}.${b}.${c}.0/24` });
    }),
  );
});

it('gives an IPv6 address, its /64 and its /48, however it is written', () => {
  assert.deepEqual(networkOf('2001:db8:1:2:3:4:5:6'), {
    address: '2001:db8:1:2:3:4:5:6',
    near: '2001:db8:1:2::/64',
    wide: '2001:db8:1::/48',
  });
  assert.deepEqual(networkOf('2001:DB8:0001:2:0:0:0:6'), networkOf('2001:db8:1:2::6'));
  assert.deepEqual(networkOf('fe80::1%eth0'), networkOf('fe80::1'));
});

it('counts an IPv6 host once, whatever it writes in its last 64 bits', () => {
  const last = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(last, last, (one, two) => {
      const of = (words: number[]) => networkOf(`2001:db8:7:9:${words.map((w) => w.toString(16)).join(':')}`);
      assert.equal(of(one).near, of(two).near);
      assert.equal(of(one).wide, of(two).wide);
    }),
  );
});

it('takes an IPv4 address inside IPv6 for what it is: no second budget', () => {
  fc.assert(fc.property(fc.ipV4(), (text) => assert.deepEqual(networkOf(`::ffff:${text}`), networkOf(text))));
});

it('never fails, and takes nothing but an address for an address', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.ipV4Extended(), fc.ipV6(), fc.string({ unit: 'binary' })),
      (text) => {
        const bare = text.split('%', 1)[0]!;
        const found = networkOf(text);
        if (isIP(bare) === 0) assert.deepEqual(found, none);
        else assert.ok(isIP(found.address) > 0);
      },
    ),
    { numRuns: 500 },
  );
  for (const text of [
    '',
    'unknown',
    '0x7f.1',
    '127.1',
    '2130706433',
    '010.0.0.1',
    '1.2.3.4:80',
    '[::1]',
    'a, b',
  ]) {
    assert.deepEqual(networkOf(text), none, text);
  }
});
