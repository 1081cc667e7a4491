import type { z } from 'zod';
import { closest } from './config-closest.ts';
import type { Language } from './config-language.ts';
import { metaOf } from './config-leaf.ts';
import { fileKeys } from './config-schema.ts';
import { type Bilingual, shown } from './config-values.ts';

/** One thing wrong with the configuration: the key, the value's problem, the fix. Holds no secret. */
export type Problem = { key: string; wrong: Bilingual; fix: Bilingual };

/** One line for the terminal. */
export function writeProblem({ key, wrong, fix }: Problem, language: Language): string {
  const colon = language === 'fr' ? ' :' : ':';
  return `${key}${colon} ${wrong[language]} → ${fix[language]}`;
}

type Issue = z.core.$ZodIssue;

/** What zod found, in the operator's words. */
export function problemsOf(issues: readonly Issue[]): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const key = keyOf(issue.path);
    if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => unknownKey(issue.path, name));
    if (issue.code === 'custom' && issue.params) {
      return [{ key, wrong: issue.params.wrong as Bilingual, fix: issue.params.fix as Bilingual }];
    }
    if (issue.code === 'too_big') {
      return [
        {
          key,
          wrong: { fr: 'la liste est trop longue', en: 'the list is too long' },
          fix: { fr: `${issue.maximum} éléments au plus`, en: `${issue.maximum} items at most` },
        },
      ];
    }
    const list = issue.code === 'invalid_type' && issue.expected === 'array';
    return [{ key, ...(list ? notAList : notASection) }];
  });
}

const notASection = {
  wrong: { fr: "la valeur n'est pas une suite de clés", en: 'the value is not a set of keys' },
  fix: {
    fr: 'mettez ses clés dessous, décalées de deux espaces',
    en: 'put its keys below, indented by two spaces',
  },
};
const notAList = {
  wrong: { fr: "la valeur n'est pas une liste", en: 'the value is not a list' },
  fix: { fr: 'commencez chaque élément par un tiret', en: 'start each item with a hyphen' },
};

function unknownKey(path: Issue['path'], name: string): Problem {
  const known = keysAt(path);
  const near = closest(name, known);
  const plain = shown(name).slice(1, -1);
  return {
    key: keyOf([...path, plain]),
    wrong: { fr: 'cette clé n’existe pas', en: 'there is no such key' },
    fix: near
      ? { fr: `vouliez-vous dire ${near} ?`, en: `did you mean ${near}?` }
      : {
          fr: `les clés possibles sont : ${known.join(', ')}`,
          en: `the possible keys are: ${known.join(', ')}`,
        },
  };
}

function keysAt(path: Issue['path']): string[] {
  let keys: Record<string, z.ZodType> = fileKeys;
  for (const part of path) {
    if (typeof part === 'number') continue;
    const meta = keys[String(part)] && metaOf(keys[String(part)]!);
    keys = meta?.keys ?? meta?.itemKeys ?? {};
  }
  return Object.keys(keys);
}

function keyOf(path: Issue['path']): string {
  const written = path.reduce<string>(
    (done, part) =>
      typeof part === 'number' ? `${done}[${part + 1}]` : done ? `${done}.${String(part)}` : String(part),
    '',
  );
  return written || 'poterne.yaml';
}
