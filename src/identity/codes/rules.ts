import { minuteMs } from '../../core/clock.ts';
import type { Outcome } from '../../core/outcomes.ts';

/** A code is good until exactly 10:00 after it was made [security.md 18]. */
export const codeLifeMs = 10 * minuteMs;

/** How many times a code may be compared [security.md 19]. */
export const triesPerCode = 5;

// White space of every script, the invisible characters that copying from a mail brings along, and hyphens of all kinds.
const ignored =
  /[\s\p{Dash_Punctuation}\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u2212\ufeff]/gu;
const longestTyped = 100;

/**
 * What a person typed or pasted into the code's field [security.md 44]: spaces and hyphens are ignored, and a digit
 * in full width (Asian keyboards) is that digit. Nothing else is guessed: other digits and letters are refused.
 */
export function parseCode(text: string): Outcome<{ code: string }, 'empty' | 'not-six-digits'> {
  // Nobody types that much; normalising a megabyte is work for an attacker to give.
  if (text.length > longestTyped) return { ok: false, reason: 'not-six-digits' };
  const fullWidth = text.replace(/[\uff10-\uff19]/g, (digit) => digit.normalize('NFKC'));
  const code = fullWidth.replace(ignored, '');
  if (code === '') return { ok: false, reason: 'empty' };
  return /^[0-9]{6}$/.test(code) ? { ok: true, code } : { ok: false, reason: 'not-six-digits' };
}
