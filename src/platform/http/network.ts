import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { memo } from '../../core/memo.ts';

/** An address and the two prefixes that budgets use: /32 and /24 in IPv4, /64 and /48 in IPv6 [security.md 13]. */
export type Network = { address: string; near: string; wide: string };

const unknown: Network = { address: 'unknown', near: 'unknown', wide: 'unknown' };

/** Never fails: what is not an address is one shared network of its own, so that it earns no fresh budget. */
export const networkOf: (text: string) => Network = memo(1_000, (text) => {
  // A zone (fe80::1%eth0) names our own interface, not the sender.
  const bare = text.split('%', 1)[0]!;
  // ipaddr.js takes more for an address (« 127.1 », « 0x7f.1 ») than any proxy writes [security.md 36].
  if (isIP(bare) === 0) return unknown;
  const address = ipaddr.process(bare);
  const bytes = address.toByteArray();
  if (bytes.length === 4) {
    const dotted = address.toString();
    return { address: dotted, near: dotted, wide: `${bytes.slice(0, 3).join('.')}.0/24` };
  }
  return { address: address.toString(), near: prefix(bytes, 8), wide: prefix(bytes, 6) };
});

function prefix(bytes: number[], length: number): string {
  const kept = bytes.map((byte, index) => (index < length ? byte : 0));
  return `${ipaddr.fromByteArray(kept).toString()}/${length * 8}`;
}
