import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialDescriptorJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { Clock } from '../../../core/clock.ts';
import { newId } from '../../../core/ids.ts';
import type { KeyRing } from '../../../core/key-ring.ts';
import type { Outcome } from '../../../core/outcomes.ts';
import { fingerprint } from '../../../core/tokens.ts';
import type { Tx } from '../../../platform/db/database.ts';
import type { PasskeysTable } from '../../../platform/db/tables.ts';
import { challengeLifeMs, mostPasskeys, type PasskeySummary } from '../rules.ts';
import { readAssertion, readAttestation } from './answers.ts';
import { keyParameters, type Made, verifyAssertion, verifyAttestation } from './ceremony.ts';
import { type Asked, createChallenges } from './challenges.ts';
import * as store from './store.ts';

export type CreationOptions = PublicKeyCredentialCreationOptionsJSON;
export type RequestOptions = PublicKeyCredentialRequestOptionsJSON;

/** Why an answer is not accepted; the person reads one sentence for all of them. */
export type PasskeyProblem =
  /** Nothing that a browser sends, or not by this credential, at this place, by somebody verified. */
  | 'invalid'
  /** No account, or another one, holds it. */
  | 'unknown'
  /** The challenge is none of ours, another browser's, or too old. */
  | 'challenge'
  /** The challenge was answered before. */
  | 'replayed'
  /** Its counter did not go up: somebody may have a copy of it. */
  | 'counter';

/** An answer that is right; `accept` makes it count, once. */
export type Assertion = {
  passkeyId: string;
  accountId: string;
  counter: number;
  backedUp: boolean;
  /** A phone's passkey, lent to another machine for this one sign-in: that machine may be anybody's. */
  borrowed: boolean;
  challenge: UsedChallenge;
};

/** A new passkey that is right; `add` makes it count, once. */
export type Attestation = Made & { challenge: UsedChallenge };

type UsedChallenge = { hash: string; expires_at: number };

/** Where answers must come from, and what people read in their browser's own window. */
export type PasskeyPlace = { origin: string; name: string };

export type Passkeys = ReturnType<typeof createPasskeys>;

/** Passkeys (WebAuthn): made, used, named and removed. Nothing slow runs in a transaction: first `check`, then the act. */
export function createPasskeys({
  clock,
  keyRing,
  origin,
  name,
}: PasskeyPlace & { clock: Clock; keyRing: KeyRing }) {
  const challenges = createChallenges({ keyRing, clock });
  const rpId = new URL(origin).hostname;
  const place = { origin, rpId };

  /** Notes which challenge was answered, while the library looks at the rest. */
  const watch = (asked: Asked) => {
    const seen: { challenge: UsedChallenge | null; isWrong: boolean } = { challenge: null, isWrong: false };
    const isLive = (challenge: string): boolean => {
      const until = challenges.goodUntil(challenge, asked);
      seen.isWrong = until === null;
      if (until !== null) seen.challenge = { hash: fingerprint(challenge), expires_at: until };
      return until !== null;
    };
    return { isLive, seen };
  };

  return {
    /** For `navigator.credentials.get`: any passkey of ours, or the account's. Loads and stores nothing. */
    requestOptions: (
      asked: Asked,
      allowed: readonly PublicKeyCredentialDescriptorJSON[] = [],
    ): RequestOptions => ({
      challenge: challenges.make(asked),
      rpId,
      timeout: challengeLifeMs,
      userVerification: 'required',
      ...(allowed.length > 0 && { allowCredentials: [...allowed] }),
    }),

    /** For `navigator.credentials.create`: discoverable, its holder verified, and not one that the account has. */
    creationOptions: (
      { account, browser }: { account: { id: string; email: string; name: string }; browser: string },
      held: readonly PublicKeyCredentialDescriptorJSON[],
    ): CreationOptions => ({
      challenge: challenges.make({ ceremony: 'create', browser, accountId: account.id }),
      rp: { id: rpId, name },
      user: { id: handleOf(account.id), name: account.email, displayName: account.name },
      pubKeyCredParams: keyParameters,
      timeout: challengeLifeMs,
      excludeCredentials: [...held],
      authenticatorSelection: {
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
      attestation: 'none',
    }),

    /** The account's credentials, as a browser wants them. */
    descriptors: async (tx: Tx, accountId: string): Promise<PublicKeyCredentialDescriptorJSON[]> => {
      const rows = await store.list(tx, accountId);
      return rows.map((row) => ({
        type: 'public-key',
        id: row.credential_id,
        transports: transportsOf(row) as PublicKeyCredentialDescriptorJSON['transports'],
      }));
    },

    /** Looks an answer of `get` over; writes nothing. */
    check: async (
      tx: Tx,
      { answer: text, ...asked }: Asked & { answer: string },
    ): Promise<Outcome<{ assertion: Assertion }, PasskeyProblem>> => {
      const answer = readAssertion(text);
      if (!answer) return { ok: false, reason: 'invalid' };
      const row = await store.findByCredential(tx, answer.id);
      if (!row || (asked.accountId !== null && row.account_id !== asked.accountId)) {
        return { ok: false, reason: 'unknown' };
      }
      const { userHandle } = answer.response;
      // Whoever signs in without a name is whom the passkey names; beside a password it need not say.
      if (userHandle ? userHandle !== handleOf(row.account_id) : asked.accountId === null) {
        return { ok: false, reason: 'invalid' };
      }
      const { isLive, seen } = watch(asked);
      const credential = { credentialId: row.credential_id, publicKey: row.public_key };
      const verified = await verifyAssertion(answer, { ...place, ...credential, isLive });
      const { challenge, isWrong } = seen;
      if (!verified || !challenge) return { ok: false, reason: isWrong ? 'challenge' : 'invalid' };
      const borrowed =
        answer.authenticatorAttachment === 'cross-platform' && transportsOf(row).includes('internal');
      const { id: passkeyId, account_id: accountId } = row;
      return { ok: true, assertion: { passkeyId, accountId, ...verified, borrowed, challenge } };
    },

    /** Uses the answer up: its challenge, and its counter's step. One caller alone succeeds. */
    accept: async (
      tx: Tx,
      { passkeyId, counter, backedUp, challenge }: Assertion,
    ): Promise<Outcome<object, 'replayed' | 'counter'>> => {
      if (!(await store.useChallenge(tx, challenge))) return { ok: false, reason: 'replayed' };
      const used = await store.use(tx, { id: passkeyId, counter, backedUp, now: clock.now() });
      return used ? { ok: true } : { ok: false, reason: 'counter' };
    },

    /** Looks an answer of `create` over; writes nothing. */
    checkNew: async ({
      answer: text,
      accountId,
      browser,
    }: {
      answer: string;
      accountId: string;
      browser: string;
    }): Promise<Outcome<{ attestation: Attestation }, 'invalid' | 'challenge'>> => {
      const answer = readAttestation(text);
      if (!answer) return { ok: false, reason: 'invalid' };
      const { isLive, seen } = watch({ ceremony: 'create', browser, accountId });
      const made = await verifyAttestation(answer, { ...place, isLive });
      const { challenge, isWrong } = seen;
      if (!made || !challenge) return { ok: false, reason: isWrong ? 'challenge' : 'invalid' };
      return { ok: true, attestation: { ...made, challenge } };
    },

    /** Adds it to the account. `exists`: somebody holds that credential already. */
    add: async (
      tx: Tx,
      { accountId, name: called, attestation }: { accountId: string; name: string; attestation: Attestation },
    ): Promise<Outcome<{ passkey: PasskeySummary }, 'replayed' | 'exists' | 'too-many'>> => {
      const { challenge, credentialId, publicKey, counter, backedUp, transports } = attestation;
      if ((await store.list(tx, accountId)).length >= mostPasskeys) return { ok: false, reason: 'too-many' };
      if (!(await store.useChallenge(tx, challenge))) return { ok: false, reason: 'replayed' };
      const row: PasskeysTable = {
        id: newId(clock),
        account_id: accountId,
        credential_id: credentialId,
        public_key: publicKey,
        counter,
        transports: JSON.stringify(transports),
        backed_up: backedUp ? 1 : 0,
        name: called,
        created_at: clock.now(),
        last_used_at: null,
      };
      const added = await store.insert(tx, row);
      return added ? { ok: true, passkey: toSummary(row) } : { ok: false, reason: 'exists' };
    },

    list: async (tx: Tx, accountId: string): Promise<PasskeySummary[]> =>
      (await store.list(tx, accountId)).map(toSummary),

    /** False when the account has none of that id. */
    rename: (tx: Tx, of: { accountId: string; id: string; name: string }): Promise<boolean> =>
      store.rename(tx, of),

    /** What was removed, or null when the account has none of that id. */
    remove: async (tx: Tx, of: { accountId: string; id: string }): Promise<{ name: string } | null> =>
      (await store.remove(tx, of)) ?? null,

    /** Removes those added at `since` or later; says how many. */
    removeSince: (tx: Tx, of: { accountId: string; since: number }): Promise<number> =>
      store.removeSince(tx, of),

    /** Deletes challenges that are past their end; call again while it returns the most. */
    purge: (tx: Tx, most = 500): Promise<number> => store.purge(tx, { now: clock.now(), most }),
  };
}

/** The account's id as WebAuthn's user handle. */
function handleOf(accountId: string): string {
  return Buffer.from(accountId).toString('base64url');
}

function transportsOf(row: PasskeysTable): string[] {
  return JSON.parse(row.transports) as string[];
}

function toSummary(row: PasskeysTable): PasskeySummary {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    backedUp: row.backed_up === 1,
  };
}
