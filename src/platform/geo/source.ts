import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, secondMs } from '../../core/clock.ts';
import type { Log } from '../log/log.ts';
import { readIfNew, type Version } from './file.ts';
import { type Mmdb, openMmdb } from './mmdb.ts';

/** How often a file is looked at, at most. */
const lookEveryMs = 10 * secondMs;
/** What lookups wait for the first read, at most and once: a sign-in must not hang on a disk that does. */
const patienceMs = 2 * secondMs;

type SourceDeps = { file: string; clock: Clock; log: Pick<Log, 'warn' | 'info'> };

/**
 * One MMDB file: read at the first use, never before; looked at again at most every ten seconds and read again when
 * it has changed, while the last good one goes on answering. Broken or gone, it keeps the last good one and says so
 * once in the log. `onRenewal` is called after each good read.
 */
export function createSource({ file, clock, log, onRenewal }: SourceDeps & { onRenewal(): void }) {
  const words = createWords({ file, log });
  let current: { data: Mmdb; readAt: number } | null = null;
  let seen: { version: Version; problem: string | null } | null = null;
  let lookedAt: number | null = null;
  let look: { done: Promise<void>; patiently: Promise<void> } | null = null;
  let closed = false;

  async function readAgain(): Promise<void> {
    const found = await readIfNew(file, seen?.version ?? null);
    if (closed) return;
    if (found.kind === 'unreadable') return words.ofFile(found.problem, current !== null);
    if (found.kind === 'same') return words.ofFile(seen?.problem ?? null, current !== null);
    const opened = openMmdb(found.bytes);
    seen = { version: found.version, problem: opened.ok ? null : opened.problem };
    if (!opened.ok) return words.ofFile(opened.problem, current !== null);
    current = { data: opened.file, readAt: clock.now() };
    words.allIsWell();
    onRenewal();
  }

  /** Looks at the file now; one look at a time. Never rejects. */
  function refresh() {
    if (look) return look;
    lookedAt = clock.now();
    const done = readAgain().finally(() => {
      look = null;
    });
    look = { done, patiently: Promise.race([done, sleep(patienceMs, undefined, { ref: false })]) };
    return look;
  }

  return {
    refresh: (): Promise<void> => refresh().done,
    state: () => ({ file, readAt: current?.readAt ?? null, problem: words.problem() }),

    /** Looks at the file if it is time to. Gives what to wait for before asking: the first read alone, not for ever. */
    wake(): Promise<void> | null {
      // A clock set back must not stop the looks.
      const isDue = lookedAt === null || Math.abs(clock.now() - lookedAt) >= lookEveryMs;
      if (isDue && !closed) refresh();
      return current === null && look !== null ? look.patiently : null;
    },

    /** The record of a public address, or null. Never throws. */
    find(address: string): unknown {
      try {
        return current?.data.find(address) ?? null;
      } catch (error) {
        words.ofData(`damaged: ${error instanceof Error ? error.message : 'unreadable'}`);
        return null;
      }
    },

    close(): void {
      closed = true;
      current = null;
    },
  };
}

export type Source = ReturnType<typeof createSource>;

/** What is wrong with the file as it stands, or with what was read of it; each new word is logged once. */
function createWords({ file, log }: Pick<SourceDeps, 'file' | 'log'>) {
  const problems: { file: string | null; data: string | null } = { file: null, data: null };
  let said: string | null = null;
  const problem = () => problems.file ?? problems.data;

  function say(kept: boolean): void {
    if (problem() === said) return;
    said = problem();
    if (said === null) log.info({ file }, 'IP data can be read again');
    else if (kept) log.warn({ file, problem: said }, 'IP data cannot be read: the last good ones are kept');
    else log.warn({ file, problem: said }, 'IP data cannot be read: nothing is known from them');
  }

  return {
    problem,
    ofFile(found: string | null, kept: boolean): void {
      problems.file = found;
      say(kept);
    },
    ofData(found: string): void {
      problems.data = found;
      say(true);
    },
    allIsWell(): void {
      problems.file = null;
      problems.data = null;
      say(true);
    },
  };
}
