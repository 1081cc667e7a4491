import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newToken } from '../core/tokens.ts';
import { StoreAway } from '../platform/db/faults.ts';
import { lendBrowser } from '../platform/http/cookies.ts';
import { securityHeaders } from '../platform/http/headers.ts';
import { Refusal, type RefusalReason } from '../platform/http/refusals.ts';
import type { Log } from '../platform/log/log.ts';
import type { ErrorKey } from '../ui/errors.ts';
import { type Failure, sendError } from './errors.ts';
import type { Web } from './web.ts';

const pageOf: Record<RefusalReason, ErrorKey> = {
  'cross-site': 'refused',
  'form-too-old': 'refused',
  'cookies-blocked': 'cookies-blocked',
  'bad-input': 'bad-input',
  'journey-ended': 'journey-ended',
  'not-found': 'not-found',
};

type FailureDeps = { web: Web; log: Log; origin: string };

const methods = ['GET', 'POST'] as const;

/** Every request that ends badly gets a page of the catalogue, with a way on; faults of ours are logged. */
export function registerFailures(app: FastifyInstance, { web, log, origin }: FailureDeps) {
  const headers = securityHeaders({ https: origin.startsWith('https:') });
  const answer = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    lendBrowser(request);
    // No hook has run for an address that the router itself refuses.
    reply.headers(headers);
    return sendError(web, request, reply, failureOf(error, request, log));
  };
  app.setErrorHandler<FastifyError>((error, request, reply) => answer(error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0]!;
    const allowed = methods.filter((method) => app.hasRoute({ url: path, method }));
    if (allowed.length === 0) return sendError(web, request, reply, { error: 'not-found' });
    reply.header('allow', allowed.join(', '));
    return sendError(web, request, reply, { error: 'method-not-allowed' });
  });
  return { answer };
}

function failureOf(error: FastifyError, request: FastifyRequest, log: Log): Failure {
  if (error instanceof Refusal) return { error: pageOf[error.reason] };
  if (error instanceof StoreAway) {
    log.error({ err: error, req: request }, 'the store is away');
    return { error: 'store-away' };
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { error: 'too-large' };
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) return { error: 'bad-input' };
  const incident = newToken().slice(0, 8);
  log.error({ err: error, req: request, incident }, 'a request failed');
  return { error: 'broken', incident };
}
