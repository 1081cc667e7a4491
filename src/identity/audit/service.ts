import type { Clock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import type { KeyRing } from '../../core/key-ring.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { AuditEventsTable } from '../../platform/db/tables.ts';
import { budgetForm } from '../accounts/rules.ts';
import type { AuditEvent, AuditType } from './rules.ts';
import * as store from './store.ts';

export type AuditRecord = {
  id: string;
  at: number;
  type: AuditType;
  accountId: string | null;
  /** An HMAC of the address, where there was no account. */
  subject: string | null;
  actor: string | null;
  address: string | null;
  journeyId: string | null;
  data: Record<string, unknown>;
};

export type Audit = ReturnType<typeof createAudit>;

/** Who, what, when, where and with what result, from the first day [security.md 41]. */
export function createAudit({ clock, keyRing }: { clock: Clock; keyRing: KeyRing }) {
  const listeners: ((event: AuditEvent) => void)[] = [];
  return {
    /** Calls the listener with each event as it is recorded: for figures, never for acts. */
    onRecorded: (listener: (event: AuditEvent) => void): void => {
      listeners.push(listener);
    },

    /** Deletes what is older than the operator keeps, in bounded batches; returns how many [security.md 42]. */
    purge: (tx: Tx, { before, most = 500 }: { before: number; most?: number }): Promise<number> =>
      store.purge(tx, { before, most }),

    /** One INSERT, in the caller's transaction: an act and its trace stand or fall together. */
    record: (tx: Tx, event: AuditEvent): Promise<void> => {
      const accountId = event.accountId ?? null;
      for (const listener of listeners) listener(event);
      const isStranger = accountId === null && event.email !== undefined;
      return store.insert(tx, {
        id: newId(clock),
        at: clock.now(),
        type: event.type,
        account_id: accountId,
        subject: isStranger ? keyRing.mac('audit-subject', budgetForm(event.email!)) : null,
        actor: event.actor ?? null,
        address: event.address ?? null,
        journey_id: event.journeyId ?? null,
        data: JSON.stringify(event.data ?? {}),
      });
    },

    /** The newest `limit` events, of one account or of all; those before `before` alone where it is given. */
    list: async (
      tx: Tx,
      which: { accountId?: string; limit: number; before?: { at: number; id: string } },
    ): Promise<AuditRecord[]> => {
      const rows = await store.list(tx, which);
      return rows.map(toRecord);
    },

    /** One event of an account, or null. */
    find: async (tx: Tx, which: { accountId: string; id: string }): Promise<AuditRecord | null> => {
      const row = await store.find(tx, which);
      return row ? toRecord(row) : null;
    },

    /** How many events of a type there are with `from` ≤ at < `before`; counts no further than `most`. */
    count: (
      tx: Tx,
      which: { type: AuditType; from: number; before: number; most: number },
    ): Promise<number> => store.count(tx, which),

    /**
     * The events of these types with `from` ≤ at < `before`, oldest first, read `batch` at a time: a history of
     * any length is never held at once. What is recorded meanwhile may or may not come.
     */
    read: (
      tx: Tx,
      { types, ...range }: Range & { types: readonly AuditType[]; from: number },
    ): AsyncGenerator<AuditRecord> =>
      inOrder(types.map((type) => readOne(tx, 'oldest-first', { type, ...range }))),

    /** The same of one type, newest first: for who stops when it is enough. */
    readBack: (tx: Tx, range: Range & { type: AuditType }): AsyncGenerator<AuditRecord> =>
      readOne(tx, 'newest-first', range),
  };
}

type Range = { from?: number; before: number; batch?: number };

async function* readOne(
  tx: Tx,
  order: 'oldest-first' | 'newest-first',
  { from = 0, batch = 1_000, ...range }: Range & { type: AuditType },
): AsyncGenerator<AuditRecord> {
  let after: store.Cursor | null = null;
  for (;;) {
    const rows: AuditEventsTable[] = await store.page(tx, order, { ...range, from, after, limit: batch });
    for (const row of rows) yield toRecord(row);
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = { at: last.at, id: last.id };
  }
}

/** Merges streams that are each in order into one that is. */
async function* inOrder(streams: AsyncGenerator<AuditRecord>[]): AsyncGenerator<AuditRecord> {
  const next = async (stream: AsyncGenerator<AuditRecord>) => ({ stream, step: await stream.next() });
  let heads = await Promise.all(streams.map(next));
  for (;;) {
    heads = heads.filter(({ step }) => !step.done);
    const [first, ...others] = heads;
    if (!first) return;
    const oldest = others.reduce((a, b) => (isBefore(b.step.value, a.step.value) ? b : a), first);
    yield oldest.step.value;
    oldest.step = (await oldest.stream.next()) as typeof oldest.step;
  }
}

function isBefore(a: AuditRecord, b: AuditRecord): boolean {
  return a.at !== b.at ? a.at < b.at : a.id < b.id;
}

function toRecord(row: AuditEventsTable): AuditRecord {
  return {
    id: row.id,
    at: row.at,
    type: row.type as AuditType,
    accountId: row.account_id,
    subject: row.subject,
    actor: row.actor,
    address: row.address,
    journeyId: row.journey_id,
    data: JSON.parse(row.data) as Record<string, unknown>,
  };
}
