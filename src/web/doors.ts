import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { setLanguage } from '../platform/http/cookies.ts';
import { refuseCrossSite } from '../platform/http/guards.ts';
import { securityHeaders } from '../platform/http/headers.ts';
import { Refusal } from '../platform/http/refusals.ts';
import type { Metrics } from '../platform/metrics/metrics.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers on other hosts than the portal's, and looks itself whether another site makes a browser ask. */
    ownOrigin?: boolean;
    /** Open to the pages of other sites: no cookie counts here. */
    crossOrigin?: boolean;
  }
}

/** What every request passes, in order: headers, broken addresses, other sites, the language switch, the count. */
export function registerDoors(
  app: FastifyInstance,
  { origin, metrics }: { origin: string; metrics: Metrics },
): void {
  const headers = securityHeaders({ https: origin.startsWith('https:') });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    refuseBrokenAddress(request);
    const { ownOrigin, crossOrigin } = request.routeOptions.config ?? {};
    if (!ownOrigin && !crossOrigin) refuseCrossSite(request, origin);
  });
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  // A connection kept alive after the last answer would hold up the stop until the browser lets it go.
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
  app.addHook('preHandler', async (request, reply) => switchLanguage(request, reply));
  app.addHook('onResponse', async (request, reply) => {
    metrics.request({
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1_000,
    });
  });
}

/** Bytes that are not UTF-8, broken escapes and NUL reach no handler: Fastify passes them undecoded [security.md 35]. */
function refuseBrokenAddress({ url }: FastifyRequest): void {
  if (!url.includes('%')) return;
  try {
    if (decodeURIComponent(url.replaceAll('+', ' ')).includes('\0')) throw new Refusal('bad-input');
  } catch {
    throw new Refusal('bad-input');
  }
}

/** `?lang=en` on any page: remembered, then the same page again without it. */
function switchLanguage(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const { lang } = (request.query ?? {}) as { lang?: unknown };
  if (request.method !== 'GET' || (lang !== 'fr' && lang !== 'en')) return undefined;
  setLanguage(reply, lang);
  const [path = '/', query = ''] = request.url.split('?', 2);
  const kept = query.split('&').filter((pair) => pair !== '' && nameOf(pair) !== 'lang');
  // One leading slash: « //elsewhere » would be another site.
  const here = path.replace(/^[/\\]+/, '/');
  return reply.redirect(kept.length > 0 ? `${here}?${kept.join('&')}` : here, 303);
}

/** The name in `name=value`, decoded as the query was read: « l%61ng » too, or the redirect would never end. */
function nameOf(pair: string): string {
  return decodeURIComponent(pair.split('=', 1)[0]!.replaceAll('+', ' '));
}
