import type { Clock } from '../../core/clock.ts';
import { fingerprint, newToken } from '../../core/tokens.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Email } from '../accounts/rules.ts';
import { journeyLifeMs, maxCodeFailures, maxSends, resendWaitMs } from './rules.ts';
import * as store from './store.ts';

export type JourneyKind = store.Row['kind'];

/** Where one browser tab stands on one journey [security.md 37]. `Data` is what that journey keeps for itself. */
export type JourneyRecord<Step extends string, Data> = {
  id: string;
  kind: JourneyKind;
  step: Step;
  version: number;
  email: Email;
  accountId: string | null;
  data: Data;
  codeFailures: number;
  sends: number;
  sentAt: number | null;
  expiresAt: number;
};

export type Journeys = ReturnType<typeof createJourneys>;

type Begin<Data> = {
  kind: JourneyKind;
  step: string;
  /** The browser's own cookie: only that browser may go on. */
  browser: string;
  email: Email;
  accountId?: string | null;
  data: Data;
  /** Mails already sent when it begins. */
  sends?: number;
};

/** As `Begin`, for a journey whose id is known before its row. */
type Ensure<Data> = Begin<Data> & { id: string };

/** The record of every journey under way. Each transition is compare-and-set: two tabs cannot both take it. */
export function createJourneys({ clock }: { clock: Clock }) {
  return {
    /** Starts a journey for this browser and returns it. */
    async begin<Step extends string, Data>(tx: Tx, begun: Begin<Data>): Promise<JourneyRecord<Step, Data>> {
      const row = rowOf({ ...begun, id: newToken() }, clock.now());
      await store.insert(tx, row);
      return asRecord(row);
    },

    /** The journey of a known id: begun now, or as it stands. Null when it is over or another browser's. */
    async ensure<Step extends string, Data>(
      tx: Tx,
      begun: Ensure<Data>,
    ): Promise<JourneyRecord<Step, Data> | null> {
      const { id, kind, browser } = begun;
      const now = clock.now();
      await store.insertOnce(tx, rowOf(begun, now));
      const row = await store.find(tx, { id, kind, browserHash: fingerprint(browser), now });
      return row ? asRecord(row) : null;
    },

    /** The journey of that id, or null when it is over, unknown or another browser's. */
    async find<Step extends string, Data>(
      tx: Tx,
      { id, kind, browser }: { id: string; kind: JourneyKind; browser: string },
    ): Promise<JourneyRecord<Step, Data> | null> {
      const row = await store.find(tx, { id, kind, browserHash: fingerprint(browser), now: clock.now() });
      return row ? asRecord(row) : null;
    },

    /** Moves on and lives an hour more, or null when another request moved it first. */
    async advance<Step extends string, Data>(
      tx: Tx,
      journey: JourneyRecord<Step, Data>,
      { step, accountId, data, codeFailures }: Advance<Step, Data>,
    ): Promise<JourneyRecord<Step, Data> | null> {
      const expiresAt = clock.now() + journeyLifeMs;
      const moved = await store.update(tx, journey, {
        step,
        expires_at: expiresAt,
        ...(accountId !== undefined && { account_id: accountId }),
        ...(data !== undefined && { data: JSON.stringify(data) }),
        ...(codeFailures !== undefined && { code_failures: codeFailures }),
      });
      if (!moved) return null;
      return {
        ...journey,
        step,
        version: journey.version + 1,
        accountId: accountId ?? journey.accountId,
        data: data ?? journey.data,
        expiresAt,
      };
    },

    /** Ends it. True once: the request that ends it is the one that signs in. */
    finish(tx: Tx, journey: { id: string; version: number }): Promise<boolean> {
      return store.remove(tx, journey);
    },

    /** Takes one of the five tries: how many are taken now, or null when none was left [security.md 14]. */
    takeCodeTry(tx: Tx, id: string): Promise<number | null> {
      return store.countFailure(tx, { id, limit: maxCodeFailures });
    },

    /** Gives a try back: the code was right, or there was none to compare with. */
    returnCodeTry(tx: Tx, id: string): Promise<void> {
      return store.uncountFailure(tx, id);
    },

    /** Takes one of the sends, 60 s apart unless `atOnce`: how many are taken, or null when it may not [security.md 19]. */
    takeSend(tx: Tx, id: string, { atOnce = false } = {}): Promise<number | null> {
      const now = clock.now();
      return store.countSend(tx, { id, limit: maxSends, notSince: atOnce ? now : now - resendWaitMs, now });
    },

    /** Ends the account's journeys under way: what proved them is worth nothing any more [security.md 11]. */
    endAll: (tx: Tx, { accountId }: { accountId: string }): Promise<void> => store.removeOf(tx, accountId),

    /** Deletes some of what is over; call again while it returns the most. */
    purge(tx: Tx, most = 1_000): Promise<number> {
      return store.removeExpired(tx, { now: clock.now(), most });
    },
  };
}

type Advance<Step, Data> = { step: Step; accountId?: string; data?: Data; codeFailures?: number };

function rowOf<Data>(of: Ensure<Data>, now: number): store.Row {
  const { id, kind, step, browser, email, accountId = null, data, sends = 0 } = of;
  return {
    id,
    kind,
    step,
    version: 1,
    browser_hash: fingerprint(browser),
    email,
    account_id: accountId,
    data: JSON.stringify(data),
    code_failures: 0,
    sends,
    sent_at: sends > 0 ? now : null,
    created_at: now,
    expires_at: now + journeyLifeMs,
  };
}

function asRecord<Step extends string, Data>(row: store.Row): JourneyRecord<Step, Data> {
  return {
    id: row.id,
    kind: row.kind,
    step: row.step as Step,
    version: row.version,
    email: row.email as Email,
    accountId: row.account_id,
    data: JSON.parse(row.data) as Data,
    codeFailures: row.code_failures,
    sends: row.sends,
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
  };
}
