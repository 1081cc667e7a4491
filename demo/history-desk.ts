import type { Config } from '../src/config.ts';
import { type Clock, dayMs, minuteMs } from '../src/core/clock.ts';
import { newId } from '../src/core/ids.ts';
import { createKeyRing } from '../src/core/key-ring.ts';
import { type Email, parseEmail } from '../src/identity/accounts/rules.ts';
import { createAccounts } from '../src/identity/accounts/service.ts';
import { createAudit } from '../src/identity/audit/service.ts';
import { createDevices } from '../src/identity/devices/service.ts';
import type { SignIn } from '../src/identity/risk/lab/sign-in.ts';
import { createRisk, type Decision, type Observed } from '../src/identity/risk/service.ts';
import type { Database, Tx } from '../src/platform/db/database.ts';
import { nowhere } from '../src/platform/geo/places.ts';
import { networkOf } from '../src/platform/http/network.ts';
import { deviceLabel } from '../src/platform/http/user-agent.ts';

/** A clock that the history is told by. */
export type DrivenClock = Clock & { set(at: number): void };

export type HistoryDesk = ReturnType<typeof openHistoryDesk>;

type Knock = { accountId: string; signIn: SignIn; token: string | null };

/**
 * The portal's own services on a store, by another clock: sign-ins come about as a person's would, but for the
 * password, which is not there. Their addresses are made up, so nothing but this says where they are, and the audit
 * log keeps none.
 */
export function openHistoryDesk({
  db,
  clock,
  config,
}: {
  db: Database;
  clock: DrivenClock;
  config: Pick<Config, 'secretKeys' | 'codes' | 'risk'>;
}) {
  const keyRing = createKeyRing(config.secretKeys);
  const [accounts, devices] = [
    createAccounts({ clock }),
    createDevices({ clock, codeEveryMs: config.codes.knownDeviceDays * dayMs }),
  ];
  const audit = createAudit({ clock, keyRing });
  let here = nowhere;
  const places = { lookup: async () => here };
  const risk = createRisk({ clock, keyRing, places, audit, settings: config.codes, policy: config.risk });

  const observe = ({ place, agent }: SignIn): Promise<Observed> => {
    here = { ...nowhere, country: place.country, network: place.network };
    const network = networkOf(place.address.replace(/\/64$/, ''));
    return risk.observe({ network, userAgent: agent.text, hints: {} });
  };

  const judge = async (tx: Tx, { accountId, token }: Knock, observed: Observed) => {
    const account = await accounts.get(tx, accountId);
    const device = await devices.find(tx, { token, accountId });
    return { device, decision: await risk.decide(tx, account, { device, observed }) };
  };

  const askCode = (tx: Tx, { accountId, journeyId }: Traced, { reasons, assessment }: Decision) =>
    audit.record(tx, {
      type: 'code.asked',
      accountId,
      journeyId,
      data: { reasons, channel: 'code', risk: assessment },
    });

  return {
    risk,

    /** The account of an address, made when it is not there; when it last signed in. */
    ensureMember: (person: { name: string; email: string }): Promise<{ id: string; lastAt: number | null }> =>
      db.transaction(async (tx) => {
        const email = emailOf(person.email);
        const known = await accounts.findByEmail(tx, email);
        if (known) return { id: known.id, lastAt: known.lastSignInAt };
        const { name } = person;
        // Without a password: nobody can sign in as someone who is made up.
        const made = await accounts.create(tx, {
          email,
          name,
          role: 'member',
          locale: 'fr',
          passwordHash: null,
        });
        if (!made.ok) throw new Error('the account was made meanwhile');
        const { id } = made.account;
        const data = { how: 'command-line' } as const;
        await audit.record(tx, { type: 'account.created', accountId: id, actor: 'demo', data });
        return { id, lastAt: null };
      }),

    /** One sign-in from the password to its end, the code given where one is asked. Returns the device's cookie. */
    signIn: async (knock: Knock): Promise<string> => {
      const { accountId, signIn } = knock;
      const observed = await observe(signIn);
      return db.transaction(async (tx) => {
        clock.set(signIn.at);
        const { device, decision } = await judge(tx, knock, observed);
        const { ask, reasons, assessment } = decision;
        const traced = { accountId, ...(ask && { journeyId: newId(clock) }) };
        if (traced.journeyId !== undefined) {
          await askCode(tx, { accountId, journeyId: traced.journeyId }, decision);
          clock.set(signIn.at + minuteMs);
          await audit.record(tx, { type: 'code.accepted', ...traced, data: { channel: 'code' } });
        }
        const label = deviceLabel(signIn.agent.text, 'fr');
        await accounts.recordSignIn(tx, { id: accountId, label, codeAsked: ask });
        const kept = await devices.recognise(tx, { token: knock.token, accountId, label, codePassed: ask });
        await audit.record(tx, {
          type: 'sign-in.succeeded',
          ...traced,
          data: {
            amr: ask ? ['pwd', 'mail'] : ['pwd'],
            reasons,
            device: device ? 'known' : 'new',
            risk: assessment,
          },
        });
        if (!device) await audit.record(tx, { type: 'device.recognised', accountId });
        await risk.learn(tx, { accountId, observed, cookieWasKnown: device !== null });
        return kept.token;
      });
    },

    /** Someone else with the right password, who leaves when a code is asked. Whoever is not asked stays out of the history. */
    intrude: async (knock: Knock): Promise<void> => {
      const observed = await observe(knock.signIn);
      await db.transaction(async (tx) => {
        clock.set(knock.signIn.at);
        const { decision } = await judge(tx, knock, observed);
        if (decision.ask)
          await askCode(tx, { accountId: knock.accountId, journeyId: newId(clock) }, decision);
      });
    },
  };
}

type Traced = { accountId: string; journeyId: string };

function emailOf(text: string): Email {
  const parsed = parseEmail(text);
  if (!parsed.ok) throw new Error(`${text} is no address`);
  return parsed.email;
}
