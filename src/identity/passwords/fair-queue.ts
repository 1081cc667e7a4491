import type { Outcome } from '../../core/outcomes.ts';
import { createTurns } from './turns.ts';

/**
 * Who asks for a slow task: a browser known to the account goes first; strangers take turns by network
 * (`fairKey`), so that a flood from one does not slow the others [security.md 13].
 */
export type Admission = { lane: 'known' | 'stranger'; fairKey: string };

export type FairQueueOptions = {
  /** How many tasks run at once. */
  concurrency: number;
  /** How many may wait, over both lanes. */
  maxQueued: number;
  /** How long one may wait, milliseconds. */
  maxWaitMs: number;
  /** How many of one fairKey may wait in a lane; half of `maxQueued` unless said. */
  maxPerKey?: number;
  /** A monotonic count of milliseconds. */
  elapsedMs?: () => number;
};

export type FairQueueStats = {
  running: number;
  queued: number;
  served: number;
  refused: number;
  /** What a task costs, milliseconds, averaged over the latest; 0 until one has ended. */
  costMs: number;
  /** How long until all that waits now is served, milliseconds: what `Retry-After` says. */
  drainMs: number;
};

export type FairQueue = {
  /** Runs the task in its turn. 'busy' when it cannot start in time: at once where that is foreseen. */
  run<T>(task: () => Promise<T>, admission: Admission): Promise<Outcome<{ value: T }, 'busy'>>;
  stats(): FairQueueStats;
  /** Refuses all that waits and all that comes; what runs ends by itself. */
  close(): void;
};

type Waiting = { start(): void; refuse(): void };

// Endless work from known browsers leaves strangers one turn in eight: slow, never starved.
const knownInARow = 7;

/** A bounded queue in front of slow tasks: two lanes, turns by network, early refusal. */
export function createFairQueue(options: FairQueueOptions): FairQueue {
  const { concurrency, maxQueued, maxWaitMs, elapsedMs = () => performance.now() } = options;
  const maxPerKey = options.maxPerKey ?? Math.max(1, Math.ceil(maxQueued / 2));
  const known = createTurns<Waiting>();
  const stranger = createTurns<Waiting>();
  let running = 0;
  let served = 0;
  let refused = 0;
  let costMs = 0;
  let knownServed = 0;
  let closed = false;

  const next = (): Waiting | undefined => {
    const strangersTurn = known.size() === 0 || (stranger.size() > 0 && knownServed >= knownInARow);
    knownServed = strangersTurn ? 0 : knownServed + 1;
    return strangersTurn ? stranger.next() : known.next();
  };
  const pump = (): void => {
    while (running < concurrency) {
      const waiting = next();
      if (!waiting) return;
      waiting.start();
    }
  };
  const execute = async <T>(task: () => Promise<T>): Promise<T> => {
    running += 1;
    const from = elapsedMs();
    try {
      return await task();
    } finally {
      const tookMs = elapsedMs() - from;
      costMs = costMs === 0 ? tookMs : costMs + (tookMs - costMs) / 8;
      running -= 1;
      served += 1;
      pump();
    }
  };
  const waitMs = ({ lane, fairKey }: Admission): number => {
    const own = (lane === 'known' ? known : stranger).ahead(fairKey);
    const others =
      lane === 'known'
        ? Math.min(stranger.size(), Math.floor((own + 1) / knownInARow))
        : Math.min(known.size(), (own + 1) * knownInARow);
    return (Math.floor((own + others) / concurrency) + 1) * costMs;
  };
  // Room is taken from whoever waits most: a flood pushes out its own newest, never a lone request.
  const makeRoom = ({ lane, fairKey }: Admission): boolean => {
    if (known.size() + stranger.size() < maxQueued) return true;
    const dropped =
      lane === 'known'
        ? (stranger.dropFromLongest(0) ?? known.dropFromLongest(known.waitingOf(fairKey) + 1))
        : stranger.dropFromLongest(stranger.waitingOf(fairKey) + 1);
    dropped?.refuse();
    return dropped !== undefined;
  };
  const admits = (admission: Admission): boolean => {
    const lane = admission.lane === 'known' ? known : stranger;
    if (closed || lane.waitingOf(admission.fairKey) >= maxPerKey || waitMs(admission) > maxWaitMs)
      return false;
    return makeRoom(admission);
  };

  const wait = <T>(task: () => Promise<T>, { lane, fairKey }: Admission) =>
    new Promise<Outcome<{ value: T }, 'busy'>>((resolve, reject) => {
      const turns = lane === 'known' ? known : stranger;
      const refuse = () => {
        clearTimeout(deadline);
        refused += 1;
        resolve({ ok: false, reason: 'busy' });
      };
      const start = () => {
        clearTimeout(deadline);
        execute(task).then((value) => resolve({ ok: true, value }), reject);
      };
      const waiting: Waiting = { start, refuse };
      const deadline = setTimeout(() => turns.remove(fairKey, waiting) && refuse(), maxWaitMs);
      turns.add(fairKey, waiting);
    });

  return {
    run: async (task, admission) => {
      if (!closed && running < concurrency) return { ok: true, value: await execute(task) };
      if (admits(admission)) return wait(task, admission);
      refused += 1;
      return { ok: false, reason: 'busy' };
    },
    stats: () => {
      const queued = known.size() + stranger.size();
      return { running, queued, served, refused, costMs, drainMs: (queued / concurrency) * costMs };
    },
    close: () => {
      closed = true;
      for (const lane of [known, stranger]) {
        for (let waiting = lane.next(); waiting; waiting = lane.next()) waiting.refuse();
      }
    },
  };
}
