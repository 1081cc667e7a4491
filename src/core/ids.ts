import type { Clock } from './clock.ts';
import { randomness } from './randomness.ts';

let lastAt = -1;
let sequence = 0;

/**
 * A new UUIDv7 (RFC 9562 §5.7): sorts by the time it was made, and within a millisecond by the order in which this
 * process made it (§6.2, method 1). For rows, never for secrets.
 */
export function newId(clock: Clock): string {
  const bytes = randomness(16);
  const now = clock.now();
  // Twelve bits count within a millisecond; they begin in the lower half, so that there is room.
  sequence = now === lastAt ? (sequence + 1) & 0x0fff : bytes.readUInt16BE(6) & 0x07ff;
  lastAt = now;
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
