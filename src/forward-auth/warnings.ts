import { type Clock, minuteMs } from '../core/clock.ts';
import type { Log } from '../platform/log/log.ts';
import type { NotAsked } from './asked.ts';

type Mistake = NotAsked | 'unknown-host';

const words: Record<Mistake, string> = {
  untrusted: 'a reverse proxy asked that trustedProxies does not name: refused',
  'no-host': 'a request to a reverse proxy’s address came without X-Forwarded-Host: refused',
  'unknown-host': 'a reverse proxy asked for a host that no tool declares: refused',
};

/** Tells the operator what is wrong with a proxy: each mistake once a minute, however often it is made. */
export function createWarnings({ log, clock }: { log: Log; clock: Clock }) {
  const last = new Map<Mistake, number>();
  return (mistake: Mistake, which: string | undefined): void => {
    const now = clock.now();
    if (now - (last.get(mistake) ?? Number.NEGATIVE_INFINITY) < minuteMs) return;
    last.set(mistake, now);
    log.warn({ mistake, which: which?.slice(0, 100) }, words[mistake]);
  };
}
