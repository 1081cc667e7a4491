/** One stretch of a password as zxcvbn divides it. */
export type Stretch = { pattern: string; token: string; guesses: number };

// What one character of each class may be. Accents count the French ones; any other script counts as one class.
const classes: readonly [RegExp, number][] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[ -/:-@[-`{-~]/, 33],
  [/[À-ÿœŒŸ]/, 30],
  [/[^ -~À-ÿœŒŸ]/u, 100],
];

/**
 * Bits of guessability [security.md 4]: Σ log2(guesses) over the stretches + log2(k!) for their order.
 * Stretches with no pattern count log2(size of the classes present) a character: zxcvbn's own 10 guesses a
 * character would refuse 13 random letters.
 */
export function bitsOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((bits, stretch, at) => bits + bitsOfStretch(stretch) + Math.log2(at + 1), 0);
}

function bitsOfStretch({ pattern, token, guesses }: Stretch): number {
  if (pattern !== 'bruteforce') return Math.log2(Math.max(guesses, 1));
  const size = classes.reduce((sum, [one, size]) => sum + (one.test(token) ? size : 0), 0);
  return [...token].length * Math.log2(size);
}
