import { fingerprint } from '../../core/tokens.ts';
import type { Email } from '../../identity/accounts/rules.ts';
import type { JourneyDeps } from '../deps.ts';
import { createTickets } from '../ticket.ts';

/** A sign-in of which only the address is known. Its id is all there is of it: nothing is stored yet. */
export type Start = { id: string; email: Email };

/** Sign-ins before their password: tickets, so that a member's known device costs two writes less. */
export function createStarts(deps: Pick<JourneyDeps, 'keyRing' | 'clock'>) {
  const tickets = createTickets(deps, 'sign-in-start');
  return {
    /** A start for this address and this browser. */
    begin: ({ email, browser }: { email: Email; browser: string }): Start => ({
      id: tickets.seal({ text: email, browser }),
      email,
    }),

    /** The start that an id holds; null when it is another browser's, too old, or none of ours. */
    open({ id, browser }: { id: string; browser: string }): Start | null {
      const email = tickets.open({ id, browser });
      return email === null ? null : { id, email: email as Email };
    },
  };
}

/** The id of the row that a journey gets once its password was right: the start cannot be read from it. */
export const rowIdOf = (startId: string): string => fingerprint(startId);
