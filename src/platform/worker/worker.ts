import { createBell } from './bell.ts';

export type Worker = {
  start(): void;
  /** Ends with the pass under way. Safe to call twice. */
  stop(): Promise<void>;
  stopping(): boolean;
  /** Makes a pass now rather than when its time comes; at once again, when one is under way. */
  wake(): void;
};

/** Makes a pass whenever it is woken, and every `pollMs`. A pass that fails is told to `failed`, and tried again. */
export function createWorker(of: {
  pass(): Promise<void>;
  pollMs: number;
  failed(error: unknown): void;
}): Worker {
  const bell = createBell();
  let running: Promise<void> | null = null;
  let stopping = false;
  const run = async () => {
    while (!stopping) {
      await of.pass().catch(of.failed);
      if (!stopping) await bell.wait(of.pollMs);
    }
  };
  return {
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopping = true;
      bell.ring();
      await running;
    },
    stopping: () => stopping,
    wake: bell.ring,
  };
}
