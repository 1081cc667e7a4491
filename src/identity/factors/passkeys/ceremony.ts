import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import type { AssertionAnswer, AttestationAnswer } from './answers.ts';

/** Read at the first passkey that is used: 150 ms and 27 MB that a portal without any need not have. */
const load = () => import('@simplewebauthn/server');

/** EdDSA, ES256 and RS256 (Windows Hello), by their COSE numbers. */
const algorithms = [-8, -7, -257];

export const keyParameters: PublicKeyCredentialCreationOptionsJSON['pubKeyCredParams'] = algorithms.map(
  (alg) => ({ type: 'public-key', alg }),
);

/** The only place that a passkey of ours answers to: PUBLIC_URL. */
export type Place = { origin: string; rpId: string };

/** `isLive` says of a challenge whether it is one that may be answered. */
type Against = Place & { isLive(challenge: string): boolean };

export type Credential = { credentialId: string; publicKey: string };

/**
 * Whether an answer is the credential's own to a challenge of ours, at our place, by a person whom their device has
 * verified. Null when it is not, whatever is wrong. The counter is the caller's to compare.
 */
export async function verifyAssertion(
  answer: AssertionAnswer,
  { credentialId, publicKey, origin, rpId, isLive }: Against & Credential,
): Promise<{ counter: number; backedUp: boolean } | null> {
  const { verifyAuthenticationResponse } = await load();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: answer.id,
        rawId: answer.rawId,
        type: answer.type,
        response: { ...answer.response, userHandle: answer.response.userHandle ?? undefined },
        clientExtensionResults: {},
      },
      expectedChallenge: isLive,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      // Compared by the store, in one statement, once the signature is known to be right.
      credential: {
        id: credentialId,
        publicKey: Uint8Array.from(Buffer.from(publicKey, 'base64url')),
        counter: 0,
      },
    });
    if (!verified) return null;
    return { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp };
  } catch {
    // The library throws for every fault of an answer.
    return null;
  }
}

export type Made = Credential & { counter: number; backedUp: boolean; transports: string[] };

/** A new credential that answers a challenge of ours, at our place, its holder verified; or null. */
export async function verifyAttestation(
  answer: AttestationAnswer,
  { origin, rpId, isLive }: Against,
): Promise<Made | null> {
  const { verifyRegistrationResponse } = await load();
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id: answer.id,
        rawId: answer.rawId,
        type: answer.type,
        response: { ...answer.response, transports: answer.response.transports ?? [] },
        clientExtensionResults: {},
      },
      expectedChallenge: isLive,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    if (!verified) return null;
    const { credential, credentialBackedUp } = registrationInfo;
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      backedUp: credentialBackedUp,
      transports: credential.transports ?? [],
    };
  } catch {
    return null;
  }
}
