import { generateKeyPair, hash, type JsonWebKey } from 'node:crypto';
import { promisify } from 'node:util';
import { type Clock, secondMs } from '../../core/clock.ts';
import type { KeyRing } from '../../core/key-ring.ts';
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
type Known = Generation & { jwk: SigningJwk };

/** How long a portal works with the keys that it read, in milliseconds: what another one made is seen soon after. */
const rememberedMs = 5 * secondMs;
const purpose = 'signing-key';
const generate = promisify(generateKeyPair);

/**
 * The keys that sign tokens, in generations, kept sealed. A new one is published for a day before it signs, and the
 * former for a day after its last token ended: a tool that fetched the JWKS yesterday never meets a stranger.
 */
export function createSigningKeys({ db, keyRing, clock }: KeysDeps) {
  let read: { at: number; mark: string; set: KeySet } | null = null;
  let isResealed = false;

  /** Those that a key of the ring opens: the others were sealed under one that is gone, and count for nothing. */
  const open = (rows: readonly SigningKeysTable[]): Known[] =>
    rows.flatMap(({ id, algorithm, created_at, sealed }) => {
      const plain = keyRing.open(purpose, sealed);
      if (plain === null) return [];
      const jwk = JSON.parse(plain) as SigningJwk;
      return [{ id, algorithm: algorithm as Algorithm, createdAt: created_at, jwk }];
    });

  const make = async (algorithm: Algorithm, rows: readonly SigningKeysTable[], createdAt: number) => {
    const numbers = rows.filter((row) => row.algorithm === algorithm).map(numberOf);
    const id = idOf(algorithm, Math.max(0, ...numbers) + 1);
    const sealed = keyRing.seal(purpose, JSON.stringify(await newJwk(algorithm)));
    // Another portal may have made it meanwhile: theirs is as good.
    await store.insert(db.handle, { id, algorithm, sealed, created_at: createdAt });
    return id;
  };

  /** Once a start, under the newest key of the ring: an older one may go long before what it sealed is over. */
  const reseal = async (rows: readonly SigningKeysTable[]) => {
    if (isResealed) return;
    isResealed = true;
    for (const { id, sealed: from } of rows) {
      const plain = keyRing.open(purpose, from);
      if (plain !== null) await store.reseal(db.handle, { id, from, to: keyRing.seal(purpose, plain) });
    }
  };

  /** Makes what is due for these algorithms, and for all that have a key already; deletes what is over. */
  const tend = async (needed: readonly Algorithm[]): Promise<Known[]> => {
    const rows = await store.list(db.handle);
    await reseal(rows);
    const known = open(rows);
    const now = clock.now();
    let changed = false;
    for (const algorithm of algorithms) {
      const ofIt = known.filter((one) => one.algorithm === algorithm);
      if (ofIt.length === 0 && !needed.includes(algorithm)) continue;
      const { isDue, over } = schedule(ofIt, now);
      if (over.length > 0) await store.remove(db.handle, over);
      if (isDue) await make(algorithm, rows, now);
      changed ||= isDue || over.length > 0;
    }
    return changed ? open(await store.list(db.handle)) : known;
  };

  return {
    /** The keys now, with one at least for each algorithm that is needed; those that are missing or due are made. */
    current: async (needed: readonly Algorithm[]): Promise<KeySet> => {
      const now = clock.now();
      const has = (algorithm: Algorithm) => read?.set.jwks.some(({ alg }) => alg === algorithm);
      if (read && now >= read.at && now - read.at < rememberedMs && needed.every(has)) return read.set;
      const ordered = inOrder(await tend(needed), clock.now());
      const mark = ordered.map(({ jwk }) => jwk.kid).join();
      if (read?.mark === mark) read.at = now;
      else read = { at: now, mark, set: { jwks: ordered.map(({ jwk }) => jwk) } };
      return read.set;
    },

    /**
     * A new generation of everything that has one. In its time it signs after a day, and no tool notices. `now` is for
     * a key that somebody else may know: the new one signs at once and every other is withdrawn.
     */
    rotate: async ({ now: atOnce }: { now: boolean }): Promise<{ made: string[]; signsAt: number }> => {
      const rows = await store.list(db.handle);
      const now = clock.now();
      const present = algorithms.filter((one) => rows.some(({ algorithm }) => algorithm === one));
      const made: string[] = [];
      for (const algorithm of present.length > 0 ? present : (['ES256'] as const)) {
        const id = await make(algorithm, rows, atOnce ? now - publishedMs : now);
        if (atOnce) await store.removeOthers(db.handle, { algorithm, kept: id });
        made.push(id);
      }
      read = null;
      return { made, signsAt: atOnce ? now : now + publishedMs };
    },
  };
}

/** Of each algorithm: what signs, then what else is published. */
function inOrder(all: readonly Known[], now: number): Known[] {
  return algorithms.flatMap((algorithm) => {
    const { signer, others } = schedule(
      all.filter((one) => one.algorithm === algorithm),
      now,
    );
    return signer === null ? [] : [signer, ...others];
  });
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
