import type { Factor } from '../../identity/factors/rules.ts';
import type { JourneyRecord } from '../../identity/journeys/service.ts';
import type { Assessment, CodeReason } from '../../identity/risk/rules.ts';
import type { Aim } from '../../web/aims.ts';
import type { Step } from './journey.ts';

/** What a sign-in keeps between its steps. */
export type SignInData = {
  /** Why the code was asked; empty when it was not. */
  reasons: CodeReason[];
  /** How unusual the sign-in was, for the audit log; absent in one that began before the portal assessed any. */
  risk?: Assessment;
  /** The code, or the link or the second factor in its place, was given. */
  codePassed: boolean;
  /** The second factor that was given; absent: the code or the link. */
  factor?: Factor;
  /** A passkey alone, from the first screen: no password was given. */
  withoutPassword?: true;
  /** « Appareil partagé : ne pas le reconnaître ». */
  shared: boolean;
  /** The mailed link whose token this browser has shown, where a link takes the code's place. */
  linkId: string | null;
  /** What the sign-in is for, where it is not to see the home. */
  aim?: Aim;
};

export const freshData: SignInData = { reasons: [], codePassed: false, shared: false, linkId: null };

/** How somebody signed in, in the words of RFC 8176; a mailed code is never called multi-factor [security.md 21]. */
export function amrOf({ codePassed, factor, withoutPassword }: SignInData): string[] {
  const first = withoutPassword ? [] : ['pwd'];
  if (!codePassed) return first;
  if (factor === undefined) return [...first, 'mail'];
  return factor === 'passkey' ? [...first, 'pop', 'user', 'mfa'] : [...first, 'otp', 'mfa'];
}

/** A sign-in whose password was right and that something is still asked of. */
export type SignInRecord = JourneyRecord<Step, SignInData>;

/** Where a step led; `signedIn` holds the cookies to set once it is done. */
export type Arrival = {
  journeyId: string;
  step: Step;
  signedIn?: { session: string; sessionId: string; device: string | null; deviceId: string | null };
  /** Where the end leads; absent: home. */
  aim?: Aim;
};
