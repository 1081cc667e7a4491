import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseDocument } from 'yaml';
import type { Problem } from './config-problems.ts';
import { problemsOf } from './config-problems.ts';
import { type FileSettings, fileSchema } from './config-schema.ts';

const maxBytes = 1_000_000;

/** The settings of poterne.yaml, or null with the problems added to the list. No file: every default. */
export function readFile(
  named: string | null,
  problems: Problem[],
): { settings: FileSettings | null; path: string | null } {
  const path = resolve(named ?? 'poterne.yaml');
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!named && code === 'ENOENT') return { settings: parseSettings('', problems), path: null };
    problems.push(unreadable(path, code));
    return { settings: null, path };
  }
  return { settings: parseSettings(source, problems), path };
}

/** The settings of a text, or null with the problems added to the list; `name` is what the messages call the text. */
export function parseSettings(
  source: string,
  problems: Problem[],
  name = 'poterne.yaml',
): FileSettings | null {
  if (source.length > maxBytes) {
    problems.push({
      key: name,
      wrong: { fr: 'le fichier est énorme', en: 'the file is huge' },
      fix: { fr: '1 Mo au plus', en: '1 MB at most' },
    });
    return null;
  }
  const document = parseDocument(source, { logLevel: 'silent', prettyErrors: true });
  if (document.errors.length > 0) {
    for (const { linePos, code } of document.errors)
      problems.push(malformed(`${name}:${linePos?.[0].line ?? 1}`, code));
    return null;
  }
  let values: unknown;
  try {
    // Aliases can make a small file huge, and nothing here needs one.
    values = document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch {
    problems.push(malformed(`${name}:1`, 'ALIAS'));
    return null;
  }
  const result = fileSchema.safeParse(values);
  if (result.success) return result.data;
  problems.push(...problemsOf(result.error.issues));
  return null;
}

function unreadable(path: string, code: string): Problem {
  return {
    key: 'POTERNE_CONFIG',
    wrong: { fr: `${path} ne peut être lu (${code})`, en: `${path} cannot be read (${code})` },
    fix: { fr: 'vérifiez le chemin et les droits', en: 'check the path and its permissions' },
  };
}

function malformed(key: string, code: string): Problem {
  const twice = code === 'DUPLICATE_KEY';
  return {
    key,
    wrong: twice
      ? { fr: 'cette clé est là deux fois', en: 'this key is there twice' }
      : { fr: `ce n'est pas du YAML (${code})`, en: `this is not YAML (${code})` },
    fix: twice
      ? { fr: 'gardez-en une', en: 'keep one of them' }
      : {
          fr: 'vérifiez les décalages, les guillemets et les deux-points',
          en: 'check the indentation, the quotes and the colons',
        },
  };
}
