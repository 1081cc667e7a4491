import { open } from 'node:fs/promises';

/** Tells one version of a file from the next: a replaced file has another inode, a rewritten one another time. */
export type Version = { size: number; mtimeMs: number; ino: number };

export type Found =
  | { kind: 'same' }
  | { kind: 'unreadable'; problem: string }
  | { kind: 'new'; bytes: Buffer; version: Version };

const mostBytes = 1024 ** 3;

/** The whole file, unless it is the version already seen. Never rejects, and never blocks: the disk is waited for elsewhere. */
export async function readIfNew(file: string, seen: Version | null): Promise<Found> {
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
