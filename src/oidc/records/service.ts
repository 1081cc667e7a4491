import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Clock } from '../../core/clock.ts';
import { Fault } from '../../core/outcomes.ts';
import { fingerprint } from '../../core/tokens.ts';
import type { Tx } from '../../platform/db/database.ts';
import { StoreAway } from '../../platform/db/faults.ts';
import * as store from './store.ts';

export type Records = ReturnType<typeof createRecords>;

/** A session as it was read: its text, to see whether it changed. */
type Seen = { key: string; text: string };

type RecordsDeps = {
  handle: Tx;
  clock: Clock;
  /** What one request of the provider remembers until its end; null outside of one. */
  memory(): { session?: Seen; away?: StoreAway } | null;
  /** Hears of a record that was used already, whenever it is found; whether that is a replay depends on who asks. */
  onUsed(accountId: string): void;
  /** What is thrown at whoever is second of two at once with something that works once. */
  replayed(): Error;
};

/** Stands in a payload's text where its own id stood: JSON never holds it bare. */
const hole = '\u0001';
/** How often a save that meets another one is tried again. */
const tries = 8;

/**
 * Where the provider keeps what it must, on both engines. Ids are bearer tokens: a row's key is a fingerprint, and its
 * text has a hole wherever the id stood [security.md 25]. The end is the clock's, whatever the provider's says.
 */
export function createRecords({
  handle,
  clock,
  memory,
  onUsed,
  replayed,
}: RecordsDeps): (model: string) => Adapter {
  const find = async (key: string, id: string) => {
    const row = await store.find(handle, { key, now: clock.now() });
    if (!row) return undefined;
    const payload = toPayload(row, id);
    if (row.consumed_at !== null && payload.accountId !== undefined) onUsed(payload.accountId);
    return payload;
  };

  const toRow = (model: string, id: string, payload: AdapterPayload, seconds: number): store.Row => ({
    key: keyOf(model, id),
    model,
    payload: toText(payload, id),
    grant_id: model === 'Grant' ? id : (payload.grantId ?? null),
    uid: payload.uid ?? null,
    account_id: payload.accountId ?? payload.session?.accountId ?? null,
    client_id: payload.clientId ?? null,
    consumed_at: null,
    expires_at: clock.now() + seconds * 1_000,
  });

  const save = (model: string, id: string, payload: AdapterPayload, seconds: number) => {
    const row = toRow(model, id, payload, seconds);
    if (model === 'Session') return saveSession({ handle, row, payload, id, seen: memory()?.session });
    return once.has(model) ? store.insert(handle, row) : store.upsert(handle, row);
  };

  const consume = async (model: string, id: string) => {
    const now = clock.now();
    const key = keyOf(model, id);
    if (await store.consume(handle, { key, now })) return;
    // Somebody was faster with the same one: one of the two is a thief, so nothing of it goes on.
    const { grantId } = (await find(key, id)) ?? {};
    if (grantId !== undefined) await store.removeGranted(handle, { grantId });
    throw replayed();
  };

  return (model) => ({
    find: async (id) => {
      const key = keyOf(model, id);
      const seen = model === 'Session' ? memory() : null;
      if (seen === null) return find(key, id);
      const row = await store.find(handle, { key, now: clock.now() });
      if (row) seen.session = { key, text: row.payload };
      return row && toPayload(row, id);
    },
    findByUid: async (uid) => {
      const row = await store.findLive(handle, { uid, now: clock.now() });
      return row && toPayload(row, uid);
    },
    findByUserCode: async () => undefined,
    upsert: async (id, payload, seconds = 0) => {
      const now = memory();
      // The provider saves a session again on its way out of a failure: nobody waits twice for a store that is away.
      if (now?.away) throw now.away;
      try {
        await save(model, id, payload, seconds);
      } catch (error) {
        if (now && error instanceof StoreAway) now.away = error;
        throw error;
      }
    },
    consume: (id) => consume(model, id),
    destroy: (id) => store.remove(handle, keyOf(model, id)),
    revokeByGrantId: (grantId) => store.removeGranted(handle, { grantId, model }),
  });
}

/** Saved when they are made and never again. */
const once = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken']);

const keyOf = (model: string, id: string) => `${model}:${fingerprint(id)}`;

function toText(payload: AdapterPayload, id: string): string {
  const { session, ...rest } = payload;
  // The id of another record, of no use to anybody.
  const kept = session === undefined ? rest : { ...rest, session: { ...session, cookie: undefined } };
  return JSON.stringify(kept).replaceAll(id, hole);
}

function toPayload({ payload, consumed_at }: Pick<store.Row, 'payload' | 'consumed_at'>, id: string) {
  const parsed = JSON.parse(payload.replaceAll(hole, id)) as AdapterPayload;
  return consumed_at === null ? parsed : { ...parsed, consumed: Math.floor(consumed_at / 1_000) };
}

/**
 * Two tabs that open two tools at once both save the session that they read: what each added stays, and who adds
 * nothing writes nothing.
 */
async function saveSession(of: {
  handle: Tx;
  row: store.Row;
  payload: AdapterPayload;
  id: string;
  seen: Seen | undefined;
}): Promise<void> {
  const { handle, row, payload, id, seen } = of;
  const { key } = row;
  for (let i = 0; i < tries; i += 1) {
    // As this request read it; when that is not what stands there any more, as it is now.
    const text =
      i === 0 && seen?.key === key ? seen.text : (await store.find(handle, { key, now: 0 }))?.payload;
    if (text === undefined) {
      if (await store.insertNew(handle, row)) return;
      continue;
    }
    const known = toPayload({ payload: text, consumed_at: null }, id);
    const authorizations = join(known, payload);
    const merged = toText({ ...known, ...payload, exp: known.exp, authorizations }, id);
    if (merged === text || (await store.swap(handle, { key, from: text, to: merged }))) return;
  }
  throw new Fault('a session of the provider is written without end');
}

const join = (known: AdapterPayload, added: AdapterPayload): AdapterPayload['authorizations'] => ({
  ...known.authorizations,
  ...added.authorizations,
});

/** Deletes what is past its end, at most `most`; returns how many. */
export function purgeRecords(tx: Tx, { clock, most }: { clock: Clock; most: number }): Promise<number> {
  return store.purge(tx, { now: clock.now(), most });
}
