import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../check/files.ts';
import type { Counts } from './counts.ts';
import { run } from './run.ts';

/** Where playwright.config.ts has the results written. */
const results = join(root, 'build/playwright/results.json');

type Report = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
};

/** Runs Playwright over test/journeys, telling as it goes. */
export async function runBrowserTests(only: readonly string[]): Promise<Counts> {
  rmSync(results, { force: true });
  const { code } = await run('bin/node24', ['node_modules/@playwright/test/cli.js', 'test', ...only], {
    cwd: root,
    live: true,
  });
  const report = readReport();
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + flaky;
  // An error outside any test (a fixture, a file that does not load) must not look like a success.
  return { passed: expected, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}

function readReport(): Report | null {
  try {
    return JSON.parse(readFileSync(results, 'utf8')) as Report;
  } catch {
    return null;
  }
}
