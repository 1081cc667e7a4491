import { globSync } from 'node:fs';
import { relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { root } from '../check/files.ts';
import type { Counts, Failure } from './counts.ts';

/** A file that has not ended by then hangs. */
const longestFileMs = 420_000;

/** Runs node:test over every test beside the source and in test/, two files at a time, telling as it goes. */
export async function runUnitTests(only: readonly string[], signal: AbortSignal): Promise<Counts> {
  const files = (
    only.length > 0
      ? [...only]
      : globSync(['src/**/*.test.ts', 'test/**/*.test.ts', 'demo/**/*.test.ts'], { cwd: root })
  )
    .filter((file) => !file.startsWith('test/journeys/'))
    .sort();
  if (files.length === 0) return { passed: 0, failed: 1, skipped: 0 };
  const failures: Failure[] = [];
  const counts: Counts = { passed: 0, failed: 0, skipped: 0, failures };
  const events = run({ files, concurrency: 2, timeout: longestFileMs, signal, cwd: root });
  events.on('test:summary', ({ file, success, counts: { tests, passed, skipped, todo } }) => {
    // Each file is summed up too: only the last summary is of the whole run.
    if (file !== undefined) return;
    counts.passed = passed;
    counts.skipped = skipped + todo;
    // A hook that fails outside any test must not look like a success.
    counts.failed = Math.max(tests - passed - counts.skipped, success ? 0 : 1);
  });
  events.on('test:fail', ({ name, file, line, details }) => {
    // A suite fails with its tests, which are told themselves.
    const error: Error & { failureType?: string } = details.error;
    if (error.failureType === 'subtestsFailed') return;
    const why = String((error.cause as Error | undefined)?.stack ?? error.message);
    failures.push({ where: file ? `${relative(root, file)}:${line ?? 1}` : 'a test', what: name, why });
  });
  await pipeline(events, new spec(), async (texts: AsyncIterable<unknown>) => {
    for await (const text of texts) process.stdout.write(String(text));
  });
  return counts;
}
