/** What a runner did. A test that did not run counts as skipped, and fails the run. */
export type Counts = { passed: number; failed: number; skipped: number };

/** The sum of several runners. */
export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The run's last line: `12 passed, 0 failed`. */
export function countsAsText({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
