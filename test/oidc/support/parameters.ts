import ts from 'typescript';
import { ourFiles, textOf } from '../../../scripts/check/files.ts';

/** What the product reads of requests: names by the way they come, and each reading that no name could be seen in. */
export type Parameters = { query: Set<string>; form: Set<string>; unseen: string[] };

/** Every parameter of an address and every field of a form that `src/` reads, by its source. */
export function parametersRead(): Parameters {
  const all: Parameters = { query: new Set(), form: new Set(), unseen: [] };
  // Below `identity/` nobody knows HTTP: what is read there was handed over, and parsed.
  const files = ourFiles().filter((file) => /^src\/(?!cli\/|config|identity\/).*(?<!\.test)\.ts$/.test(file));
  for (const file of files) parametersIn(file, textOf(file), all);
  return all;
}

/** The same of one file, added to what is known. */
export function parametersIn(file: string, text: string, all: Parameters): void {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const constants = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isStringLiteral(node.initializer)) {
      constants.set(node.name.getText(), node.initializer.text);
    }
    if (isWhole(node)) {
      const names = namesTaken(node, constants);
      const kind = node.name.text === 'body' ? all.form : all.query;
      if (names === null) all.unseen.push(`${file}: ${outermost(node).parent.getText().split('\n')[0]}`);
      else for (const name of names) kind.add(name);
    }
    for (const name of searched(node)) all.query.add(name);
    if (ts.isObjectLiteralExpression(node) && isForm(node)) {
      for (const { name } of node.properties) if (name) all.form.add(name.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** `request.query`, `request.body`, `ctx.query`: all that came, at once. */
function isWhole(node: ts.Node): node is ts.PropertyAccessExpression {
  return (
    ts.isPropertyAccessExpression(node) && /\b(?:request\.(?:query|body)|ctx\.query)$/.test(node.getText())
  );
}

/** The same value behind brackets, `as`, `!` and `?? {}`. */
function outermost(node: ts.Expression): ts.Expression {
  const { parent } = node;
  const isSame =
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    (ts.isBinaryExpression(parent) &&
      parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken &&
      parent.left === node);
  return isSame ? outermost(parent) : node;
}

/** The names that are taken out of it: by destructuring, by a point, in brackets; null where that cannot be seen. */
function namesTaken(whole: ts.Expression, constants: Map<string, string>): string[] | null {
  const value = outermost(whole);
  const { parent } = value;
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) {
    const { elements } = parent.name;
    if (elements.some((one) => one.dotDotDotToken)) return null;
    return elements.map((one) => (one.propertyName ?? one.name).getText());
  }
  if (ts.isPropertyAccessExpression(parent)) return [parent.name.text];
  if (!ts.isElementAccessExpression(parent) || parent.expression !== value) return null;
  const { argumentExpression: argument } = parent;
  const name = ts.isStringLiteral(argument) ? argument.text : constants.get(argument.getText());
  return name === undefined ? null : [name];
}

/** What is read by `new URLSearchParams(…).get('name')` and its like. */
function searched(node: ts.Node): string[] {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { name, expression: from } = node.expression;
  if (!/^(?:get|getAll|has)$/.test(name.text) || !/[sS]earchParams/.test(from.getText())) return [];
  return node.arguments.filter(ts.isStringLiteral).map(({ text }) => text);
}

/** The fields of a form: what a schema of zod is made of, and what others are made from. */
function isForm(node: ts.ObjectLiteralExpression): boolean {
  const { parent } = node;
  const isNamed = ts.isVariableDeclaration(parent) && parent.name.getText() === 'formFields';
  const isPart = node.properties.some((one) => one.getText() === '...formFields');
  const isSchema =
    ts.isCallExpression(parent) && /^z\.\w*[oO]bject$|Form\.extend$/.test(parent.expression.getText());
  return isNamed || isPart || isSchema;
}
