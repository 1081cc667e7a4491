import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import type { Outcome } from '../../core/outcomes.ts';
import { buckets, entriesAt, entryBytes, indexAt, magic, placeBytes } from './breach-file.ts';

export type ImportProgress = { bytesRead: number; bytesTotal: number; lines: number };

/** A refused line of the published file, so that the operator finds it. */
export type ImportRefusal = { ok: false; reason: 'not-hashes' | 'not-sorted' | 'nothing'; line: number };

const hashDigits = 40;
const keptBytes = 2 + entryBytes;
const chunkBytes = 1 << 20;

/**
 * Turns a published list (`SHA1HEX[:count]` lines sorted by hash, gigabytes) into the compact file that
 * `openBreaches` reads [security.md 5]. Memory stays bounded; the file appears whole or not at all.
 * `onProgress` is called about once a megabyte. Faults of the disk are thrown.
 */
export async function importBreaches(options: {
  from: string;
  to: string;
  onProgress?: (progress: ImportProgress) => void;
}): Promise<Outcome<{ count: number }, never> | ImportRefusal> {
  const { from, to, onProgress } = options;
  const bytesTotal = (await stat(from)).size;
  const unfinished = `${to}.${process.pid}.tmp`;
  const file = await open(unfinished, 'w', 0o600);
  const places = Buffer.alloc((buckets + 1) * placeBytes);
  const reader = createLineReader(places);
  try {
    let bytesRead = 0;
    let writeAt = entriesAt;
    const write = async (entries: Buffer) => {
      await file.write(entries, 0, entries.length, writeAt);
      writeAt += entries.length;
    };
    for await (const chunk of createReadStream(from, { highWaterMark: chunkBytes })) {
      const refusal = reader.read(chunk as Buffer);
      if (refusal) return refusal;
      await write(reader.take());
      bytesRead += (chunk as Buffer).length;
      onProgress?.({ bytesRead, bytesTotal, lines: reader.lines() });
    }
    const refusal = reader.end();
    if (refusal) return refusal;
    await write(reader.take());
    await file.write(Buffer.concat([magic, places]), 0, indexAt + places.length, 0);
    await file.sync();
    await rename(unfinished, to);
    return { ok: true, count: reader.count() };
  } finally {
    await file.close();
    await rm(unfinished, { force: true });
  }
}

/** Reads lines out of chunks, byte by byte: a text for each of 10⁹ lines would cost an hour. */
function createLineReader(places: Buffer) {
  const previous = Buffer.alloc(keptBytes);
  const current = Buffer.alloc(keptBytes);
  let entries = Buffer.alloc(0);
  let filled = 0;
  let lines = 0;
  let count = 0;
  let column = 0;
  let nextBucket = 0;

  const keep = (): ImportRefusal['reason'] | null => {
    const order = count === 0 ? 1 : current.compare(previous);
    if (order < 0) return 'not-sorted';
    // The published lists hold no hash twice; 64 bits of two may still be the same.
    if (order === 0) return null;
    for (const bucket = current.readUInt16BE(0); nextBucket <= bucket; nextBucket += 1) {
      places.writeUIntBE(count, nextBucket * placeBytes, placeBytes);
    }
    current.copy(entries, filled, 2);
    current.copy(previous);
    filled += entryBytes;
    count += 1;
    return null;
  };
  const endLine = (): ImportRefusal['reason'] | null => {
    const refusal = column === 0 ? null : column < hashDigits ? 'not-hashes' : keep();
    column = 0;
    return refusal;
  };
  // After the hash only `:count` and a carriage return may come; a longer hash of another kind may not.
  const readByte = (byte: number): ImportRefusal['reason'] | null => {
    if (column >= hashDigits) {
      const fits = column === hashDigits ? byte === 58 || byte === 13 : isDigit(byte) || byte === 13;
      column += 1;
      return fits ? null : 'not-hashes';
    }
    if (byte === 13 && column === 0) return null;
    const nibble = nibbleOf(byte);
    if (nibble < 0) return 'not-hashes';
    const at = column >> 1;
    if (at < keptBytes) current[at] = column & 1 ? current[at]! | nibble : nibble << 4;
    column += 1;
    return null;
  };

  return {
    read: (chunk: Buffer): ImportRefusal | null => {
      entries = Buffer.alloc(Math.ceil(chunk.length / hashDigits + 1) * entryBytes);
      filled = 0;
      for (const byte of chunk) {
        if (byte === 10) lines += 1;
        const refusal = byte === 10 ? endLine() : readByte(byte);
        if (refusal) return { ok: false, reason: refusal, line: byte === 10 ? lines : lines + 1 };
      }
      return null;
    },
    /** What the last chunk gave. */
    take: () => entries.subarray(0, filled),
    end: (): ImportRefusal | null => {
      entries = Buffer.alloc(entryBytes);
      filled = 0;
      const refusal = endLine();
      if (refusal) return { ok: false, reason: refusal, line: lines + 1 };
      if (count === 0) return { ok: false, reason: 'nothing', line: lines };
      for (; nextBucket <= buckets; nextBucket += 1) {
        places.writeUIntBE(count, nextBucket * placeBytes, placeBytes);
      }
      return null;
    },
    lines: () => lines,
    count: () => count,
  };
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function nibbleOf(byte: number): number {
  if (isDigit(byte)) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
