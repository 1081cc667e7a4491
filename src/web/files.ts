import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Health } from '../platform/metrics/health.ts';
import { paths } from '../routes.ts';
import type { Assets } from '../ui/assets.ts';

/** What is not a page: the style, script and logo, and the two answers for load balancers. */
export function registerFiles(
  app: FastifyInstance,
  { assets, health }: { assets: Assets; health: Health },
): void {
  app.get(`${paths.assets}*`, (request, reply) => sendAsset(assets, request, reply));
  app.get(paths.live, (_request, reply) => reply.type('text/plain').send('live\n'));
  app.get(paths.ready, async (_request, reply) => {
    // Only ready or not: the reasons are on the metrics port.
    const { ready } = await health.ready();
    return reply
      .code(ready ? 200 : 503)
      .type('text/plain')
      .send(ready ? 'ready\n' : 'not ready\n');
  });
}

async function sendAsset(assets: Assets, request: FastifyRequest, reply: FastifyReply) {
  const asset = assets.find(request.url.split('?', 1)[0]!);
  if (!asset) return reply.callNotFound();
  // The name is the content's hash: it never changes.
  reply.header('cache-control', 'public, max-age=31536000, immutable').header('etag', asset.etag);
  reply.header('vary', 'accept-encoding').type(asset.type);
  if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send();
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.send(await asset.body(encoding));
}
