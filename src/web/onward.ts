import type { FastifyReply, FastifyRequest } from 'fastify';
import { onwardPage } from '../ui/onward-page.ts';
import { sendPage, type Web } from './web.ts';

/**
 * Leads to an address that may redirect to another site: a page of ours, so that a form's own policy does not apply
 * to what follows (Chromium applies `form-action` to the whole chain of redirects) [security.md 31]. Answer a GET
 * with it, after a 303. `href` must come from us or from a validated list.
 */
export function sendOnward(
  web: Web,
  request: FastifyRequest,
  reply: FastifyReply,
  href: string,
): FastifyReply {
  const { browser } = web.visit(request, reply);
  reply.header('refresh', `0;url=${href}`);
  return sendPage(reply, onwardPage(web.view(request, browser), { href }));
}
