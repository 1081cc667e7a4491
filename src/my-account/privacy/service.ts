import type { Clock } from '../../core/clock.ts';
import type { Outcome } from '../../core/outcomes.ts';
import { displayEmail, type Locale } from '../../identity/accounts/rules.ts';
import type { Account, Accounts } from '../../identity/accounts/service.ts';
import type { Audit } from '../../identity/audit/service.ts';
import { dataCopyCharges } from '../../identity/budgets/rules.ts';
import type { Consents } from '../../identity/consents/service.ts';
import type { Deletion } from '../../identity/deletion/service.ts';
import type { Devices } from '../../identity/devices/service.ts';
import type { Factors } from '../../identity/factors/service.ts';
import type { ToolSessions } from '../../identity/tool-sessions/service.ts';
import type { Tools } from '../../identity/tools/service.ts';
import type { JourneyDeps } from '../../journeys/deps.ts';
import { mailNotMeLink } from '../../journeys/not-me-link.ts';
import type { Database } from '../../platform/db/database.ts';
import { placeName } from '../../platform/geo/name.ts';
import type { Places } from '../../platform/geo/places.ts';
import { wordsOf } from '../../ui/words/index.ts';
import type { Visit } from '../../web/visit.ts';
import type { Telling } from '../activity/service.ts';
import { copyOf } from './copy.ts';
import * as store from './store.ts';

export type ExportDeps = {
  db: Database;
  clock: Clock;
  accounts: Accounts;
  audit: Audit;
  consents: Consents;
  devices: Devices;
  factors: Factors;
  places: Pick<Places, 'lookup'>;
  telling: Telling;
  toolSessions: ToolSessions;
  tools: Tools;
};

export type MyData = ReturnType<typeof createMyData>;
export type Export = ReturnType<typeof createExport>;

/** Events read at a time: a history of any length is never held at once. */
const batch = 500;

/**
 * Everything that the portal holds about a person, as one JSON text in pieces: what it says of them in plain words,
 * and no secret. What is kept only under a key (budgets, the values of habits) cannot be told apart by person.
 */
export function createExport(deps: ExportDeps) {
  const { db, clock, audit } = deps;

  const facts = async (account: Account, locale: Locale) => {
    const tx = db.handle;
    const { id } = account;
    const tools = await deps.tools.list(tx);
    const nameOf = (toolId: string) => tools.find((tool) => tool.id === toolId)?.name ?? toolId;
    const placeOf = async (address: string | null) =>
      address === null ? null : placeName(await deps.places.lookup(address), locale);
    return copyOf({
      account,
      email: displayEmail(account.email),
      about: wordsOf(locale).account.data.about,
      madeAt: clock.now(),
      groups: await deps.tools.groupsOf(tx, id),
      devices: await Promise.all(
        (await deps.devices.list(tx, id)).map(async (device) => ({
          ...device,
          place: await placeOf(device.lastAddress),
        })),
      ),
      sessions: await Promise.all(
        (await store.sessions(tx, id)).map(async (session) => ({
          ...session,
          place: await placeOf(session.address),
        })),
      ),
      factors: await deps.factors.of(tx, id),
      consents: (await deps.consents.list(tx, id)).map((of) => ({ ...of, tool: nameOf(of.toolId) })),
      opened: (await deps.toolSessions.listOfAccount(tx, id)).map(({ toolId, openedAt }) => ({
        tool: nameOf(toolId),
        openedAt,
      })),
      links: await store.links(tx, id),
      mails: await store.mails(tx, id),
      learned: await store.learned(tx, id),
    });
  };

  /** The events, newest first, as the last member of the object that the facts began. */
  async function* events(accountId: string, locale: Locale): AsyncGenerator<string> {
    let before: { at: number; id: string } | undefined;
    let first = true;
    for (;;) {
      const found = await audit.list(db.handle, { accountId, limit: batch, before });
      for (const event of found) {
        const [line] = await deps.telling.tell(db.handle, [{ head: event, rest: [] }], locale);
        const { at, type, address, actor, data } = event;
        const told = { at: new Date(at).toISOString(), event: type, said: line?.text, address, actor, data };
        yield `${first ? '\n' : ',\n'}    ${JSON.stringify(told)}`;
        first = false;
      }
      const last = found.at(-1);
      if (!last || found.length < batch) return;
      before = { at: last.at, id: last.id };
    }
  }

  return {
    /** The pieces of the text, in order. */
    async *pieces(account: Account, locale: Locale): AsyncGenerator<string> {
      const text = JSON.stringify(await facts(account, locale), null, 2);
      yield `${text.slice(0, text.lastIndexOf('}')).trimEnd()},\n  "events": [`;
      yield* events(account.id, locale);
      yield '\n  ]\n}\n';
    },
  };
}

type DataDeps = { export: Export; deletion: Deletion } & Pick<
  JourneyDeps,
  'db' | 'accounts' | 'audit' | 'budgets' | 'links' | 'origin'
>;
type Act = { accountId: string; visit: Visit };
type CopyOutcome =
  | { ok: true; pieces: AsyncGenerator<string> }
  | { ok: false; reason: 'too-many-copies'; until: number };

/** A copy of what the portal holds, and the end of the account. */
export function createMyData(deps: DataDeps) {
  const { db, accounts, audit, budgets, deletion } = deps;
  return {
    /** The pieces of the copy, once it is noted that it was given; ten a day, for each reads all that there is. */
    copy: async ({ accountId, visit }: Act): Promise<CopyOutcome> => {
      const decision = await budgets.spend(db.handle, dataCopyCharges({ accountId }));
      if (!decision.permitted) return { ok: false, reason: 'too-many-copies', until: decision.until };
      const account = await accounts.get(db.handle, accountId);
      const { address } = visit.network;
      await audit.record(db.handle, { type: 'account.data-given', accountId, address });
      return { ok: true, pieces: deps.export.pieces(account, visit.locale) };
    },

    /** Asks for the account to be deleted: when that will be; null when it was asked before. */
    askDeletion: ({ accountId, visit }: Act): Promise<Outcome<{ dueAt: number | null }, 'last-admin'>> =>
      db.transaction(async (tx) => {
        const account = await accounts.get(tx, accountId);
        // A stolen session must not be able to flood its owner: the second time mails nothing.
        if (account.deletionDueAt !== null) return { ok: true, dueAt: null };
        if (!(await deletion.mayAsk(tx, accountId))) return { ok: false, reason: 'last-admin' };
        const notMeUrl = await mailNotMeLink(deps, tx, account);
        return deletion.ask(tx, { accountId, address: visit.network.address, notMeUrl });
      }),

    /** False when there was nothing to cancel. */
    cancelDeletion: ({ accountId, visit }: Act): Promise<boolean> =>
      db.transaction((tx) =>
        deletion.cancel(tx, { accountId, how: 'owner', address: visit.network.address }),
      ),

    /** Whether it could be asked for now: not of the last administrator. Reads only. */
    mayDelete: (accountId: string): Promise<boolean> => deletion.mayAsk(db.handle, accountId),
  };
}
