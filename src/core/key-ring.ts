import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { memo } from './memo.ts';
import { randomness } from './randomness.ts';
import { sameText } from './tokens.ts';

/**
 * The keys of the portal, newest first: the newest signs and seals, every one still reads [security.md 38].
 * A purpose separates the uses: what is made for one is worthless for another (HKDF, RFC 5869).
 */
export type KeyRing = {
  /** HMAC-SHA-256 of the parts, base64url. The parts cannot be confused with one another. */
  mac(purpose: string, ...parts: string[]): string;
  /** The same under every key, newest first: for look-ups that must survive a rotation. */
  macs(purpose: string, ...parts: string[]): string[];
  /** Whether any key of the ring made this mac; constant time. */
  matches(purpose: string, mac: string, ...parts: string[]): boolean;
  /**
   * Marks for many values of one owner, under each key, newest first: 16 characters of SHA-256 over a key of the
   * owner's own (HMAC-SHA-256 of their id) and the value. A seventh of the price of a MAC each; the cut leaves
   * nothing to extend.
   */
  marks(purpose: string, owner: string): ((value: string) => string)[];
  /** AES-256-GCM, base64url. */
  seal(purpose: string, plain: string): string;
  /** The text that was sealed, or null when no key of the ring made it for this purpose. */
  open(purpose: string, sealed: string): string | null;
  /** Whether the newest key sealed it: what an older one did is sealed anew before that key may go. */
  isNewest(purpose: string, sealed: string): boolean;
};

/** Owners whose own key is kept at hand: some two megabytes at most. */
const remembered = 10_000;

/** Makes the ring from keys of 32 bytes each, newest first. Throws when there is none or one is not 32 bytes. */
export function createKeyRing(keys: readonly Buffer[]): KeyRing {
  if (keys.length === 0 || keys.some((key) => key.length !== 32)) {
    throw new TypeError('a key ring needs at least one key, each of 32 bytes');
  }
  const derived = new Map<string, KeyObject[]>();
  const keysFor = (purpose: string): KeyObject[] => {
    const known = derived.get(purpose);
    if (known) return known;
    const made = keys.map((key) =>
      createSecretKey(Buffer.from(hkdfSync('sha256', key, '', `poterne:${purpose}`, 32))),
    );
    derived.set(purpose, made);
    return made;
  };
  // A length before each part: ("ab","c") and ("a","bc") must not give the same mac.
  const macWith = (key: KeyObject, parts: string[]): string => {
    const framed = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('');
    return createHmac('sha256', key).update(framed).digest('base64url');
  };
  const macs = (purpose: string, ...parts: string[]) => keysFor(purpose).map((key) => macWith(key, parts));
  // People come back; purposes are our own words, without a space.
  const ownersKeys = memo(remembered, (text) => {
    const cut = text.indexOf(' ');
    return macs(text.slice(0, cut), text.slice(cut + 1));
  });
  return {
    mac: (purpose, ...parts) => macWith(keysFor(purpose)[0]!, parts),
    macs,
    matches: (purpose, mac, ...parts) =>
      macs(purpose, ...parts).reduce((found, made) => sameText(made, mac) || found, false),
    marks: (purpose, owner) =>
      ownersKeys(`${purpose} ${owner}`).map(
        (key) => (value) => hash('sha256', key + value, 'base64url').slice(0, 16),
      ),
    seal: (purpose, plain) => {
      const nonce = randomness(12);
      const cipher = createCipheriv('aes-256-gcm', keysFor(purpose)[0]!, nonce);
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
    },
    open: (purpose, sealed) => {
      for (const key of keysFor(purpose)) {
        const plain = openWith(key, sealed);
        if (plain !== null) return plain;
      }
      return null;
    },
    isNewest: (purpose, sealed) => openWith(keysFor(purpose)[0]!, sealed) !== null,
  };
}

/** Null when it is not this key: an older one may still read it. */
function openWith(key: KeyObject, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < 28) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
