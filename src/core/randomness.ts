import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(4_096);
let used = pool.length;

/**
 * Cryptographic random bytes, at most 256 at a time, in a buffer of their own. Drawn from the system in larger
 * pieces, because a call costs more than its bytes; what was handed out is wiped from the piece.
 */
export function randomness(length: number): Buffer {
  if (length > 256) throw new RangeError('at most 256 bytes at a time');
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + length));
  pool.fill(0, used, used + length);
  used += length;
  return bytes;
}
