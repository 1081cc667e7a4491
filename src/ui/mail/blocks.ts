/**
 * A mail as data: the text and the HTML are both drawn from it, so that they cannot disagree [security.md 47].
 * Every string is plain text; the renderers escape and flatten it.
 */
export type Block =
  | { kind: 'paragraph'; lead: string | null; text: string }
  | { kind: 'code'; code: string }
  | { kind: 'button'; tone: 'main' | 'second'; label: string; url: string }
  | { kind: 'facts'; facts: readonly (readonly [name: string, value: string])[] };

/** A whole mail, before it is drawn. */
export type Letter = {
  subject: string;
  /** What mail programs show beside the subject. Never holds a code: it shows on locked screens. */
  preview: string;
  title: string;
  blocks: readonly Block[];
  /** The promise that closes every mail (« … ne vous demandera jamais … »). */
  promise: string;
  /** The code mail holds nothing that leads anywhere [security.md 47]: neither a link nor an address. */
  withoutLinks?: boolean;
};

/** A paragraph. */
export const paragraph = (text: string): Block => ({ kind: 'paragraph', lead: null, text });

/** A paragraph that begins with words in bold; the space between is ours. */
export const lead = (bold: string, text: string): Block => ({ kind: 'paragraph', lead: bold, text });

/** The six digits, alone on their line. */
export const codeBlock = (code: string): Block => ({ kind: 'code', code });

/** The link that the mail is for. */
export const mainButton = (label: string, url: string): Block => ({
  kind: 'button',
  tone: 'main',
  label,
  url,
});

/** A link that most readers do not need. */
export const secondButton = (label: string, url: string): Block => ({
  kind: 'button',
  tone: 'second',
  label,
  url,
});

/** Names and values, such as when and from which device. Rows without a value are left out. */
export function factsBlock(facts: readonly (readonly [name: string, value: string | null])[]): Block {
  return { kind: 'facts', facts: facts.filter((fact): fact is [string, string] => Boolean(fact[1])) };
}

/** One line of plain text: control and direction characters in a name or a device could fake other lines. */
export function flat(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}
