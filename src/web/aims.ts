import type { FastifyRequest } from 'fastify';
import type { Clock } from '../core/clock.ts';
import type { KeyRing } from '../core/key-ring.ts';
import { createTickets } from './tickets.ts';

/** Why somebody signs in when it is not to see the home: where it leads, and what it must have asked. */
export type Aim = {
  /** A path of the portal, where the sign-in leads. */
  next: string;
  /** Whether `next` goes on to another site: then the last page is one of ours [security.md 31]. */
  away?: boolean;
  /** What « Abandonner » leads to, a path of the portal; absent: the configured portal. */
  leave?: string;
  /** An address to begin with, which may be changed (`login_hint`). */
  hint?: string;
  /** A live session is not enough: the person signs in anew [security.md 27]. */
  fresh?: boolean;
  /** The address of who signs in anew: nobody else's will do, so it is not asked. */
  who?: string;
  /** More than the password is asked, due or not: the code or a second factor; or a second factor (`acr_values`). */
  ask?: 'code' | 'factor';
};

export type Aims = ReturnType<typeof createAims>;

/** The name of the query parameter that carries an aim. */
export const aimParameter = 'suite';

/**
 * Aims as sealed texts of a URL: nobody but the portal can make one, so a place to go to is never taken from outside,
 * and one browser's is worthless in another [security.md 35].
 */
export function createAims(deps: { keyRing: KeyRing; clock: Clock }) {
  const tickets = createTickets(deps, 'aim');

  /** The aim of a sealed text; null when it is another browser's, older than an hour, or none of ours. */
  const open = ({ text, browser }: { text: string; browser: string }): Aim | null => {
    const plain = text.length <= aimLimit ? tickets.open({ id: text, browser }) : null;
    return plain === null ? null : (JSON.parse(plain) as Aim);
  };

  return {
    open,

    seal: ({ aim, browser }: { aim: Aim; browser: string }): string =>
      tickets.seal({ text: JSON.stringify(aim), browser }),

    /** `path?suite=…` */
    link(path: string, { aim, browser }: { aim: Aim; browser: string }): string {
      return `${path}?${aimParameter}=${this.seal({ aim, browser })}`;
    },

    /** The aim that a request's address names, or null. */
    of(request: FastifyRequest, browser: string): Aim | null {
      const text = (request.query as Record<string, unknown> | undefined)?.[aimParameter];
      return typeof text === 'string' ? open({ text, browser }) : null;
    },
  };
}

/** Characters of the longest aim that is looked at. */
const aimLimit = 4_000;
