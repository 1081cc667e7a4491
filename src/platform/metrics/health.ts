import { setTimeout as sleep } from 'node:timers/promises';
import { secondMs } from '../../core/clock.ts';

/** `reasons` are for the loopback port alone; the public page only says ready or not. */
export type Readiness = { ready: boolean; reasons: string[] };

export type Health = {
  /** Asks at most once a second, whoever asks, and answers within two. Never throws. */
  ready(): Promise<Readiness>;
  /** From now on: not ready. A load balancer turns elsewhere while the last requests end. */
  stop(): void;
};

type HealthDeps = {
  /** The store's write probe. */
  db: { probe(): Promise<void> };
  /** Absent where no mail is sent. */
  mailer?: { isReachable(): boolean; late(): boolean };
  freshMs?: number;
  patienceMs?: number;
};

/** Whether a sign-in would work now: the store takes a write, and mails leave [decision 0006]. */
export function createHealth({
  db,
  mailer,
  freshMs = secondMs,
  patienceMs = 2 * secondMs,
}: HealthDeps): Health {
  let asked = Number.NEGATIVE_INFINITY;
  let store: Promise<string | null> = Promise.resolve(null);
  let stopping = false;

  const probe = async (): Promise<string | null> => {
    const limit = new AbortController();
    const late = sleep(patienceMs, 'store: no answer', { signal: limit.signal }).catch(() => null);
    const answer = db.probe().then(
      () => null,
      (error: Error & { kind?: string }) => `store: ${error.kind ?? error.name}`,
    );
    const first = await Promise.race([answer, late]);
    limit.abort();
    return first;
  };

  return {
    ready: async () => {
      if (performance.now() - asked >= freshMs) {
        asked = performance.now();
        store = probe();
      }
      const reasons = [
        stopping ? 'stopping' : null,
        await store,
        mailer && !mailer.isReachable() ? 'mail: server unreachable' : null,
      ].filter((reason) => reason !== null);
      return { ready: reasons.length === 0, reasons };
    },
    stop: () => {
      stopping = true;
    },
  };
}
