import type { Config } from '../config.ts';
import type { Clock } from '../core/clock.ts';
import type { Account, Accounts } from '../identity/accounts/service.ts';
import type { Audit } from '../identity/audit/service.ts';
import type { Consents } from '../identity/consents/service.ts';
import type { Deletion } from '../identity/deletion/service.ts';
import type { Devices } from '../identity/devices/service.ts';
import type { Factors } from '../identity/factors/service.ts';
import type { Journeys } from '../identity/journeys/service.ts';
import type { Links } from '../identity/links/service.ts';
import type { Passwords } from '../identity/passwords/service.ts';
import type { Sessions } from '../identity/sessions/service.ts';
import type { ToolSessions } from '../identity/tool-sessions/service.ts';
import type { Tools } from '../identity/tools/service.ts';
import type { Database } from '../platform/db/database.ts';
import type { Places } from '../platform/geo/places.ts';
import type { MailQueue } from '../platform/mail/queue.ts';
import type { MailAbout } from '../ui/mail/about.ts';
import { loadConfig } from './config.ts';
import { Misuse, Refusal, type Terminal } from './terminal.ts';

/** What the account commands work with; main's openIdentity makes it. */
export type Identity = {
  db: Database;
  clock: Clock;
  accounts: Accounts;
  passwords: Passwords;
  sessions: Sessions;
  factors: Factors;
  journeys: Journeys;
  tools: Tools;
  toolSessions: ToolSessions;
  places: Places;
  consents: Consents;
  deletion: Deletion;
  devices: Devices;
  links: Links;
  audit: Audit;
  mails: MailQueue;
  mailAbout(locale: 'fr' | 'en'): MailAbout;
  close(): Promise<void>;
};

/** Opens the configured store, does the work and closes, whatever happens. */
export async function withIdentity<T>(
  terminal: Terminal,
  work: (identity: Identity, config: Config) => Promise<T>,
): Promise<T> {
  const config = await loadConfig(terminal, 'command');
  const { openIdentity } = await import('../main.ts');
  const identity: Identity = await openIdentity(config);
  try {
    return await work(identity, config);
  } finally {
    await identity.close();
  }
}

/** The address as typed, in its one form. Throws Misuse. */
export async function readEmail(typed: string) {
  const { parseEmail } = await import('../identity/accounts/rules.ts');
  const parsed = parseEmail(typed);
  if (parsed.ok) return parsed.email;
  throw new Misuse({
    fr: `« ${typed} » n'est pas une adresse de messagerie`,
    en: `"${typed}" is not a mail address`,
  });
}

/** The account of an address. Throws Refusal when there is none. */
export async function findAccount({ accounts, db }: Identity, typed: string): Promise<Account> {
  const email = await readEmail(typed);
  const account = await accounts.findByEmail(db.handle, email);
  if (account) return account;
  throw new Refusal({ fr: `aucun compte pour ${email}`, en: `no account for ${email}` });
}
