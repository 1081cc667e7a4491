import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, startCluster } from '../test/support/postgres.ts';
import { root } from './check/files.ts';
import { runBrowserTests } from './support/browser.ts';
import { type Counts, countsAsText, failuresAsText, sum } from './support/counts.ts';
import { killLeftovers } from './support/leftovers.ts';
import { provideNeeds } from './support/needs.ts';
import { elapsed, interruptAll, run } from './support/run.ts';
import { runUnitTests } from './support/unit.ts';

const usage = `npm test                       everything: checks, unit and store tests, browser tests
npm run test:unit [FILE…]      node:test alone
npm run test:browser [ARG…]    Playwright alone; what follows goes to Playwright
`;

const failure: Counts = { passed: 0, failed: 1, skipped: 0 };
const success: Counts = { passed: 0, failed: 0, skipped: 0 };
const interrupted = new AbortController();
const times: string[] = [];

/** Runs one part with its title and time. What it throws is told, and fails the run. */
async function part(title: string, work: () => Promise<Counts>): Promise<Counts> {
  if (interrupted.signal.aborted) return failure;
  console.log(`\n── ${title}`);
  const start = performance.now();
  const counts = await work().catch((error: Error) => {
    console.error(error.stack ?? error.message);
    return failure;
  });
  times.push(`${title}: ${elapsed(start)}`);
  return counts;
}

async function check(): Promise<Counts> {
  const { code } = await run('bin/node24', ['scripts/check.ts'], { cwd: root, live: true });
  return code === 0 ? success : failure;
}

/** A folder of this run's own: every temporary file of every test, gone at the end whatever happens. */
function makeTemporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'poterne-test-'));
  // PostgreSQL runs as its own user and must be able to pass through.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  process.env.NODE_COMPILE_CACHE ??= join(folder, 'node');
  return folder;
}

async function main(what: string | undefined, rest: readonly string[]): Promise<Counts> {
  const missing = await part('what the tests need', async () =>
    (await provideNeeds()).length === 0 ? success : failure,
  );
  if (missing.failed > 0) return missing;
  const counts: Counts[] = [];
  if (what === undefined) counts.push(await part('check', check));
  let cluster: Cluster | undefined;
  counts.push(
    await part('PostgreSQL', async () => {
      cluster = await startCluster();
      process.env.TEST_POSTGRES_URL = cluster.url('postgres');
      return success;
    }),
  );
  try {
    if (what !== 'browser') counts.push(await part('unit', () => runUnitTests(rest, interrupted.signal)));
    if (what !== 'unit') counts.push(await part('browser', () => runBrowserTests(rest)));
  } finally {
    cluster?.destroy();
  }
  return sum(counts);
}

const [what, ...rest] = process.argv.slice(2);
if (what !== undefined && what !== 'unit' && what !== 'browser') {
  console.error(usage);
  process.exit(2);
}
const start = performance.now();
const temporary = makeTemporaryFolder();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    console.error(`\n${signal}: stopping`);
    interrupted.abort();
    interruptAll();
  });
}
const counts = await main(what, rest);
killLeftovers(`TMPDIR=${temporary}`);
rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
const failures = failuresAsText(counts);
if (failures) console.log(`\n── what failed\n\n${failures}`);
console.log(`\n${[...times, `all: ${elapsed(start)}`].join('\n')}\n`);
console.log(countsAsText(counts));
process.exitCode = counts.failed + counts.skipped === 0 && counts.passed > 0 ? 0 : 1;
