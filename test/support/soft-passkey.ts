import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';

type Options = { challenge: string; rpId?: string; rp?: { id?: string }; user?: { id: string } };

/** What an answer says otherwise than it should. */
export type Lie = Partial<{
  origin: string;
  rpId: string;
  challenge: string;
  type: string;
  crossOrigin: boolean;
  topOrigin: string;
  /** User present 1, user verified 4, attested data 64. */
  flags: number;
  counter: number;
  userHandle: string | null;
  id: string;
  attachment: 'platform' | 'cross-platform';
  /** Another key signs. */
  key: KeyObject;
}>;

const present = 0x01;
const verified = 0x04;
const attested = 0x40;

/**
 * A passkey in software, ES256, that answers as a browser and its authenticator do together, byte by byte
 * (WebAuthn Level 3, 5.8.1, 6.1, 6.5); and lies where it is told to.
 */
export class SoftPasskey {
  readonly origin: string;
  readonly id = randomBytes(32).toString('base64url');
  /** 0 for one that does not count, as most of today's. */
  counter: number;
  #userHandle = '';
  readonly #key = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  constructor({ origin, counter = 0 }: { origin: string; counter?: number }) {
    this.origin = origin;
    this.counter = counter;
  }

  /** `navigator.credentials.create(…)`, then `JSON.stringify(credential)`. */
  create(options: Options, lie: Lie = {}): string {
    this.#userHandle = options.user?.id ?? '';
    const clientData = this.#clientData('webauthn.create', options, lie);
    const { x = '', y = '' } = this.#key.publicKey.export({ format: 'jwk' });
    // COSE_Key: kty EC2, alg ES256, crv P-256, x, y.
    const cose = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
    const credentialId = Buffer.from(lie.id ?? this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(credentialId.length);
    const authData = Buffer.concat([
      this.#authenticatorData(options.rp?.id ?? '', lie, attested),
      Buffer.alloc(16),
      length,
      credentialId,
      cose,
    ]);
    // { "fmt": "none", "attStmt": {}, "authData": bytes }
    const attestationObject = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'),
      Buffer.from([authData.length >> 8, authData.length & 255]),
      authData,
    ]);
    return this.#credential(lie, {
      clientDataJSON: clientData.toString('base64url'),
      attestationObject: attestationObject.toString('base64url'),
      transports: ['internal', 'hybrid'],
    });
  }

  /** `navigator.credentials.get(…)`, then `JSON.stringify(credential)`. */
  get(options: Options, lie: Lie = {}): string {
    if (this.counter > 0) this.counter += 1;
    const clientData = this.#clientData('webauthn.get', options, lie);
    const authData = this.#authenticatorData(options.rpId ?? '', lie, 0);
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
    return this.#credential(lie, {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: sign('sha256', signed, lie.key ?? this.#key.privateKey).toString('base64url'),
      userHandle: lie.userHandle === undefined ? this.#userHandle || null : lie.userHandle,
    });
  }

  #clientData(type: string, { challenge }: Options, lie: Lie): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: lie.type ?? type,
        challenge: lie.challenge ?? challenge,
        origin: lie.origin ?? this.origin,
        crossOrigin: lie.crossOrigin ?? false,
        ...(lie.topOrigin && { topOrigin: lie.topOrigin }),
      }),
    );
  }

  #authenticatorData(rpId: string, lie: Lie, more: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lie.counter ?? this.counter);
    const hash = createHash('sha256')
      .update(lie.rpId ?? rpId)
      .digest();
    return Buffer.concat([hash, Buffer.from([(lie.flags ?? present | verified) | more]), counter]);
  }

  #credential(lie: Lie, response: object): string {
    const id = lie.id ?? this.id;
    return JSON.stringify({
      id,
      rawId: id,
      type: 'public-key',
      authenticatorAttachment: lie.attachment ?? 'platform',
      clientExtensionResults: {},
      response,
    });
  }
}

/** A key of nobody's. */
export function anotherKey(): KeyObject {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }));
}
