import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../identity/sessions/service.ts';

/** A request on its way into the provider, and whose portal session it carries, where it carries a live one. */
export type Knock = { request: FastifyRequest; reply: FastifyReply; session: Session | null };

export type Knocks = ReturnType<typeof createKnocks>;

/** The provider hands its own view of a request to what we give it: this finds ours again. */
export function createKnocks() {
  const known = new WeakMap<IncomingMessage, Knock>();
  return {
    note: (knock: Knock): void => {
      known.set(knock.request.raw, knock);
    },
    of: (ctx: { req: IncomingMessage }): Knock | null => known.get(ctx.req) ?? null,
  };
}
