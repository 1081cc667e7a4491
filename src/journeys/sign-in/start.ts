import { fingerprint } from '../../core/tokens.ts';
import type { Email } from '../../identity/accounts/rules.ts';
import type { Aim } from '../../web/aims.ts';
import { createTickets } from '../../web/tickets.ts';
import type { JourneyDeps } from '../deps.ts';

/** A sign-in of which only the address is known. Its id is all there is of it: nothing is stored yet. */
export type Start = { id: string; email: Email; aim: Aim | null };

/** Sign-ins before their password: tickets, so that a member's known device costs two writes less. */
export function createStarts(deps: Pick<JourneyDeps, 'keyRing' | 'clock'>) {
  const tickets = createTickets(deps, 'sign-in-start');
  return {
    /** A start for this address and this browser, with what the sign-in is for. */
    begin: ({ email, aim, browser }: { email: Email; aim: Aim | null; browser: string }): Start => ({
      id: tickets.seal({ text: aim === null ? email : `${email} ${JSON.stringify(aim)}`, browser }),
      email,
      aim,
    }),

    /** The start that an id holds; null when it is another browser's, too old, or none of ours. */
    open({ id, browser }: { id: string; browser: string }): Start | null {
      const text = tickets.open({ id, browser });
      if (text === null) return null;
      // An address holds no space.
      const end = text.indexOf(' ');
      return end < 0
        ? { id, email: text as Email, aim: null }
        : { id, email: text.slice(0, end) as Email, aim: JSON.parse(text.slice(end + 1)) as Aim };
    },
  };
}

/** The id of the row that a journey gets once its password was right: the start cannot be read from it. */
export const rowIdOf = (startId: string): string => fingerprint(startId);
