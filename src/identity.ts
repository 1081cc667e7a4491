import type { Config } from './config-type.ts';
import { type Clock, dayMs } from './core/clock.ts';
import { createKeyRing } from './core/key-ring.ts';
import { Fault } from './core/outcomes.ts';
import { type Email, parseEmail } from './identity/accounts/rules.ts';
import { createAccounts } from './identity/accounts/service.ts';
import { createAlerts } from './identity/alerts/service.ts';
import { createAudit } from './identity/audit/service.ts';
import { createBudgets } from './identity/budgets/service.ts';
import { createCodes } from './identity/codes/service.ts';
import { createConsents } from './identity/consents/service.ts';
import { createDeletion } from './identity/deletion/service.ts';
import { createDevices } from './identity/devices/service.ts';
import { createFactors } from './identity/factors/service.ts';
import { createInactivity } from './identity/inactivity/service.ts';
import { createJourneys } from './identity/journeys/service.ts';
import { createLinks } from './identity/links/service.ts';
import {
  createCommonPasswords,
  createHasher,
  createPasswords,
  createStrength,
  hashCost,
  openBreaches,
} from './identity/passwords/service.ts';
import { createRenewals } from './identity/renewals/service.ts';
import { createRisk } from './identity/risk/service.ts';
import { createSessions } from './identity/sessions/service.ts';
import { createToolSessions } from './identity/tool-sessions/service.ts';
import { createToolRefusals, createTools } from './identity/tools/service.ts';
import { openDatabase } from './platform/db/database.ts';
import { createPlaces } from './platform/geo/places.ts';
import type { Locale } from './platform/http/language.ts';
import type { Log } from './platform/log/log.ts';
import { createMailQueue } from './platform/mail/queue.ts';
import { wakeAfterCommit } from './platform/mail/waking.ts';
import type { MailAbout } from './ui/mail/about.ts';
import { mailWordsOf } from './ui/words/index.ts';

export type Identity = Awaited<ReturnType<typeof createIdentity>>;

export type IdentityOptions = {
  clock: Clock;
  onStoreError?: (error: Error) => void;
  /** Told of IP data that cannot be read. */
  log?: Pick<Log, 'warn' | 'info'>;
};

const silent: Pick<Log, 'warn' | 'info'> = { warn: () => {}, info: () => {} };

/** Wires what the portal knows and decides. Throws StoreAway when the store's file cannot be opened. */
export async function createIdentity(config: Config, { clock, onStoreError, log = silent }: IdentityOptions) {
  const keyRing = createKeyRing(config.secretKeys);
  const { brand, help, timeZone, publicUrl } = config;
  const mails = createMailQueue({ clock, keyRing, domain: new URL(publicUrl).hostname });
  const db = wakeAfterCommit(
    await openDatabase({ url: config.databaseUrl, clock, onError: onStoreError }),
    mails,
  );
  const { concurrency, maxQueued, maxWaitMs } = config.hashing;
  const asked = hashCost(config.hashing);
  if (!asked.ok) throw new Fault(`hashing is ${asked.reason}: the configuration should have refused it`);
  const hasher = createHasher({
    concurrency,
    maxQueued,
    maxWaitMs,
    cost: asked.cost,
    pepper: config.passwords.pepper ?? undefined,
  });
  const strength = createStrength();
  const breaches = await openBreaches({ path: config.passwords.breachFile, clock });
  const passwords = createPasswords({
    hasher,
    strength,
    breaches,
    common: createCommonPasswords(),
    policy: {
      brandNames: [brand.alone, brand.of, brand.start, brand.beside],
      requireClasses: config.passwords.requireClasses,
    },
  });
  const mailAbout = (locale: Locale): MailAbout => ({
    words: mailWordsOf(locale),
    brand,
    help,
    origin: publicUrl,
    locale,
    timeZone,
  });
  const audit = createAudit({ clock, keyRing });
  const accounts = createAccounts({ clock });
  const budgets = createBudgets({ clock, keyRing });
  const places = createPlaces({ files: config.places, clock, log });
  return {
    db,
    clock,
    keyRing,
    mails,
    mailAbout,
    hasher,
    passwords,
    accounts,
    alerts: createAlerts({ accounts, audit, budgets, mails, mailAbout, extra: alertAddress(config) }),
    audit,
    budgets,
    codes: createCodes({ clock, keyRing }),
    consents: createConsents({ clock }),
    deletion: createDeletion({ clock, audit, mails, mailAbout }),
    devices: createDevices({ clock, codeEveryMs: config.codes.knownDeviceDays * dayMs }),
    factors: createFactors({ clock, keyRing, origin: publicUrl, brandName: brand.start }),
    inactivity: createInactivity({ clock, audit, mails, mailAbout }),
    journeys: createJourneys({ clock }),
    links: createLinks({ clock }),
    renewals: createRenewals({ clock, audit, mails, mailAbout }),
    places,
    risk: createRisk({ clock, keyRing, places, audit, settings: config.codes, policy: config.risk }),
    sessions: createSessions({ clock, limits: config.sessions }),
    toolRefusals: createToolRefusals({ clock, audit }),
    toolSessions: createToolSessions({ clock }),
    tools: createTools({ clock, configured: config.tools }),
    close: async () => {
      hasher.close();
      strength.close();
      await breaches.close();
      places.close();
      await db.close();
    },
  };
}

/** The operator's own address for alerts, in the form that addresses are compared in; null: none. */
function alertAddress({ alerts }: Config): Email | null {
  const parsed = alerts.email === undefined ? null : parseEmail(alerts.email);
  return parsed?.ok ? parsed.email : null;
}
