import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Problem, root } from './check/files.ts';

/** Every page of docs/ that is written by the code: change the code, then run `npm run docs`. */
const documents: { file: string; title?: string; make(): Promise<string> }[] = [
  {
    file: 'docs/errors.md',
    make: async () => (await import('../src/ui/errors-doc.ts')).errorsAsMarkdown(),
  },
  {
    file: 'docs/budgets.md',
    title: 'Budgets',
    make: async () => (await import('../src/identity/budgets/rules.ts')).policiesAsMarkdown(),
  },
  {
    file: 'docs/audit-events.md',
    title: 'Audit events',
    make: async () => (await import('../src/identity/audit/rules.ts')).eventsAsMarkdown(),
  },
  {
    file: 'docs/configuration.md',
    make: async () => (await import('../src/config-doc.ts')).configurationAsMarkdown(),
  },
  {
    file: 'docs/journeys.md',
    make: async () => {
      const { journeysAsMarkdown } = await import('../src/journeys/draw.ts');
      const { signInJourney } = await import('../src/journeys/sign-in/journey.ts');
      const { enrolmentJourney } = await import('../src/journeys/enrolment/journey.ts');
      return journeysAsMarkdown([
        { title: 'Sign-in', journey: signInJourney, first: 'email' },
        { title: 'Enrolment of operators and administrators', journey: enrolmentJourney, first: 'link' },
      ]);
    },
  },
];

const notice = '<!-- Written by the code (npm run docs): change the code, not this page. -->\n\n';

async function textFor(document: (typeof documents)[number]): Promise<string> {
  const title = document.title ? `# ${document.title}\n\n` : '';
  return `${notice}${title}${(await document.make()).trimEnd()}\n`;
}

/** The committed pages that do not say what the code says. */
export async function outdatedDocs(): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const document of documents) {
    const wanted = await textFor(document);
    if (committed(document.file) !== wanted) {
      problems.push({ where: document.file, what: 'does not say what the code says: run npm run docs' });
    }
  }
  return problems;
}

function committed(file: string): string | null {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return null;
  }
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--check')) {
    const problems = await outdatedDocs();
    for (const { where, what } of problems) console.error(`${where} ${what}`);
    process.exitCode = problems.length === 0 ? 0 : 1;
    return;
  }
  for (const document of documents) {
    const path = join(root, document.file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await textFor(document));
    console.log(document.file);
  }
}

if (import.meta.main) await main(process.argv.slice(2));
