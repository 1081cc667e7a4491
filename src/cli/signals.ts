/**
 * Resolves with the first signal to stop. A second one, or 30 s without an end, stops at once:
 * a request that never ends must not hold up an upgrade.
 */
export function stopSignal({ patienceMs = 30_000 } = {}): Promise<string> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = (signal: string) => {
      if (asked) process.exit(1);
      asked = true;
      setTimeout(() => process.exit(1), patienceMs).unref();
      resolve(signal);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}
