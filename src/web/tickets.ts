import type { Clock } from '../core/clock.ts';
import type { KeyRing } from '../core/key-ring.ts';
import { fingerprint } from '../core/tokens.ts';
import { journeyLifeMs } from '../identity/journeys/rules.ts';

export type Tickets = ReturnType<typeof createTickets>;

/**
 * What a journey knows before anybody has proved anything, as a sealed text in the URL instead of a row: whoever
 * opens pages without end writes nothing. It names the browser that it was made for, and lives an hour
 * [security.md 37].
 */
export function createTickets({ keyRing, clock }: { keyRing: KeyRing; clock: Clock }, purpose: string) {
  return {
    /** Seals a text for this browser. */
    seal({ text, browser }: { text: string; browser: string }): string {
      const until = (clock.now() + journeyLifeMs).toString(36);
      return keyRing.seal(purpose, `${until} ${fingerprint(browser)} ${text}`);
    },

    /** The text, or null when the ticket is another browser's, too old, or none of ours. */
    open({ id, browser }: { id: string; browser: string }): string | null {
      const [until = '', madeFor, ...text] = (keyRing.open(purpose, id) ?? '').split(' ');
      if (madeFor !== fingerprint(browser) || Number.parseInt(until, 36) <= clock.now()) return null;
      return text.join(' ');
    },
  };
}
