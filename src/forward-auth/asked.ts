import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';
import { memo } from '../core/memo.ts';

/** What a reverse proxy says it was asked for. */
export type Asked = {
  /** As the proxy wrote it; whether a tool declares it is another question. */
  host: string;
  /** Path and query, as they came. */
  uri: string;
  proto: string;
};

/** Why nothing that a request says of a place is believed. */
export type NotAsked = 'untrusted' | 'no-host';

export type ReadAsked = (request: IncomingMessage) => Asked | NotAsked;

/**
 * Reads X-Forwarded-Host, -Uri and -Proto of the proxies that the configuration names, and of nobody else: whoever
 * may write them is whoever they like, at any host [security.md 36].
 */
export function createReadAsked(trustedProxies: readonly string[]): ReadAsked {
  const ranges = trustedProxies.map((proxy) =>
    proxy.includes('/') ? ipaddr.parseCIDR(proxy) : rangeOf(ipaddr.process(proxy)),
  );
  const isTrusted = memo(1_000, (text) => {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.process(text);
    return ranges.some(
      ([network, bits]) => address.kind() === network.kind() && address.match(network, bits),
    );
  });
  return ({ socket, headers }) => {
    if (!isTrusted(socket.remoteAddress ?? '')) return 'untrusted';
    const host = headers['x-forwarded-host'];
    if (typeof host !== 'string' || host === '') return 'no-host';
    return { host, uri: textOf(headers['x-forwarded-uri']), proto: textOf(headers['x-forwarded-proto']) };
  };
}

function rangeOf(address: ipaddr.IPv4 | ipaddr.IPv6): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function textOf(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}

/**
 * Whether a person's browser asks for a page, and can be led elsewhere. A script's request or a picture's cannot: it
 * would take the sign-in page for what it asked.
 */
export function wantsPage({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const mode = headers['sec-fetch-mode'];
  if (mode !== undefined) return mode === 'navigate';
  // Older browsers and command lines say it by what they take.
  return /\btext\/html\b/.test(headers.accept ?? '');
}
