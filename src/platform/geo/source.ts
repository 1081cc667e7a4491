import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, secondMs } from '../../core/clock.ts';
import type { Log } from '../log/log.ts';
import { type Mmdb, openMmdb } from './mmdb.ts';

/** How often a file is looked at, at most. */
const lookEveryMs = 10 * secondMs;
/** What lookups wait for the first read, at most and once: a sign-in must not hang on a disk that does. */
const patienceMs = 2 * secondMs;
const mostBytes = 1024 ** 3;

type Version = { size: number; mtimeMs: number; ino: number };

export type Source = ReturnType<typeof createSource>;

/**
 * One MMDB file: read at the first use, never before; looked at again at most every ten seconds and read again when
 * it has changed, while the last good one goes on answering. Broken or gone, it keeps the last good one and says so
 * once in the log.
 */
export function createSource({
  file,
  clock,
  log,
}: {
  file: string;
  clock: Clock;
  log: Pick<Log, 'warn' | 'info'>;
}) {
  let current: Mmdb | null = null;
  let readAt: number | null = null;
  let seen: { version: Version; problem: string | null } | null = null;
  let lookedAt: number | null = null;
  let look: Promise<void> | null = null;
  let wait: Promise<void> | null = null;
  let closed = false;
  const renewed = new Set<() => void>();

  /** What is wrong with the file as it is now, and with what was read of the last good one. */
  const problems: { file: string | null; data: string | null } = { file: null, data: null };
  let said: string | null = null;
  function say(what: Partial<typeof problems>) {
    Object.assign(problems, what);
    const problem = problems.file ?? problems.data;
    if (problem === said) return;
    said = problem;
    if (problem === null) log.info({ file }, 'IP data can be read again');
    else if (current === null)
      log.warn({ file, problem }, 'IP data cannot be read: nothing is known from it');
    else log.warn({ file, problem }, 'IP data cannot be read: the last good ones are kept');
  }

  async function readAgain(): Promise<void> {
    const found = await readFile(file, seen?.version ?? null);
    if (closed) return;
    if (found.kind === 'unreadable') return say({ file: found.problem });
    if (found.kind === 'same') return say({ file: seen?.problem ?? null });
    const opened = openMmdb(found.bytes);
    seen = { version: found.version, problem: opened.ok ? null : opened.problem };
    if (!opened.ok) return say({ file: opened.problem });
    current = opened.file;
    readAt = clock.now();
    say({ file: null, data: null });
    for (const tell of renewed) tell();
  }

  /** Looks at the file now and reads it if it has changed; one look at a time. Never rejects. */
  function refresh(): Promise<void> {
    if (look) return look;
    lookedAt = clock.now();
    look = readAgain().finally(() => {
      look = null;
    });
    wait = Promise.race([look, sleep(patienceMs, undefined, { ref: false })]);
    return look;
  }

  function isDue(): boolean {
    if (closed || look !== null) return false;
    // A clock set back must not stop the looks.
    return lookedAt === null || Math.abs(clock.now() - lookedAt) >= lookEveryMs;
  }

  return {
    file,
    refresh,
    state: () => ({ file, readAt, problem: problems.file ?? problems.data }),
    onRenewal: (tell: () => void) => renewed.add(tell),

    /** Looks at the file if it is time to; what to wait for before asking: the first read alone, and not for ever. */
    wake(): Promise<void> | null {
      if (isDue()) void refresh();
      return current === null && look !== null ? wait : null;
    },

    /** The record of a public address, or null. Never throws. */
    find(address: string): unknown {
      try {
        return current?.find(address) ?? null;
      } catch (error) {
        say({ data: `damaged: ${error instanceof Error ? error.message : 'unreadable'}` });
        return null;
      }
    },

    close(): void {
      closed = true;
      current = null;
    },
  };
}

type Found =
  | { kind: 'same' }
  | { kind: 'unreadable'; problem: string }
  | { kind: 'new'; bytes: Buffer; version: Version };

/** The whole file, unless it is the version already seen. In the thread pool: nobody waits for the disk. */
async function readFile(file: string, seen: Version | null): Promise<Found> {
  try {
    await using handle = await open(file, 'r');
    const before = await handle.stat();
    if (!before.isFile()) return { kind: 'unreadable', problem: 'it is no file' };
    if (seen && isSame(before, seen)) return { kind: 'same' };
    if (before.size > mostBytes) return { kind: 'unreadable', problem: 'larger than 1 GiB' };
    const bytes = await handle.readFile();
    const { size, mtimeMs, ino } = await handle.stat();
    const version = { size, mtimeMs, ino };
    if (!isSame(before, version)) return { kind: 'unreadable', problem: 'it is being written' };
    return { kind: 'new', bytes, version };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { kind: 'unreadable', problem: code ?? message };
  }
}

function isSame(one: Version, other: Version): boolean {
  return one.size === other.size && one.mtimeMs === other.mtimeMs && one.ino === other.ino;
}
