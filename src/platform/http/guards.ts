import type { FastifyRequest } from 'fastify';
import { Refusal } from './refusals.ts';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site makes this browser send: by Fetch Metadata, else by Origin [security.md 34].
 * Where neither is sent there is no browser of this decade, and the form's own token still stands.
 */
export function refuseCrossSite(request: FastifyRequest, origin: string): void {
  if (reading.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site !== 'same-origin' && site !== 'none') throw new Refusal('cross-site');
    return;
  }
  const from = request.headers.origin;
  if (from !== undefined && from !== origin) throw new Refusal('cross-site');
}
