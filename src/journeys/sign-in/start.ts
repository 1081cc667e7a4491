import type { Clock } from '../../core/clock.ts';
import type { KeyRing } from '../../core/key-ring.ts';
import { fingerprint } from '../../core/tokens.ts';
import type { Email } from '../../identity/accounts/rules.ts';
import { journeyLifeMs } from '../../identity/journeys/rules.ts';

/** A sign-in of which only the address is known. Its id is all there is of it: nothing is stored yet. */
export type Start = { id: string; email: Email };

const purpose = 'sign-in-start';

/**
 * A sign-in before its password is a sealed text, not a row: a flood of strangers writes nothing, and a member's
 * known device costs two writes less. The text names the browser it was made for [security.md 37].
 */
export function createStarts({ keyRing, clock }: { keyRing: KeyRing; clock: Clock }) {
  return {
    /** Seals the address for this browser, for an hour. */
    begin({ email, browser }: { email: Email; browser: string }): Start {
      const until = (clock.now() + journeyLifeMs).toString(36);
      const id = keyRing.seal(purpose, `${until} ${fingerprint(browser)} ${email}`);
      return { id, email };
    },

    /** The start that an id holds; null when it is another browser's, too old, or none of ours. */
    open({ id, browser }: { id: string; browser: string }): Start | null {
      const plain = keyRing.open(purpose, id);
      if (plain === null) return null;
      const [until = '', madeFor, email] = plain.split(' ');
      if (madeFor !== fingerprint(browser) || Number.parseInt(until, 36) <= clock.now()) return null;
      return { id, email: email as Email };
    },

    /** The id of the row that the journey gets once its password was right: the start cannot be read from it. */
    rowIdOf: (id: string): string => fingerprint(id),
  };
}

export type Starts = ReturnType<typeof createStarts>;
