import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, minuteMs, secondMs } from '../../core/clock.ts';
import type { KeyRing } from '../../core/key-ring.ts';
import type { Database } from '../db/database.ts';
import type { Health } from './health.ts';
import { type MailQueue, openPayload } from './queue.ts';
import * as store from './store.ts';
import type { Delivery, Transport } from './transport.ts';

/** How long a mail belongs to the mailer that claimed it: longer than any try, so that two never send it at once. */
export const leaseMs = 60 * secondMs;
const tryMs = 45 * secondMs;
const backoffMs = [2 * secondMs, 5 * secondMs, 15 * secondMs, minuteMs, 5 * minuteMs, 15 * minuteMs];
/** Waiting for the server itself is short: every mail waits for the same thing. */
const longestAwayMs = 15 * secondMs;

/** Where the mailer says what happens: ids and kinds, never an address, a code or a text [security.md 40]. */
export type MailLog = Record<'info' | 'warn' | 'error', (about: object, message: string) => void>;

/** A mail that the server refused for good, for the operator [security.md 48]. */
export type Refusal = { id: string; kind: string; accountId: string | null; reply: string };

export type MailerDeps = {
  db: Database;
  clock: Clock;
  queue: MailQueue;
  keyRing: KeyRing;
  transport: Transport;
  log: MailLog;
  /** Told once of each refused mail, after it is recorded. */
  onRefused?: (refusal: Refusal) => Promise<void>;
  pollMs?: number;
  /** How many are sent at once. */
  parallel?: number;
};

type DeliveryDeps = MailerDeps & { health: Health };

/** The server answers again: what waited for it alone leaves at once. */
export async function resume({ db, clock, log }: MailerDeps, health: Health): Promise<void> {
  health.away = false;
  await store.hasten(db.handle, clock.now());
  log.info({}, 'the mail server answers again');
}

/** One claimed mail: sends it and records what became of it. Never throws. */
export function createDelivery(deps: DeliveryDeps) {
  const { clock, keyRing, transport, log, health } = deps;
  return async (claim: store.Claim, isStopping: () => boolean): Promise<void> => {
    const payload = openPayload(keyRing, claim.id, claim.sealed);
    const { messageId, createdAt, ...about } = { ...claim, sealed: undefined };
    let delivery: Delivery = { state: 'refused', reply: 'no key of the ring opens this mail' };
    if (payload) delivery = await transport.send({ ...payload, messageId, date: createdAt }, tryMs);
    noteHealth(deps, delivery);
    const wasAway = health.away && delivery.state !== 'unreachable';
    try {
      await persist(() => record(deps, claim, delivery), isStopping);
      if (wasAway) await resume(deps, health);
      if (delivery.state === 'refused') {
        log.error({ mail: about.id, kind: about.kind, reply: delivery.reply }, 'a mail was refused');
        const { id, kind, accountId } = claim;
        await deps.onRefused?.({ id, kind, accountId, reply: delivery.reply });
      } else {
        const tookMs = clock.now() - createdAt;
        log.info(
          { mail: about.id, kind: about.kind, attempts: about.attempts, tookMs },
          `mail ${delivery.state}`,
        );
      }
    } catch (error) {
      // The lease ends by itself: the mail is tried again, under the same Message-ID.
      log.error({ mail: claim.id, err: error }, 'what became of a mail could not be recorded');
    }
  };
}

function noteHealth({ health, log }: DeliveryDeps, delivery: Delivery): void {
  health.deferred = delivery.state === 'deferred' ? health.deferred + 1 : 0;
  if (delivery.state === 'unreachable' && !health.away) {
    health.away = true;
    log.warn({ reason: delivery.reason }, 'the mail server cannot be reached: mails wait');
  }
}

async function record({ db, clock }: DeliveryDeps, claim: store.Claim, delivery: Delivery): Promise<void> {
  const now = clock.now();
  const { id, attempts } = claim;
  if (delivery.state === 'sent') return store.settle(db.handle, { id, status: 'sent', now, error: null });
  if (delivery.state === 'refused') {
    return store.settle(db.handle, { id, status: 'refused', now, error: delivery.reply });
  }
  const isAway = delivery.state === 'unreachable';
  const delay = backoffMs[Math.min(attempts, backoffMs.length) - 1]!;
  const next = now + (isAway ? Math.min(delay, longestAwayMs) : delay);
  // No later than its end, so that it is dropped then and not at some later try.
  const at = claim.expiresAt === null ? next : Math.min(next, claim.expiresAt);
  const error = isAway ? store.serverAway : delivery.reply;
  return store.postpone(db.handle, { id, attempts, at, error });
}

/** A store that is away for a moment must not make a sent mail leave twice: keeps trying while the lease lasts. */
async function persist(work: () => Promise<void>, isStopping: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + leaseMs - tryMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (isStopping() || performance.now() > giveUpAt) throw error;
      await sleep(250);
    }
  }
}
