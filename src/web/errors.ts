import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorPage, errorPage } from '../ui/error-page.ts';
import { type Action, type ErrorKey, errors } from '../ui/errors.ts';
import { sendPage, type Web } from './web.ts';

export type Failure = {
  error: ErrorKey;
  /** When the refusal ends, in epoch milliseconds; becomes Retry-After too. */
  until?: number;
  /** Names the fault in the log, where there is one. */
  incident?: string;
  /** Ways on that fit this place better than the catalogue's, and where they lead. */
  actions?: readonly Action[];
  hrefs?: ErrorPage['hrefs'];
  /** Words that say more than the catalogue's. */
  words?: ErrorPage['words'];
};

/** Answers with the page of an error of the catalogue, and its status. */
export function sendError(
  web: Web,
  request: FastifyRequest,
  reply: FastifyReply,
  { error, until, incident, ...more }: Failure,
): FastifyReply {
  const { browser } = web.visit(request, reply);
  const now = web.clock.now();
  const { status } = errors[error];
  if (until !== undefined || status === 503) {
    const seconds = until === undefined ? 10 : Math.max(1, Math.ceil((until - now) / 1_000));
    reply.header('retry-after', String(seconds));
  }
  return sendPage(
    reply,
    errorPage(web.view(request, browser), { error, until, now, incident, ...more }),
    status,
  );
}
