/** Things that wait, each under a key: the keys take turns, and each key is served in order. */
export type Turns<T> = {
  size(): number;
  waitingOf(key: string): number;
  /** How many would be served before a newcomer under this key. */
  ahead(key: string): number;
  add(key: string, item: T): void;
  next(): T | undefined;
  /** Takes out an item that gave up; says whether it was there. */
  remove(key: string, item: T): boolean;
  /** Takes out the newest item of the key that has most, when it has more than `floor`. */
  dropFromLongest(floor: number): T | undefined;
};

/** Makes an empty round of turns. Costs at most one step per key that waits. */
export function createTurns<T>(): Turns<T> {
  // A Map keeps the order of insertion: its first key is the next to be served.
  const byKey = new Map<string, T[]>();
  let size = 0;

  const put = (key: string, items: T[]): void => {
    byKey.delete(key);
    if (items.length > 0) byKey.set(key, items);
  };
  const longest = (): [string, T[]] | undefined => {
    let found: [string, T[]] | undefined;
    for (const entry of byKey) if (!found || entry[1].length > found[1].length) found = entry;
    return found;
  };

  return {
    size: () => size,
    waitingOf: (key) => byKey.get(key)?.length ?? 0,
    ahead: (key) => {
      const own = byKey.get(key)?.length ?? 0;
      let before = own;
      for (const [other, items] of byKey) if (other !== key) before += Math.min(items.length, own + 1);
      return before;
    },
    add: (key, item) => {
      const items = byKey.get(key);
      if (items) items.push(item);
      else byKey.set(key, [item]);
      size += 1;
    },
    next: () => {
      const first = byKey.entries().next();
      if (first.done) return undefined;
      const [key, items] = first.value;
      const item = items.shift();
      put(key, items);
      size -= 1;
      return item;
    },
    remove: (key, item) => {
      const items = byKey.get(key);
      const at = items?.indexOf(item) ?? -1;
      if (!items || at < 0) return false;
      items.splice(at, 1);
      if (items.length === 0) byKey.delete(key);
      size -= 1;
      return true;
    },
    dropFromLongest: (floor) => {
      const entry = longest();
      if (!entry || entry[1].length <= floor) return undefined;
      const item = entry[1].pop();
      if (entry[1].length === 0) byKey.delete(entry[0]);
      size -= 1;
      return item;
    },
  };
}
