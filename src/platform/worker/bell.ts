/** Wakes one waiter early. A ring while nobody waits is kept for the next one: no wake-up is lost. */
export type Bell = { ring(): void; wait(ms: number): Promise<void> };

export function createBell(): Bell {
  let rung = false;
  let answer: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      answer?.();
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          answer = null;
          rung = false;
          resolve();
        };
        const timer = setTimeout(done, ms);
        answer = done;
        if (rung) done();
      }),
  };
}
