import { folded } from './rules.ts';

const alphabet = 'abcdefghijklmnopqrstuvwxyz';

// Rows, then columns, of the two keyboards people have here; digits run on past 9.
const walks = [
  '01234567890123456789',
  alphabet + alphabet,
  'azertyuiopqsdfghjklmwxcvbn',
  'qwertyuiopasdfghjklzxcvbnm',
  'qsdfghjklm',
  'asdfghjkl',
  'wxcvbn',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1aqw2zsx3edc4rfv5tgb6yhn7uj8ik9ol0pm',
  'qazwsxedcrfvtgbyhnujmikolp',
  'aqwzsxedcrfvtgbyhnujikolpm',
  '1q2w3e4r5t6y7u8i9o0p',
  '1a2z3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'a1z2e3r4t5y6u7i8o9p0',
];
const everyWalk = walks.flatMap((walk) => [walk, [...walk].reverse().join('')]);

// Three in a row happen by chance; longer stretches are somebody's finger sliding.
const shortestRun = 3;
// What may stand beside the runs and still add nothing worth having: « azertyuiop12! ».
const shareOfRuns = 0.75;

/**
 * Whether a password is little but repeats and sequences: one character or one block again and again, the
 * alphabet, digits, walks on an azerty or qwerty keyboard, either way round [security.md 4, R27].
 */
export function isRepeatsOrSequences(password: string): boolean {
  const bare = folded(password);
  // All separators: judged as typed, « ------------- » included.
  const characters = [...(bare === '' ? password : bare)];
  if (isOneBlock(characters) || isOneBlock([...password.toLowerCase()])) return true;
  let inRuns = 0;
  for (let at = 0; at < characters.length; ) {
    const run = runFrom(characters, at);
    if (run >= shortestRun) inRuns += run;
    at += run >= shortestRun ? run : 1;
  }
  return inRuns >= characters.length * shareOfRuns;
}

/** Whether the characters are one block, at most half as long, over and over; the last may be cut short. */
function isOneBlock(characters: string[]): boolean {
  for (let length = 1; length <= characters.length / 2; length += 1) {
    if (characters.every((character, at) => character === characters[at % length])) return true;
  }
  return false;
}

/** How many characters, from here on, are the same one or follow a walk. */
function runFrom(characters: string[], at: number): number {
  let same = 1;
  while (characters[at + same] === characters[at]) same += 1;
  return Math.max(same, ...everyWalk.map((walk) => stepsAlong(walk, characters, at)));
}

function stepsAlong(walk: string, characters: string[], at: number): number {
  let best = 0;
  for (
    let start = walk.indexOf(characters[at]!);
    start >= 0;
    start = walk.indexOf(characters[at]!, start + 1)
  ) {
    let steps = 1;
    while (start + steps < walk.length && characters[at + steps] === walk[start + steps]) steps += 1;
    best = Math.max(best, steps);
  }
  return best;
}
