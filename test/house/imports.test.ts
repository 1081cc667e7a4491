import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { root } from '../../scripts/check/files.ts';
import { checkImports } from '../../scripts/check/imports.ts';

/** A house in order, in small: each file and what it imports. */
const inOrder: Record<string, string[]> = {
  'src/core/clock.ts': ['node:crypto'],
  'src/routes.ts': ['./core/clock.ts'],
  'src/platform/db/database.ts': ['kysely'],
  'src/platform/mail/store.ts': ['kysely'],
  'src/platform/mail/queue.ts': ['./store.ts'],
  'src/ui/view.ts': ['../routes.ts'],
  'src/ui/browser/reveal.ts': [],
  'src/identity/accounts/rules.ts': [
    '../../core/clock.ts',
    'node:url',
    '../budgets/rules.ts',
    './domains.ts',
  ],
  'src/identity/accounts/domains.ts': [],
  'src/identity/accounts/store.ts': ['kysely', './rules.ts'],
  'src/identity/accounts/mails.ts': ['../../ui/view.ts'],
  'src/identity/accounts/service.ts': ['./store.ts', '../budgets/service.ts', '../../platform/mail/queue.ts'],
  'src/identity/accounts/store.test.ts': ['../../../test/support/stores.ts', '../budgets/store.ts'],
  'src/identity/budgets/rules.ts': [],
  'src/identity/budgets/service.ts': ['./rules.ts', './store.ts', '../../platform/db/database.ts'],
  'src/identity/budgets/store.ts': ['kysely'],
  'src/web/visit.ts': ['../platform/db/database.ts'],
  'src/journeys/sign-in/journey.ts': ['../../core/clock.ts', '../../routes.ts'],
  'src/journeys/sign-in/service.ts': ['./journey.ts', './mails.ts', '../../identity/accounts/mails.ts'],
  'src/journeys/sign-in/mails.ts': ['../../ui/view.ts'],
  'src/journeys/sign-in/pages.ts': ['../../ui/view.ts'],
  'src/journeys/sign-in/store.ts': ['kysely'],
  'src/journeys/sign-in/routes.ts': ['./service.ts', './pages.ts'],
  'src/journeys/sign-up/service.ts': ['../sign-in/journey.ts', '../../web/visit.ts'],
  'src/journeys/sign-up/routes.ts': ['./service.ts'],
  'src/portal/pages.ts': [],
  'src/portal/routes.ts': ['./pages.ts', '../journeys/sign-in/service.ts'],
  'src/config.ts': ['zod'],
  'src/app.ts': ['./portal/routes.ts', './journeys/sign-in/routes.ts', './journeys/sign-up/routes.ts'],
  'src/identity.ts': ['./config.ts', './identity/accounts/service.ts'],
  'src/main.ts': [
    './identity.ts',
    './app.ts',
    './config.ts',
    './identity/accounts/service.ts',
    './journeys/sign-in/store.ts',
  ],
  'src/cli/main.ts': ['../main.ts', '../config.ts', '../identity/accounts/mails.ts'],
  'test/support/stores.ts': ['../../src/platform/db/database.ts', 'fast-check'],
};

/** One more import, and the rule that it breaks; `seenAt` where another file is named for it. */
const breaches: [rule: string, file: string, imported: string, seenAt?: string][] = [
  ['core-imports-nothing', 'src/core/clock.ts', 'node:fs'],
  ['core-imports-nothing', 'src/core/clock.ts', 'zod'],
  ['routes-import-core-alone', 'src/routes.ts', './ui/view.ts'],
  ['floor-platform', 'src/platform/mail/queue.ts', '../../ui/view.ts'],
  ['floor-ui', 'src/ui/view.ts', '../platform/mail/queue.ts'],
  ['floor-identity', 'src/identity/budgets/service.ts', '../../web/visit.ts'],
  ['floor-web', 'src/web/visit.ts', '../journeys/sign-in/service.ts'],
  ['floor-journeys', 'src/journeys/sign-up/service.ts', '../../portal/routes.ts'],
  ['floor-signed-in', 'src/portal/routes.ts', '../app.ts'],
  ['floor-app', 'src/app.ts', './config.ts'],
  ['floor-wiring', 'src/identity.ts', './app.ts'],
  ['floor-main', 'src/main.ts', './cli/main.ts'],
  ['config-for-cli-and-main', 'src/journeys/sign-up/service.ts', '../../config.ts'],
  ['feature-front-door', 'src/portal/routes.ts', '../journeys/sign-in/pages.ts'],
  ['feature-front-door-from-shared', 'src/web/visit.ts', '../identity/accounts/domains.ts'],
  ['feature-front-door-from-app', 'src/app.ts', './identity/accounts/store.ts'],
  ['pages-are-private', 'src/main.ts', './portal/pages.ts'],
  ['routes-are-private', 'src/main.ts', './portal/routes.ts'],
  ['mails-are-private', 'src/journeys/sign-up/service.ts', '../sign-in/mails.ts'],
  ['mails-of-identity', 'src/portal/routes.ts', '../identity/accounts/mails.ts'],
  ['mails-of-journeys', 'src/main.ts', './journeys/sign-in/mails.ts'],
  ['store-is-private', 'src/identity/accounts/service.ts', '../budgets/store.ts'],
  ['store-behind-service', 'src/journeys/sign-in/routes.ts', './store.ts'],
  ['sql-in-stores', 'src/identity/accounts/service.ts', 'kysely'],
  ['sql-in-stores', 'src/platform/mail/queue.ts', 'pg'],
  ['sql-in-stores', 'src/identity/budgets/service.ts', 'node:sqlite'],
  ['rules-are-pure', 'src/identity/accounts/rules.ts', 'node:fs'],
  ['rules-are-pure', 'src/journeys/sign-in/journey.ts', '../../identity/accounts/service.ts'],
  [
    'rules-reach-no-effect',
    'src/identity/accounts/domains.ts',
    '../../platform/mail/queue.ts',
    'src/identity/accounts/rules.ts',
  ],
  ['browser-modules-alone', 'src/ui/browser/reveal.ts', '../view.ts'],
  ['product-without-tests', 'src/main.ts', '../test/support/stores.ts'],
  ['product-without-dev-packages', 'src/main.ts', 'fast-check'],
  ['no-cycle', 'src/identity/budgets/rules.ts', '../accounts/rules.ts', 'src/identity/accounts/rules.ts'],
  ['no-broken-import', 'src/main.ts', './nowhere.ts'],
  ['no-orphan', 'src/identity/accounts/alone.ts', './rules.ts'],
];

describe('the import rule', () => {
  const made: string[] = [];
  after(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });

  async function problemsOf(files: Record<string, string[]>): Promise<string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'poterne-house-'));
    made.push(folder);
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const name of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
      copyFileSync(join(root, name), join(folder, name));
    }
    for (const [file, imported] of Object.entries(files)) {
      const path = join(folder, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${imported.map((name) => `import '${name}';\n`).join('')}export {};\n`);
    }
    const { problems } = await checkImports(['src', 'test'], folder);
    return problems.map(({ where, what }) => `${where} ${what}`);
  }

  it('finds nothing in a house in order', async () => {
    assert.deepEqual(await problemsOf(inOrder), []);
  });

  it('names each breach, all of them made at once', async () => {
    const broken = structuredClone(inOrder);
    for (const [, file, imported] of breaches) broken[file] = [imported, ...(broken[file] ?? [])];
    const problems = await problemsOf(broken);
    const missed = breaches.filter(
      ([rule, file, , seenAt = file]) =>
        !problems.some((problem) => problem.startsWith(`${seenAt} `) && problem.includes(`(${rule})`)),
    );
    assert.deepEqual(missed, []);
  });

  it('proves nothing when no module was read', async () => {
    const problems = await problemsOf({ 'src/core/clock.ts': [], 'test/a.ts': [] });
    assert.match(problems.join('\n'), /read only 2 modules/);
  });
});
