import type { Clock } from '../../core/clock.ts';
import type { Accounts } from '../../identity/accounts/service.ts';
import type { Audit } from '../../identity/audit/service.ts';
import type { Budgets } from '../../identity/budgets/service.ts';
import type { Codes } from '../../identity/codes/service.ts';
import type { Devices } from '../../identity/devices/service.ts';
import type { JourneyRecord, Journeys } from '../../identity/journeys/service.ts';
import type { Links } from '../../identity/links/service.ts';
import type { Passwords } from '../../identity/passwords/service.ts';
import type { CodeReason } from '../../identity/risk/rules.ts';
import type { Risk } from '../../identity/risk/service.ts';
import type { Sessions } from '../../identity/sessions/service.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Locale } from '../../platform/http/language.ts';
import type { MailQueue } from '../../platform/mail/queue.ts';
import type { MailAbout } from '../../ui/mail/about.ts';
import type { Step } from './journey.ts';

/** What the sign-in needs; wired once, in main. */
export type SignInDeps = {
  db: Database;
  clock: Clock;
  /** The configured public origin: mailed links are built from it alone. */
  origin: string;
  accounts: Accounts;
  passwords: Passwords;
  budgets: Budgets;
  codes: Codes;
  devices: Devices;
  sessions: Sessions;
  links: Links;
  risk: Risk;
  audit: Audit;
  journeys: Journeys;
  mails: MailQueue;
  mailAbout(locale: Locale): MailAbout;
};

/** What a sign-in keeps between its steps. */
export type SignInData = {
  /** Why the code was asked; empty when it was not. */
  reasons: CodeReason[];
  /** The code, or the link in its place, was given. */
  codePassed: boolean;
  /** « Appareil partagé : ne pas le reconnaître ». */
  shared: boolean;
  /** The mailed link whose token this browser has shown, where a link takes the code's place. */
  linkId: string | null;
};

export type SignInRecord = JourneyRecord<Step, SignInData>;

export const freshData: SignInData = { reasons: [], codePassed: false, shared: false, linkId: null };

/** Where a step led; `signedIn` holds the cookies to set once it is done. */
export type Arrival = {
  journeyId: string;
  step: Step;
  signedIn?: { session: string; sessionId: string; device: string | null; deviceId: string | null };
};
