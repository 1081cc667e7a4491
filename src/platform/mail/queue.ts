import { type Clock, dayMs } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import type { KeyRing } from '../../core/key-ring.ts';
import type { Tx } from '../db/database.ts';
import * as store from './store.ts';

const keptMs = 30 * dayMs;
/** As long as mail servers commonly try (RFC 5321 4.5.4.1). */
const longestLifeMs = 4 * dayMs;

/** What a feature asks to be sent. Times in epoch milliseconds. */
export type MailOrder = {
  /** Names the template in logs and figures; never personal. */
  kind: string;
  to: string;
  accountId: string | null;
  subject: string;
  text: string;
  html: string;
  /** Past this instant the mail is dropped unsent, as a code that no longer works [security.md 18]. 4 days when not given. */
  expiresAt?: number | null;
  /** Same work, same row, never sent: an unknown address must cost what a known one does [security.md 12]. */
  decoy?: boolean;
};

export type MailQueue = {
  /** Queues a mail in the caller's transaction: it leaves if and only if that commits [security.md 48]. */
  enqueue(tx: Tx, order: MailOrder): Promise<{ id: string }>;
  /** Whether a mail was queued with this handle: its commit should wake the mailer. */
  hasQueuedIn(tx: Tx): boolean;
  /** Call after the commit: this process's mailer sends at once. Others' find it within a second. */
  wake(): void;
  onWake(listener: () => void): void;
  /** Forgets mails that ended more than 30 days ago. Returns how many. */
  purge(tx: Tx, most?: number): Promise<number>;
};

/** What is sealed in a row. */
export type Payload = { to: string; subject: string; text: string; html: string };

/** The queue of mails. `domain` is the right side of the Message-IDs. */
export function createMailQueue(deps: { clock: Clock; keyRing: KeyRing; domain: string }): MailQueue {
  const { clock, keyRing, domain } = deps;
  const listeners: (() => void)[] = [];
  const queuedIn = new WeakSet<Tx>();
  return {
    enqueue: async (tx, { kind, to, accountId, subject, text, html, expiresAt = null, decoy = false }) => {
      const id = newId(clock);
      const now = clock.now();
      await store.insert(tx, {
        id,
        message_id: `<${id}@${domain}>`,
        kind,
        account_id: accountId,
        status: decoy ? 'decoy' : 'queued',
        sealed: sealPayload(keyRing, id, { to, subject, text, html }),
        attempts: 0,
        next_attempt_at: now,
        claimed_until: 0,
        expires_at: expiresAt ?? now + longestLifeMs,
        created_at: now,
        sent_at: null,
        last_error: null,
      });
      queuedIn.add(tx);
      return { id };
    },
    hasQueuedIn: (tx) => queuedIn.has(tx),
    wake: () => {
      for (const listener of listeners) listener();
    },
    onWake: (listener) => {
      listeners.push(listener);
    },
    purge: (tx, most = 500) => store.purge(tx, { before: clock.now() - keptMs, most }),
  };
}

/** A mail at rest is unreadable [security.md 20]. The id inside: one row's text must not pass for another's. */
function sealPayload(keyRing: KeyRing, id: string, payload: Payload): string {
  return keyRing.seal('mail', JSON.stringify({ id, ...payload }));
}

/** The mail of a row, or null when no key of the ring sealed it for that row. */
export function openPayload(keyRing: KeyRing, id: string, sealed: string | null): Payload | null {
  const plain = sealed === null ? null : keyRing.open('mail', sealed);
  if (plain === null) return null;
  const payload = JSON.parse(plain) as Payload & { id: string };
  return payload.id === id ? payload : null;
}
