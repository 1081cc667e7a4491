import type { Clock } from '../../../core/clock.ts';
import type { KeyRing } from '../../../core/key-ring.ts';
import { fingerprint } from '../../../core/tokens.ts';
import { challengeLifeMs } from '../rules.ts';

/** What a challenge is for: what answers one kind is worthless for another. */
export type Ceremony = 'sign-in' | 'factor' | 'create';

/** Whom a challenge is made for: one browser, and one account where it is known already. */
export type Asked = { ceremony: Ceremony; browser: string; accountId: string | null };

const sealFor = 'passkey-challenge';

/**
 * WebAuthn challenges that nobody stores: each is a sealed text that says what it is for, for which browser and until
 * when, made unique by its seal's random nonce of 96 bits. Whoever opens the first page writes nothing; only an answer
 * does, once.
 */
export function createChallenges({ keyRing, clock }: { keyRing: KeyRing; clock: Clock }) {
  return {
    /** A new one, base64url. */
    make: ({ ceremony, browser, accountId }: Asked): string => {
      const until = (clock.now() + challengeLifeMs).toString(36);
      return keyRing.seal(sealFor, [until, ceremony, fingerprint(browser), accountId ?? ''].join(' '));
    },

    /** Until when it is good (epoch ms), or null: not ours, another's, or too old. */
    goodUntil: (challenge: string, { ceremony, browser, accountId }: Asked): number | null => {
      // The seal reads other spellings of the same bytes too: those would be answered twice.
      if (Buffer.from(challenge, 'base64url').toString('base64url') !== challenge) return null;
      const [until = '', ...rest] = (keyRing.open(sealFor, challenge) ?? '').split(' ');
      if (rest.join(' ') !== [ceremony, fingerprint(browser), accountId ?? ''].join(' ')) return null;
      const endsAt = Number.parseInt(until, 36);
      return endsAt > clock.now() ? endsAt : null;
    },
  };
}
