import { z } from 'zod';
import { accept, type Bilingual, type Parse, refuse, shown } from './config-values.ts';

/** What the documentation and the messages know of a key. */
export type KeyMeta = {
  meaning: Bilingual;
  /** How the value is written, with its unit. */
  type?: string;
  /** The default as an operator would write it. */
  standard?: string;
  /** The keys inside: a section. */
  keys?: Record<string, z.ZodType>;
  /** The keys of each item: a list of sections. */
  itemKeys?: Record<string, z.ZodType>;
};

type Leaf<T> = { parse: Parse<T>; type: string; meaning: Bilingual };

function checked<T>(parse: Parse<T>, fallback: { value: T } | null) {
  return z
    .unknown()
    .optional()
    .transform((value, context): T => {
      if (value === undefined && fallback) return fallback.value;
      const result = value === undefined || value === null ? missing : parse(value);
      if (result.ok) return result.value;
      context.addIssue({
        code: 'custom',
        message: result.wrong.en,
        params: { wrong: result.wrong, fix: result.fix },
      });
      return z.NEVER;
    });
}

const missing = refuse(
  { fr: 'il manque une valeur', en: 'a value is missing' },
  {
    fr: 'donnez-en une, ou retirez la ligne',
    en: 'give one, or remove the line',
  },
);

/** A key that has a default. `standard` is the default as it would be written in the file. */
export function leaf<T>(of: Leaf<T> & { fallback: T; standard: string }) {
  const { parse, fallback, ...meta } = of;
  return checked(parse, { value: fallback }).meta(meta);
}

/** A key that may be absent. */
export function maybe<T>({ parse, ...meta }: Leaf<T>) {
  return checked<T | undefined>(parse, { value: undefined }).meta(meta);
}

/** A key that must be there. */
export function must<T>({ parse, ...meta }: Leaf<T>) {
  return checked(parse, null).meta(meta);
}

/** A group of keys; absent or empty, every key takes its default. Unknown keys are refused. */
export function section<Shape extends Record<string, z.ZodType>>(meaning: Bilingual, keys: Shape) {
  return z.preprocess((value) => value ?? {}, z.strictObject(keys)).meta({ meaning, keys });
}

/** A list of groups of keys. */
export function listOf<Shape extends Record<string, z.ZodType>>(meaning: Bilingual, itemKeys: Shape) {
  return z
    .preprocess((value) => value ?? [], z.array(z.strictObject(itemKeys)).max(500))
    .meta({ meaning, itemKeys, type: 'list', standard: '[]' });
}

/** A list of plain values, each checked; the refusal names the first that is wrong. */
export function list<T>(item: Parse<T>, max = 1_000): Parse<T[]> {
  return (value) => {
    if (!Array.isArray(value)) {
      return refuse(
        { fr: `${shown(value)} n'est pas une liste`, en: `${shown(value)} is not a list` },
        { fr: 'écrivez-la entre crochets : [a, b]', en: 'write it in brackets: [a, b]' },
      );
    }
    if (value.length > max) {
      return refuse(
        { fr: 'la liste est trop longue', en: 'the list is too long' },
        { fr: `${max} éléments au plus`, en: `${max} items at most` },
      );
    }
    const items: T[] = [];
    for (const entry of value) {
      const result = item(entry);
      if (!result.ok) return result;
      items.push(result.value);
    }
    return accept(items);
  };
}

/** What the schema says of a key. */
export function metaOf(schema: z.ZodType): KeyMeta {
  return (schema.meta() ?? { meaning: { fr: '', en: '' } }) as KeyMeta;
}
