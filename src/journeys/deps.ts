import type { Clock } from '../core/clock.ts';
import type { KeyRing } from '../core/key-ring.ts';
import type { Accounts } from '../identity/accounts/service.ts';
import type { Audit } from '../identity/audit/service.ts';
import type { Budgets } from '../identity/budgets/service.ts';
import type { Codes } from '../identity/codes/service.ts';
import type { Devices } from '../identity/devices/service.ts';
import type { Factors } from '../identity/factors/service.ts';
import type { Journeys } from '../identity/journeys/service.ts';
import type { Links } from '../identity/links/service.ts';
import type { Passwords } from '../identity/passwords/service.ts';
import type { Risk } from '../identity/risk/service.ts';
import type { Sessions } from '../identity/sessions/service.ts';
import type { ToolSessions } from '../identity/tool-sessions/service.ts';
import type { Database } from '../platform/db/database.ts';
import type { Locale } from '../platform/http/language.ts';
import type { MailQueue } from '../platform/mail/queue.ts';
import type { MailAbout } from '../ui/mail/about.ts';

/** What the journeys need; wired once, in main. */
export type JourneyDeps = {
  db: Database;
  keyRing: KeyRing;
  clock: Clock;
  /** The configured public origin: mailed links are built from it alone. */
  origin: string;
  accounts: Accounts;
  passwords: Passwords;
  budgets: Budgets;
  codes: Codes;
  devices: Devices;
  factors: Factors;
  sessions: Sessions;
  toolSessions: ToolSessions;
  links: Links;
  risk: Risk;
  audit: Audit;
  journeys: Journeys;
  mails: MailQueue;
  mailAbout(locale: Locale): MailAbout;
};
