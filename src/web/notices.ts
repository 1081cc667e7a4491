import type { FastifyRequest } from 'fastify';
import type { Clock } from '../core/clock.ts';
import type { KeyRing } from '../core/key-ring.ts';
import { createTickets } from './tickets.ts';

export type Notices = ReturnType<typeof createNotices>;

/** The name of the query parameter that carries a notice. */
const parameter = 'n';
/** Characters of the longest notice that is looked at. */
const limit = 2_000;

/**
 * What was just done, said on the page that follows a form: a sealed text of the URL, so that nobody else can make
 * the portal say that something was done. It is this browser's, and lives an hour.
 */
export function createNotices(deps: { keyRing: KeyRing; clock: Clock }) {
  const tickets = createTickets(deps, 'notice');
  return {
    /** `path?n=…`, before the fragment where the path has one. `kind` tells notices of different pages apart. */
    link(path: string, of: { kind: string; notice: object; browser: string }): string {
      const sealed = tickets.seal({ text: `${of.kind} ${JSON.stringify(of.notice)}`, browser: of.browser });
      const [page = '', fragment] = path.split('#', 2);
      return `${page}?${parameter}=${sealed}${fragment === undefined ? '' : `#${fragment}`}`;
    },

    /** The notice of this kind that a request's address holds, or null. */
    of<Notice extends object>(request: FastifyRequest, kind: string, browser: string): Notice | null {
      const text = (request.query as Record<string, unknown> | undefined)?.[parameter];
      if (typeof text !== 'string' || text.length > limit) return null;
      const plain = tickets.open({ id: text, browser });
      return plain?.startsWith(`${kind} `) ? (JSON.parse(plain.slice(kind.length + 1)) as Notice) : null;
    },
  };
}
