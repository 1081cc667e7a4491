import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { writeMmdb } from '../../../test/support/mmdb.ts';
import { openMmdb } from './mmdb.ts';

const ranges = { '5.0.0.0/8': { country_code: 'FR' }, '2a01::/16': { country_code: 'BE' } };
const good = writeMmdb(ranges);

describe('an MMDB', () => {
  it('answers for both families', () => {
    const opened = openMmdb(good);
    assert.ok(opened.ok);
    assert.deepEqual(opened.file.find('5.6.7.8'), { country_code: 'FR' });
    assert.deepEqual(opened.file.find('2a01:7::8'), { country_code: 'BE' });
    assert.equal(opened.file.find('6.6.7.8'), null);
  });

  it('for IPv4 alone says nothing of IPv6', () => {
    // 2a01:… begins with the bits of 42.1.…
    const opened = openMmdb(writeMmdb({ '42.0.0.0/8': { country_code: 'CN' } }, { family: 4 }));
    assert.ok(opened.ok);
    assert.deepEqual(opened.file.find('42.1.2.3'), { country_code: 'CN' });
    assert.equal(opened.file.find('2a01:cb00::1'), null);
  });

  it('is refused wherever it is cut', () => {
    for (let length = 0; length < good.length; length += 1) {
      assert.equal(openMmdb(good.subarray(0, length)).ok, false, `the first ${length} bytes`);
    }
    for (let start = 1; start < good.length; start += 1) {
      assert.equal(openMmdb(good.subarray(start)).ok, false, `without the first ${start} bytes`);
    }
  });

  it('never throws when opened, whatever its bytes, nor costs long to refuse', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 }), (changes) => {
        const bytes = Buffer.from(good);
        for (const [at, byte] of changes) bytes[at] = byte;
        assert.equal(typeof openMmdb(bytes).ok, 'boolean');
      }),
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        (bytes) => typeof openMmdb(Buffer.from(bytes)).ok === 'boolean',
      ),
    );
    const start = process.cpuUsage();
    assert.equal(openMmdb(Buffer.alloc(50_000_000)).ok, false);
    assert.ok(process.cpuUsage(start).user < 500_000);
  });
});
