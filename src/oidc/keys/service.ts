import { generateKeyPair, hash, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';
import type { Clock } from '../../core/clock.ts';
import { secondMs } from '../../core/clock.ts';
import type { KeyRing } from '../../core/key-ring.ts';
import { Fault } from '../../core/outcomes.ts';
import type { Database } from '../../platform/db/database.ts';
import type { SigningKeysTable } from '../../platform/db/tables.ts';
import {
  type Algorithm,
  algorithms,
  type Generation,
  idOf,
  numberOf,
  publishedMs,
  schedule,
} from './rules.ts';
import * as store from './store.ts';

export type SigningKeys = ReturnType<typeof createSigningKeys>;

/** A private key as the provider takes it. Of each algorithm the first one signs; all are published. */
export type SigningJwk = JsonWebKey & { kid: string; alg: Algorithm; use: 'sig' };
/** The same object for as long as nothing changed. */
export type KeySet = { jwks: readonly SigningJwk[] };

type KeysDeps = { db: Database; keyRing: KeyRing; clock: Clock };

/** How long a portal works with the keys that it read, in milliseconds: what another one made is seen soon after. */
const rememberedMs = 5 * secondMs;
const purpose = 'signing-key';
const generate = promisify(generateKeyPair);

/**
 * The keys that sign tokens, in generations, kept sealed. A new one is published for a day before it signs, and the
 * former for a day after its last token ended: a tool that fetched the JWKS yesterday never meets a stranger.
 */
export function createSigningKeys({ db, keyRing, clock }: KeysDeps) {
  let known: { readAt: number; mark: string; set: KeySet } | null = null;

  const make = async (algorithm: Algorithm, all: readonly Generation[], createdAt: number) => {
    const ofIt = all.filter((generation) => generation.algorithm === algorithm);
    const number = Math.max(0, ...ofIt.map(numberOf)) + 1;
    const sealed = keyRing.seal(purpose, JSON.stringify(await newJwk(algorithm)));
    const row = { id: idOf(algorithm, number), algorithm, sealed, created_at: createdAt };
    // Another portal may have made it meanwhile: theirs is as good.
    await store.insert(db.handle, row);
    return row.id;
  };

  /** Makes what is due for these algorithms, and for all that have a key already; deletes what is over. */
  const tend = async (needed: readonly Algorithm[]): Promise<SigningKeysTable[]> => {
    const rows = await store.list(db.handle);
    const all = rows.map(toGeneration);
    const has = new Set([...needed, ...all.map(({ algorithm }) => algorithm)]);
    const now = clock.now();
    let changed = false;
    for (const algorithm of algorithms.filter((one) => has.has(one))) {
      const { isDue, over } = schedule(ofAlgorithm(all, algorithm), now);
      if (over.length > 0) await store.remove(db.handle, over.map(idOnly));
      if (isDue) await make(algorithm, all, now);
      changed ||= isDue || over.length > 0;
    }
    return changed ? store.list(db.handle) : rows;
  };

  return {
    /** The keys now, with one at least for each algorithm that is needed; those that are missing or due are made. */
    current: async (needed: readonly Algorithm[]): Promise<KeySet> => {
      const now = clock.now();
      const has = (algorithm: Algorithm) => known?.set.jwks.some(({ alg }) => alg === algorithm);
      if (known && now >= known.readAt && now - known.readAt < rememberedMs && needed.every(has)) {
        return known.set;
      }
      const rows = await tend(needed);
      const ordered = inOrder(rows.map(toGeneration), clock.now());
      const mark = ordered.map(({ id }) => id).join();
      if (known?.mark === mark) known.readAt = now;
      else known = { readAt: now, mark, set: { jwks: ordered.map(({ id }) => open(keyRing, rows, id)) } };
      return known.set;
    },

    /**
     * A new generation of everything that has one. In its time it signs after a day, and no tool notices. `now` is for
     * a key that somebody else may know: the new one signs at once and every other is withdrawn.
     */
    rotate: async ({ now: atOnce }: { now: boolean }): Promise<{ made: string[]; signsAt: number }> => {
      const all = (await store.list(db.handle)).map(toGeneration);
      const now = clock.now();
      const present = algorithms.filter((one) => ofAlgorithm(all, one).length > 0);
      const made: string[] = [];
      for (const algorithm of present.length > 0 ? present : (['ES256'] as const)) {
        const id = await make(algorithm, all, atOnce ? now - publishedMs : now);
        if (atOnce) await store.removeOthers(db.handle, { algorithm, kept: id });
        made.push(id);
      }
      known = null;
      return { made, signsAt: atOnce ? now : now + publishedMs };
    },
  };
}

const idOnly = ({ id }: Generation) => id;

const ofAlgorithm = (all: readonly Generation[], algorithm: Algorithm) =>
  all.filter((generation) => generation.algorithm === algorithm);

/** Of each algorithm: what signs, then what else is published. */
function inOrder(all: readonly Generation[], now: number): Generation[] {
  return algorithms.flatMap((algorithm) => {
    const { signer, others } = schedule(ofAlgorithm(all, algorithm), now);
    return signer === null ? [] : [signer, ...others];
  });
}

function open(keyRing: KeyRing, rows: readonly SigningKeysTable[], id: string): SigningJwk {
  const plain = keyRing.open(purpose, rows.find((row) => row.id === id)?.sealed ?? '');
  if (plain === null) throw new Fault(`no key of the ring opens the signing key ${id}`);
  return JSON.parse(plain) as SigningJwk;
}

/** P-256, or RSA of 3072 bits [security.md 38]. Made outside the event loop. */
async function newJwk(algorithm: Algorithm): Promise<SigningJwk> {
  const { privateKey } =
    algorithm === 'ES256'
      ? await generate('ec', { namedCurve: 'P-256' })
      : await generate('rsa', { modulusLength: 3072 });
  const jwk = privateKey.export({ format: 'jwk' });
  return { ...jwk, kid: thumbprint(jwk), alg: algorithm, use: 'sig' };
}

/** RFC 7638: the same key has the same name everywhere, and another key never. */
function thumbprint({ kty, crv, x, y, e, n }: JsonWebKey): string {
  const members = kty === 'EC' ? { crv, kty, x, y } : { e, kty, n };
  return hash('sha256', JSON.stringify(members), 'base64url');
}

function toGeneration({ id, algorithm, created_at }: SigningKeysTable): Generation {
  return { id, algorithm: algorithm as Algorithm, createdAt: created_at };
}
