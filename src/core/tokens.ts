import { hash, randomInt, timingSafeEqual } from 'node:crypto';
import { randomness } from './randomness.ts';

const tokenShape = /^[A-Za-z0-9_-]{43}$/;

/** A new secret of 256 bits as 43 characters of base64url [security.md 22, 25]. */
export function newToken(): string {
  return randomness(32).toString('base64url');
}

/** Whether a text has the shape of `newToken()`; says nothing of its worth. */
export function isTokenShaped(text: unknown): text is string {
  return typeof text === 'string' && tokenShape.test(text);
}

/** What is stored in a token's place: SHA-256, enough for 256 random bits [security.md 22, 25]. */
export function fingerprint(token: string): string {
  return hash('sha256', token, 'base64url');
}

/** Six digits, uniform and cryptographic, leading zeros kept [security.md 18]. */
export function newCode(): string {
  return String(randomInt(0, 1_000_000)).padStart(6, '0');
}

/** Compares two texts without telling where they differ [security.md 20]. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
