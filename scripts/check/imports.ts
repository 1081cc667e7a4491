import { join } from 'node:path';
import { run } from '../support/run.ts';
import { type Problem, root } from './files.ts';

type Violation = {
  from: string;
  to: string;
  rule: { name: string };
  comment?: string;
  cycle?: { name: string }[];
};
type Cruise = {
  summary: { totalCruised: number; violations: Violation[]; ruleSetUsed: { forbidden: NamedRule[] } };
};
type NamedRule = { name: string; comment: string };

/** Fewer modules than this means that nothing was read (it counts 0 with a TypeScript it does not know). */
const leastModules = 20;

/** The import rule of design.md, by dependency-cruiser. */
export async function checkImports(
  folders: readonly string[],
  cwd = root,
): Promise<{ problems: Problem[]; modules: number }> {
  const program = 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs';
  const { output, errors } = await run(join(root, 'bin/node24'), [program, ...folders, '-T', 'json'], {
    cwd,
  });
  const summary = parse(output, errors).summary;
  const comments = new Map(summary.ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]));
  const problems = summary.violations.map(({ from, to, rule, cycle }) => ({
    where: from,
    what: `${target(from, to, cycle)}${comments.get(rule.name)} (${rule.name})`,
  }));
  if (summary.totalCruised < leastModules) {
    problems.push({
      where: 'dependency-cruiser',
      what: `read only ${summary.totalCruised} modules: it proves nothing`,
    });
  }
  return { problems, modules: summary.totalCruised };
}

function target(from: string, to: string, cycle: Violation['cycle']): string {
  if (cycle) return `→ ${cycle.map(({ name }) => name).join(' → ')}: `;
  return from === to ? '' : `→ ${to}: `;
}

function parse(output: string, errors: string): Cruise {
  try {
    return JSON.parse(output) as Cruise;
  } catch {
    throw new Error(`dependency-cruiser did not run:\n${errors}${output}`);
  }
}
