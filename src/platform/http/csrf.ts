import { timingSafeEqual } from 'node:crypto';
import type { KeyRing } from '../../core/key-ring.ts';
import { memo } from '../../core/memo.ts';
import { randomness } from '../../core/randomness.ts';

const length = 32;

/**
 * The token of a form, bound to the cookie that the page was made for: the session's once signed in,
 * the browser's before [security.md 34].
 */
export function createCsrf({ keyRing }: { keyRing: KeyRing }) {
  // A browser's forms come close together: what they are bound to is worked out once.
  const macOf = memo(10_000, (bound) => Buffer.from(keyRing.mac('csrf', bound), 'base64url'));
  return {
    /** Masked anew each time: a compressed page that reflects input cannot leak it byte by byte (BREACH). */
    token(bound: string): string {
      const mask = randomness(length);
      return Buffer.concat([mask, xor(mask, macOf(bound))]).toString('base64url');
    },

    /** Whether the token was made for this cookie. */
    holds(bound: string, token: string): boolean {
      const bytes = Buffer.from(token, 'base64url');
      if (bytes.length !== 2 * length) return false;
      const mac = xor(bytes.subarray(0, length), bytes.subarray(length));
      // An older key of the ring may have made it: forms outlive a rotation.
      return timingSafeEqual(mac, macOf(bound)) || keyRing.matches('csrf', mac.toString('base64url'), bound);
    },
  };
}

function xor(left: Buffer, right: Buffer): Buffer {
  const result = Buffer.alloc(left.length);
  for (let i = 0; i < left.length; i += 1) result[i] = left[i]! ^ right[i]!;
  return result;
}
