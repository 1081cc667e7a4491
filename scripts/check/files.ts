import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** What one of our own rules found: where, and what to do instead. */
export type Problem = { where: string; what: string };

/** The folder that holds package.json. */
export const root = join(import.meta.dirname, '..', '..');

const skipped = new Set(['node_modules', '.git', 'build', 'data']);

/** Every file of ours, as paths from the root with forward slashes. */
export function ourFiles(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : ourFiles(path);
    return entry.isFile() ? [relative(root, path).split(sep).join('/')] : [];
  });
}

/** The text of one of `ourFiles()`. */
export function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** How many lines a text has. */
export function lineCount(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}
