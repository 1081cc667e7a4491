import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../check/files.ts';
import type { Counts, Failure } from './counts.ts';
import { run } from './run.ts';

/** Where playwright.config.ts has the results written. */
const results = join(root, 'build/playwright/results.json');

type Report = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
  suites: Suite[];
};
/** What Playwright's JSON reporter writes of a file or a group of tests. */
type Suite = {
  suites?: Suite[];
  specs: {
    title: string;
    ok: boolean;
    file: string;
    line: number;
    tests: { projectName: string; status: string; results: { error?: { message?: string } }[] }[];
  }[];
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
  return {
    passed: expected,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped,
    failures: report.suites.flatMap(failuresOf),
  };
}

function failuresOf({ suites = [], specs }: Suite): Failure[] {
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results }) => ({
        where: `test/journeys/${file}:${line}`,
        what: `[${projectName}] ${title}`,
        why: stripVTControlCharacters(
          results.find(({ error }) => error)?.error?.message ?? 'it gave no reason',
        ),
      })),
  );
  return [...own, ...suites.flatMap(failuresOf)];
}

function readReport(): Report | null {
  try {
    return JSON.parse(readFileSync(results, 'utf8')) as Report;
  } catch {
    return null;
  }
}
