import { secondMs } from '../../core/clock.ts';
import { createWorker } from '../worker/worker.ts';
import { createDelivery, leaseMs, type MailerDeps, resume } from './delivery.ts';
import { createHealth } from './health.ts';
import * as store from './store.ts';

export type Mailer = {
  start(): void;
  /** Finishes what is in flight, then closes the connections. Safe to call twice. */
  stop(): Promise<void>;
  /** Whether a mail queued now may be long in coming: the page says so [security.md 18]. */
  late(): boolean;
  /** Whether the server answered last time. */
  isReachable(): boolean;
};

export type { MailerDeps, MailLog, Refusal } from './delivery.ts';

/** Sends what is queued, at least once, with a Message-ID that stays [security.md 48]. */
export function createMailer(deps: MailerDeps): Mailer {
  const { db, clock, queue, transport, log, pollMs = secondMs, parallel = 4 } = deps;
  const inFlight = new Set<Promise<void>>();
  const health = createHealth(clock);
  const deliver = createDelivery({ ...deps, health });
  let lookedAt = Number.NEGATIVE_INFINITY;

  const launch = (claim: store.Claim) => {
    const delivery = deliver(claim, worker.stopping).finally(() => {
      inFlight.delete(delivery);
      worker.wake();
    });
    inFlight.add(delivery);
  };

  const pass = async () => {
    const now = clock.now();
    if (performance.now() - lookedAt >= pollMs) {
      lookedAt = performance.now();
      health.oldestWaitingAt = await store.oldestWaiting(db.handle);
    }
    if (await store.isDue(db.handle, now)) {
      // While the server is away one mail at a time finds out whether it is back.
      const limit = (health.away ? 1 : parallel) - inFlight.size;
      const claims =
        limit > 0 ? await store.claim(db.handle, { engine: db.engine, now, leaseMs, limit }) : [];
      claims.forEach(launch);
      const expired = await store.sweep(db.handle, now);
      if (expired > 0) log.warn({ expired }, 'mails expired before they could be sent');
    }
    // Nothing to send would find it out: ask.
    if (health.away && inFlight.size === 0 && (await transport.isReachable())) await resume(deps, health);
  };

  // Beside the loop: a server that does not answer must not hold up the start.
  const check = async () => {
    if ((await transport.isReachable()) || worker.stopping()) return;
    health.away = true;
    log.warn({}, 'the mail server cannot be reached: mails wait');
  };

  const worker = createWorker({
    pass,
    pollMs,
    failed: (err) => log.warn({ err }, 'the mail queue cannot be read: trying again'),
  });
  queue.onWake(worker.wake);
  return {
    start: () => {
      worker.start();
      void check();
    },
    stop: async () => {
      await worker.stop();
      await Promise.all(inFlight);
      transport.close();
    },
    late: health.late,
    isReachable: () => !health.away,
  };
}
