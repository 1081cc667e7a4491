/** What a runner did. A test that did not run counts as skipped, and fails the run. */
export type Counts = { passed: number; failed: number; skipped: number; failures?: readonly Failure[] };
export type Failure = { where: string; what: string; why: string };

const longestWhy = 12;

/** The sum of several runners. */
export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
      failures: [...(total.failures ?? []), ...(one.failures ?? [])],
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** What failed, for the end of a log that few read from its start: a line each, and the first lines of why. */
export function failuresAsText({ failures = [] }: Counts): string {
  return failures
    .map(({ where, what, why }) => {
      const lines = why.trim().split('\n').slice(0, longestWhy);
      return [`✖ ${where}: ${what}`, ...lines.map((line) => `    ${line}`), ''].join('\n');
    })
    .join('\n');
}

/** The run's last line: `12 passed, 0 failed`. */
export function countsAsText({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
