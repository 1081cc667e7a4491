import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { type Clock, minuteMs } from '../../core/clock.ts';
import { entriesAt, entryBytes, indexAt, magic, placeBytes } from './breach-file.ts';

export type Breaches = {
  /**
   * Whether the password is in the imported list; null when that cannot be said (no file, a damaged one, a
   * fault of the disk). null never blocks anyone: the account is checked again at a later sign-in.
   */
  has(password: string): Promise<boolean | null>;
  /** Whether the last look at the file went well: false means that every answer is null. */
  available(): boolean;
  /** How many passwords the file holds; 0 without one. */
  count(): number;
  close(): Promise<void>;
};

type OpenFile = { handle: FileHandle; count: number; identity: string };

// A newly imported file is seen within this long, without a restart.
const lookAgainMs = minuteMs;
const readAtOnce = 16_384;

/**
 * Opens the operator's offline list of breached passwords, made by `importBreaches` [security.md 5]. The
 * k-anonymity range API is not built: what members type concerns no third party (docs: offline only).
 */
export async function openBreaches({
  path,
  clock,
}: {
  path: string | null;
  clock: Clock;
}): Promise<Breaches> {
  let file: OpenFile | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  const refresh = async (): Promise<void> => {
    if (path === null || closed || Math.abs(clock.now() - lookedAt) < lookAgainMs) return;
    lookedAt = clock.now();
    const identity = await identityOf(path);
    if (identity !== null && identity === file?.identity) return;
    const former = file;
    file = identity === null ? null : await openFile(path, identity);
    await former?.handle.close();
  };
  // One at a time: a file must not be closed under a look-up that reads it.
  let last: Promise<unknown> = refresh();
  await last;

  const look = async (digest: Buffer): Promise<boolean | null> => {
    try {
      await refresh();
      return file ? await holds(file, digest) : null;
    } catch {
      // Damaged or away: forgotten, and opened anew at the next look.
      await file?.handle.close().catch(() => {});
      file = null;
      return null;
    }
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };

  return {
    has: (password) => {
      // The published lists are SHA-1: a way to look up, not to keep.
      const digest = createHash('sha1').update(password).digest();
      return inTurn(() => look(digest));
    },
    available: () => file !== null,
    count: () => file?.count ?? 0,
    close: () =>
      inTurn(async () => {
        closed = true;
        await file?.handle.close();
        file = null;
      }),
  };
}

async function identityOf(path: string): Promise<string | null> {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino}:${size}:${mtimeMs}`;
  } catch {
    return null;
  }
}

async function openFile(path: string, identity: string): Promise<OpenFile | null> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, 'r');
    const began = await read(handle, 0, magic.length);
    const count = (await read(handle, entriesAt - placeBytes, placeBytes)).readUIntBE(0, placeBytes);
    const whole = (await handle.stat()).size === entriesAt + count * entryBytes;
    if (began.equals(magic) && whole) return { handle, count, identity };
  } catch {
    // Too short to be one, or unreadable.
  }
  await handle?.close();
  return null;
}

/** Two or three reads: the bucket's places, then its middle until what is left fits one read. */
async function holds({ handle, count }: OpenFile, digest: Buffer): Promise<boolean> {
  const wanted = digest.subarray(2, 2 + entryBytes);
  const places = await read(handle, indexAt + digest.readUInt16BE(0) * placeBytes, 2 * placeBytes);
  let from = places.readUIntBE(0, placeBytes);
  let to = places.readUIntBE(placeBytes, placeBytes);
  if (from > to || to > count) throw new RangeError('the breach file’s index is damaged');
  while (to - from > readAtOnce) {
    const middle = from + Math.floor((to - from) / 2);
    const found = await read(handle, entriesAt + middle * entryBytes, entryBytes);
    if (found.compare(wanted) <= 0) from = middle;
    else to = middle;
  }
  return isIn(await read(handle, entriesAt + from * entryBytes, (to - from) * entryBytes), wanted);
}

function isIn(entries: Buffer, wanted: Buffer): boolean {
  let from = 0;
  let to = entries.length / entryBytes;
  while (from < to) {
    const middle = (from + to) >> 1;
    const order = entries.compare(wanted, 0, entryBytes, middle * entryBytes, (middle + 1) * entryBytes);
    if (order === 0) return true;
    if (order < 0) from = middle + 1;
    else to = middle;
  }
  return false;
}

async function read(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, at);
  if (bytesRead < length) throw new RangeError('the breach file is cut short');
  return bytes;
}
