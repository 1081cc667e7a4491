import { ourFiles, type Problem, root, textOf } from './check/files.ts';
import { checkImports } from './check/imports.ts';
import { checkAttributions, checkLicences } from './check/licences.ts';
import { checkSource } from './check/source-rules.ts';
import { checkText } from './check/text-rules.ts';
import { outdatedDocs } from './docs.ts';
import { elapsed, run } from './support/run.ts';

/** What a check found: nothing, or what to print. */
type Found = { problems: string; note?: string };
type Check = { name: string; run(): Promise<Found> };

const asText = (problems: readonly Problem[]) =>
  problems.map(({ where, what }) => `  ${where}  ${what}`).join('\n');

/** A tool that says by its exit code whether all is well. */
function tool(name: string, args: string[]): Check {
  return {
    name,
    run: async () => {
      const { code, output, errors } = await run('bin/node24', args, { cwd: root });
      return { problems: code === 0 ? '' : `${output}${errors}`.trim() || `ended with ${code}` };
    },
  };
}

const cruised = () => {
  const files = ourFiles();
  return ['src', 'scripts', 'test', 'bench', 'demo'].filter((folder) =>
    files.some((file) => file.startsWith(`${folder}/`)),
  );
};

const checks: Check[] = [
  tool('types (tsc)', ['node_modules/typescript/bin/tsc', '--noEmit']),
  tool('format and lint (biome)', [
    'node_modules/@biomejs/biome/bin/biome',
    'ci',
    '--error-on-warnings',
    '--colors=off',
  ]),
  {
    name: 'imports (dependency-cruiser)',
    run: async () => {
      const { problems, modules } = await checkImports(cruised());
      return { problems: asText(problems), note: `${modules} modules` };
    },
  },
  {
    name: 'our own rules',
    run: async () => {
      const files = ourFiles();
      const problems = files.flatMap((file) => {
        const text = textOf(file);
        return [...checkText(file, text), ...(file.endsWith('.ts') ? checkSource(file, text) : [])];
      });
      return { problems: asText(problems), note: `${files.length} files` };
    },
  },
  {
    name: 'licences',
    run: async () => {
      const lockfile = textOf('package-lock.json');
      return {
        problems: asText([...checkLicences(lockfile), ...checkAttributions(lockfile, textOf('NOTICE'))]),
      };
    },
  },
  { name: 'generated documents', run: async () => ({ problems: asText(await outdatedDocs()) }) },
];

/** Runs them all, even after a failure, and tells in order. Returns how many failed. */
async function main(): Promise<number> {
  const started = checks.map(async (check) => {
    const start = performance.now();
    const found = await check
      .run()
      .catch((error: Error) => ({ problems: `  ${error.stack ?? error.message}`, note: '' }));
    return { ...found, name: check.name, took: elapsed(start) };
  });
  let failed = 0;
  for (const result of started) {
    const { name, problems, note, took } = await result;
    if (problems) failed += 1;
    console.log(`${problems ? '✗' : '✓'} ${name}${note ? `, ${note}` : ''} (${took})`);
    if (problems) console.log(problems);
  }
  return failed;
}

process.exitCode = (await main()) === 0 ? 0 : 1;
