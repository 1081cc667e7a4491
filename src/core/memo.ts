/**
 * Remembers the answers of a pure function by its text, for the few that come again and again. Bounded: at the
 * most it forgets everything, so that whoever sends new texts without end costs no memory, only the old price.
 */
export function memo<Answer>(most: number, make: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    let answer = known.get(text);
    if (answer === undefined) {
      answer = make(text);
      if (known.size >= most) known.clear();
      known.set(text, answer);
    }
    return answer;
  };
}

/** Says whether a text comes for the first time; bounded as `memo`, so that it may say so again after very many. */
export function firstTime(most: number): (text: string) => boolean {
  const known = new Set<string>();
  return (text) => {
    if (known.has(text)) return false;
    if (known.size >= most) known.clear();
    known.add(text);
    return true;
  };
}
