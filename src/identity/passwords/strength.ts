import { Worker } from 'node:worker_threads';
import type { Question } from './strength-worker.ts';

/** CNIL case 2: a password whose tries are limited [security.md 4]. */
export const leastBits = 50;

export type Strength = {
  /**
   * Bits of guessability, knowing these words of the person; only the first 40 characters count.
   * null when it could not be judged: the person is not to blame, so the caller lets the other rules decide.
   */
  bits(text: string, words: readonly string[]): Promise<number | null>;
  /** Ends the worker; what is asked afterwards is not judged. */
  close(): Promise<void>;
};

export type StrengthOptions = {
  /** The worker (59 MB) ends after this long without a question. */
  idleMs?: number;
  /** A question, the worker's start included, is given up after this long and the worker ended. */
  timeoutMs?: number;
  maxWaiting?: number;
  /** The worker's file; another one only to see faults. */
  workerFile?: URL;
};

/** Judges passwords with zxcvbn in a worker started on demand, one question at a time [security.md 4]. */
export function createStrength(options: StrengthOptions = {}): Strength {
  const { idleMs = 60_000, timeoutMs = 5_000, maxWaiting = 100 } = options;
  const workerFile = options.workerFile ?? new URL('./strength-worker.ts', import.meta.url);
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let closed = false;

  const end = async (): Promise<void> => {
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };
  const started = (): Worker => {
    if (worker) return worker;
    // An empty environment: the worker reads passwords, it need not hold the portal's secrets too.
    const made = new Worker(workerFile, { env: {}, resourceLimits: { maxOldGenerationSizeMb: 256 } });
    made.on('error', () => {});
    made.once('exit', () => {
      if (worker === made) worker = null;
    });
    worker = made;
    return made;
  };
  const ask = async (question: Question): Promise<number | null> => {
    if (closed) return null;
    clearTimeout(idle);
    const asked = started();
    asked.ref();
    const bits = await answer(asked, question, timeoutMs);
    // It is stuck or gone: the next question gets a fresh one.
    if (bits === null) await end();
    asked.unref();
    idle = setTimeout(end, idleMs).unref();
    return bits;
  };

  return {
    bits: async (text, words) => {
      if (waiting >= maxWaiting) return null;
      waiting += 1;
      const mine = last.then(() => ask({ text, words }));
      last = mine.catch(() => {});
      try {
        return await mine;
      } finally {
        waiting -= 1;
      }
    },
    close: async () => {
      closed = true;
      clearTimeout(idle);
      await end();
    },
  };
}

/** The worker's answer; null when it fails, ends or takes too long. */
function answer(worker: Worker, question: Question, timeoutMs: number): Promise<number | null> {
  return new Promise((resolve) => {
    const settle = (bits: unknown) => {
      clearTimeout(deadline);
      worker.off('message', settle).off('error', fail).off('exit', fail);
      resolve(typeof bits === 'number' && Number.isFinite(bits) ? bits : null);
    };
    const fail = () => settle(null);
    const deadline = setTimeout(fail, timeoutMs);
    worker.on('message', settle).on('error', fail).on('exit', fail);
    worker.postMessage(question);
  });
}
