import ts from 'typescript';
import type { Problem } from './files.ts';

/** A rule on one kind of expression: `find` says what is wrong with a node, or null. */
type SourceRule = { applies(file: string): boolean; find(node: ts.Node): string | null };

const isTest = (file: string) => /\.test\.ts$|^test\//.test(file);
const isProduct = (file: string) => file.startsWith('src/') && !isTest(file);

/** `a.b`, as text, for a property of a plain name: `process.env`, `Math.random`, `html.raw`. */
function dotted(node: ts.Node): string | null {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return null;
  if (!ts.isIdentifier(node.expression)) return null;
  const name = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name)
    ? `${node.expression.text}.${name.text}`
    : null;
}

/** The `a` of `a.b.c`. */
function firstName(node: ts.Expression): string {
  if (ts.isPropertyAccessExpression(node)) return firstName(node.expression);
  return ts.isIdentifier(node) ? node.text : '';
}

/** The names that an import takes from a module, else none. */
function importedFrom(node: ts.Node, modules: readonly string[]): string[] {
  if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) return [];
  if (!modules.includes(node.moduleSpecifier.text)) return [];
  const bindings = node.importClause?.namedBindings;
  return bindings && ts.isNamedImports(bindings)
    ? bindings.elements.map((element) => (element.propertyName ?? element.name).text)
    : [];
}

const rawHtml: SourceRule = {
  applies: () => true,
  find: (node) =>
    dotted(node) === 'html.raw' ? 'html.raw writes unescaped text: interpolate instead' : null,
};

const environment: SourceRule = {
  applies: (file) => isProduct(file) && file !== 'src/config.ts',
  find: (node) =>
    dotted(node) === 'process.env' || importedFrom(node, ['process', 'node:process']).includes('env')
      ? 'only src/config.ts reads the environment: take the value as a dependency'
      : null,
};

const time: SourceRule = {
  applies: (file) => isProduct(file) && file !== 'src/core/clock.ts' && !file.startsWith('src/ui/browser/'),
  find: (node) => {
    const bareDate = ts.isNewExpression(node) && !node.arguments?.length;
    const readsClock =
      dotted(node) === 'Date.now' ||
      ((bareDate || ts.isCallExpression(node)) &&
        ts.isIdentifier(node.expression) &&
        node.expression.text === 'Date');
    return readsClock ? 'time only through the clock that is passed in' : null;
  },
};

const randomNames = new Set([
  'randomBytes',
  'randomInt',
  'randomUUID',
  'randomFill',
  'randomFillSync',
  'webcrypto',
]);
const randomness: SourceRule = {
  applies: (file) => isProduct(file) && !file.startsWith('src/core/'),
  find: (node) => {
    const name = dotted(node);
    const random =
      importedFrom(node, ['crypto', 'node:crypto']).find((imported) => randomNames.has(imported)) ??
      (name?.startsWith('crypto.') && (randomNames.has(name.slice(7)) || name === 'crypto.getRandomValues')
        ? name
        : null);
    return random ? `${random}: randomness only through core (newToken, newCode, newId)` : null;
  },
};

const guessableRandomness: SourceRule = {
  // How long a retry sleeps is no secret.
  applies: (file) => isProduct(file) && !file.startsWith('src/platform/db/'),
  find: (node) => (dotted(node) === 'Math.random' ? 'Math.random can be predicted: use core/tokens' : null),
};

const sqlWords = new Set(['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto']);
const sqlInStores: SourceRule = {
  applies: (file) => isProduct(file) && !/\/store\.ts$/.test(file) && !file.startsWith('src/platform/db/'),
  find: (node) =>
    ts.isPropertyAccessExpression(node) && sqlWords.has(node.name.text)
      ? `${node.name.text}: SQL lives in store.ts`
      : null,
};

const testNames = new Set(['it', 'test', 'describe', 'suite', 't', 'context']);
const escapes = new Set(['skip', 'todo', 'only', 'fixme', 'runOnly']);
const everyTestRuns: SourceRule = {
  applies: isTest,
  find: (node) => {
    if (
      ts.isPropertyAccessExpression(node) &&
      escapes.has(node.name.text) &&
      testNames.has(firstName(node))
    ) {
      return `${node.getText()}: every test runs, always`;
    }
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return null;
    if (!testNames.has(node.expression.text)) return null;
    const options = node.arguments
      .filter(ts.isObjectLiteralExpression)
      .flatMap((object) => [...object.properties]);
    const found = options
      .map((property) => property.name?.getText())
      .find((name) => name && escapes.has(name));
    return found ? `{ ${found} }: every test runs, always` : null;
  },
};

const rules = [rawHtml, environment, time, randomness, guessableRandomness, sqlInStores, everyTestRuns];

/** The rules that read a TypeScript file as a program; each problem says what to do instead. */
export function checkSource(file: string, text: string): Problem[] {
  const applying = rules.filter((rule) => rule.applies(file));
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const problems: Problem[] = [];
  const visit = (node: ts.Node): void => {
    for (const rule of applying) {
      const what = rule.find(node);
      if (what) problems.push({ where: `${file}:${lineOf(source, node)}`, what });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return problems;
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}
