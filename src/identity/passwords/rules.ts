import { dayMs } from '../../core/clock.ts';
import type { Outcome } from '../../core/outcomes.ts';

/** A password as it was typed, in NFC; never trimmed, cut, folded or "sanitised" [security.md 2]. */
export type Password = string & { readonly __kind: 'Password' };

/** Why a new password is refused, in the order in which it is checked [security.md 1–4]. */
export type PasswordProblem =
  | 'empty'
  | 'not-text'
  | 'too-short'
  | 'too-long'
  | 'classes'
  | 'repeats'
  | 'brand'
  | 'personal'
  | 'common'
  | 'breached'
  | 'guessable'
  | 'reused';

export type PasswordRole = 'member' | 'operator' | 'admin';

/** Unicode code points [security.md 1, 2]. */
export const leastLength: Record<PasswordRole, number> = { member: 13, operator: 15, admin: 15 };
export const mostLength = 256;

// Nothing this long (UTF-16 units) can come down to 256 code points: refused before it is worked on.
const hopelessUnits = 4_096;

/** Unicode code points: what a person counts, near enough, and what security.md 1 and 2 count. */
export function codePoints(text: string): number {
  return [...text].length;
}

/** A typed password of any length up to the most: for signing in, where an older rule may have let it be. */
export function readPassword(
  text: unknown,
): Outcome<{ password: Password }, 'empty' | 'not-text' | 'too-long'> {
  if (text === '') return { ok: false, reason: 'empty' };
  if (typeof text !== 'string' || !text.isWellFormed() || text.includes('\0')) {
    return { ok: false, reason: 'not-text' };
  }
  if (text.length > hopelessUnits) return { ok: false, reason: 'too-long' };
  // NFC: the same word typed on another system must be the same bytes.
  const password = text.normalize('NFC');
  if (codePoints(password) > mostLength) return { ok: false, reason: 'too-long' };
  return { ok: true, password: password as Password };
}

/** A password that is being chosen: 13 to 256 code points, 15 at least for operators [security.md 1–3]. */
export function parsePassword(
  text: unknown,
  role: PasswordRole = 'member',
): Outcome<{ password: Password }, 'empty' | 'not-text' | 'too-long' | 'too-short'> {
  const read = readPassword(text);
  if (read.ok && codePoints(read.password) < leastLength[role]) return { ok: false, reason: 'too-short' };
  return read;
}

/** How many of the guide's four classes are present: lower case, upper case, digits, anything else. */
export function classesIn(password: string): number {
  const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];
  return classes.filter((one) => one.test(password)).length;
}

/** Case, accents, ligatures and simple separators taken away: for comparing only, never for storing. */
export function folded(text: string): string {
  return withoutAccents(text).replace(/[\s._+'’,;:/\\|@-]/gu, '');
}

function withoutAccents(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replaceAll('œ', 'oe').replaceAll('æ', 'ae').replaceAll('ß', 'ss');
}

const publicMailboxes = new Set(
  'gmail googlemail outlook hotmail live msn yahoo icloud me mac aol orange wanadoo free sfr neuf laposte bbox numericable proton protonmail gmx'.split(
    ' ',
  ),
);

/** The words of a person that their password must not hold: name, e-mail, and the parts of both [6.2.11]. */
export function personalWords(person: { name: string; email: string }): string[] {
  const at = person.email.lastIndexOf('@');
  const local = person.email.slice(0, Math.max(at, 0));
  const labels = person.email
    .slice(at + 1)
    .split('.')
    .slice(0, -1);
  const ownDomain = labels.filter((label) => !publicMailboxes.has(label.toLowerCase()));
  const parts = [person.name, local].flatMap((whole) => [whole, ...whole.split(/[\s._+'’-]+/u)]);
  return [...new Set([...parts, ...ownDomain].map(folded))].filter((word) => word.length >= 3);
}

/** The forms of a brand's name that a password must not hold, the leading article apart: « l’Opcommerce ». */
export function brandWords(names: readonly string[]): string[] {
  const bare = names.map((name) => name.replace(/^(?:[ld]['’]|(?:le|la|les|de|du|des|the)\s)+/iu, ''));
  return [...new Set([...names, ...bare].map(folded))].filter((word) => word.length >= 3);
}

const breachCheckEveryMs = 30 * dayMs;

/** Whether a sign-in is to look its password up in the breach list: at most monthly [security.md 5]. */
export function isBreachCheckDue({ checkedAt, now }: { checkedAt: number | null; now: number }): boolean {
  return checkedAt === null || now - checkedAt >= breachCheckEveryMs;
}

/**
 * Whether the password holds one of the words, whatever its case, accents and separators [6.2.11].
 * Words under 5 letters count only when they stand alone or at an end: « Line » is not in « pipeline ».
 */
export function holdsWord(password: string, words: readonly string[]): boolean {
  const whole = folded(password);
  const pieces = withoutAccents(password).split(/[^\p{L}]+/u);
  return words.map(folded).some((word) => {
    if (word.length < 3) return false;
    if (word.length >= 5) return whole.includes(word);
    return pieces.includes(word) || whole.startsWith(word) || whole.endsWith(word);
  });
}
