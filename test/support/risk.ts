import { randomBytes } from 'node:crypto';
import type { Clock } from '../../src/core/clock.ts';
import { createKeyRing, type KeyRing } from '../../src/core/key-ring.ts';
import { createAccounts } from '../../src/identity/accounts/service.ts';
import { createAudit } from '../../src/identity/audit/service.ts';
import { createDevices } from '../../src/identity/devices/service.ts';
import { createRisk, type Decision, type RiskPolicy } from '../../src/identity/risk/service.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { nowhere, type Place } from '../../src/platform/geo/places.ts';
import type { ClientHints } from '../../src/platform/http/client-hints.ts';
import { networkOf } from '../../src/platform/http/network.ts';
import { newPerson } from './people.ts';

/** How a sign-in looks: an address as a proxy would write it, and what the browser says of itself. */
export type Look = {
  address?: string;
  userAgent?: string | undefined;
  hints?: ClientHints;
  /** The device cookie that came. */
  token?: string | null;
};

export const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
export const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';
/** In an address book of the tests' own: places are data. */
export const home = '192.0.2.10';
/** The same network of the same country, another neighbourhood. */
export const elsewhere = '203.0.113.20';
export const japan = '198.51.100.7';
const book: Record<string, Partial<Place>> = {
  [home]: { country: 'FR', network: 'AS3215' },
  [elsewhere]: { country: 'FR', network: 'AS3215' },
  [japan]: { country: 'JP', network: 'AS2516' },
};

/** The risk engine on one store, with real accounts and devices, and the people who sign in. */
export function riskDesk({
  db,
  clock,
  policy,
  keyRing = createKeyRing([randomBytes(32)]),
  places = book,
}: {
  db: Database;
  clock: Clock;
  policy?: Partial<RiskPolicy>;
  keyRing?: KeyRing;
  places?: Record<string, Partial<Place>>;
}) {
  const [accounts, devices, audit] = [
    createAccounts({ clock }),
    createDevices({ clock }),
    createAudit({ clock, keyRing }),
  ];
  const risk = createRisk({
    clock,
    keyRing,
    places: { lookup: async (address) => ({ ...nowhere, ...places[address] }) },
    audit,
    policy: { mode: 'auto', target: 0.03, threshold: null, ...policy },
  });
  const { handle } = db;
  const observe = ({ address = home, userAgent = firefox, hints = {} }: Look) =>
    risk.observe({ network: networkOf(address), userAgent, hints });

  const desk = {
    risk,
    audit,
    accounts,
    observe,

    /** A new account's id. */
    join: async (): Promise<string> => {
      const { email, name } = newPerson();
      const made = await accounts.create(handle, {
        email: email as never,
        name,
        role: 'member',
        locale: 'fr',
        passwordHash: null,
      });
      if (!made.ok) throw new Error('the account exists');
      return made.account.id;
    },

    /** What the portal would ask of this sign-in. */
    decide: async (accountId: string, look: Look = {}): Promise<Decision> => {
      const observed = await observe(look);
      const account = await accounts.get(handle, accountId);
      const device = await devices.find(handle, { token: look.token ?? null, accountId });
      return risk.decide(handle, account, { device, observed });
    },

    /** A whole sign-in, the code given where it is asked: the device's cookie from now on. */
    signIn: async (accountId: string, look: Look = {}): Promise<{ decision: Decision; token: string }> => {
      const token = look.token ?? null;
      const decision = await desk.decide(accountId, look);
      const observed = await observe(look);
      return db.transaction(async (tx) => {
        const device = await devices.find(tx, { token, accountId });
        const codePassed = decision.ask;
        await accounts.recordSignIn(tx, { id: accountId, label: 'Firefox', codeAsked: codePassed });
        const kept = await devices.recognise(tx, { token, accountId, label: 'Firefox', codePassed });
        const { reasons, assessment } = decision;
        await audit.record(tx, {
          type: 'sign-in.succeeded',
          accountId,
          data: { amr: ['pwd'], reasons, device: device ? 'known' : 'new', risk: assessment },
        });
        await risk.learn(tx, { accountId, observed, cookieWasKnown: device !== null });
        return { decision, token: kept.token };
      });
    },

    /** Counts a completed sign-in and nothing else. */
    learn: async (
      accountId: string,
      look: Look = {},
      through: Pick<Database, 'transaction'> = db,
    ): Promise<void> => {
      const observed = await observe(look);
      const cookieWasKnown = typeof look.token === 'string';
      await through.transaction((tx) => risk.learn(tx, { accountId, observed, cookieWasKnown }));
    },
  };
  return desk;
}
