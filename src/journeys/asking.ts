import type { Email } from '../identity/accounts/rules.ts';
import type { Charge } from '../identity/budgets/rules.ts';
import { maxSends, nextSendAt } from '../identity/journeys/rules.ts';
import type { JourneyRecord } from '../identity/journeys/service.ts';
import type { Tx } from '../platform/db/database.ts';
import type { Visit } from '../web/visit.ts';
import type { JourneyDeps } from './deps.ts';

/** An address that asks for a link, from a browser. */
export type Asked = { email: Email; visit: Visit };

/** A link that was asked for: what the page that says so needs, to count the wait and the sends. */
export type AskedRecord = JourneyRecord<'sent', object>;

type TooMany = { ok: false; reason: 'too-many-mails'; until: number };
export type AskOutcome = { ok: true; journeyId: string } | TooMany;

type AskingDeps = Pick<JourneyDeps, 'db' | 'journeys' | 'budgets' | 'audit'>;
type Asking = {
  kind: 'password-reset' | 'sign-up';
  /** Mails the address, at the same cost whether or not it has an account [security.md 12]. */
  send(tx: Tx, asked: Asked): Promise<{ ok: true } | TooMany>;
};

/** How a mailed link is asked for, and asked for again; what the mail says is its journey's own. */
export function createAsking({ db, journeys }: AskingDeps, { kind, send }: Asking) {
  return {
    /** Mails a link, and opens the page that says so. */
    ask: ({ email, visit }: Asked): Promise<AskOutcome> =>
      db.transaction(async (tx) => {
        const sent = await send(tx, { email, visit });
        if (!sent.ok) return sent;
        const { browser } = visit;
        const begun = { kind, step: 'sent', browser, email, data: {}, sends: 1 };
        return { ok: true, journeyId: (await journeys.begin(tx, begun)).id };
      }),

    /** « Renvoyer », once a minute. */
    again: (journey: AskedRecord, visit: Visit): Promise<AskOutcome> =>
      db.transaction(async (tx) => {
        if ((await journeys.takeSend(tx, journey.id)) === null) {
          // Too early: the page says again how long to wait. Too often: it says so.
          return journey.sends < maxSends
            ? { ok: true, journeyId: journey.id }
            : { ok: false, reason: 'too-many-mails', until: nextSendAt(journey) };
        }
        const sent = await send(tx, { email: journey.email, visit });
        return sent.ok ? { ok: true, journeyId: journey.id } : sent;
      }),

    /** The journey of this browser, or null when it is over. */
    find: ({ id, visit }: { id: string; visit: Visit }): Promise<AskedRecord | null> =>
      journeys.find(db.handle, { id, kind, browser: visit.browser }),
  };
}

/** Spends what the mail costs; a refusal is audited and says until when. */
export async function spendOnMail(
  { budgets, audit }: AskingDeps,
  tx: Tx,
  { email, visit, charges }: Asked & { charges: Charge[] },
): Promise<{ ok: true } | TooMany> {
  const decision = await budgets.spend(tx, charges);
  if (decision.permitted) return { ok: true };
  const { until, policy } = decision;
  const { address } = visit.network;
  await audit.record(tx, { type: 'limit.reached', email, address, data: { policy, until } });
  return { ok: false, reason: 'too-many-mails', until };
}
