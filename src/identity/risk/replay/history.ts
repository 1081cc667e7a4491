import type { Tx } from '../../../platform/db/database.ts';
import type { Audit, AuditRecord } from '../../audit/service.ts';
import { mostRead, mostScores } from '../threshold.ts';
import { type Decided, readDecided } from './record.ts';
import { replayedTypes } from './replay.ts';

type From = { audit: Pick<Audit, 'read' | 'readBack'>; tx: Tx; from: number };

/** The warm sign-ins from before that a threshold would have been learned from, oldest first. */
export async function readBefore({ audit, tx, from }: From): Promise<Decided[]> {
  const found: Decided[] = [];
  let lookedAt = 0;
  for await (const record of audit.readBack(tx, { type: 'sign-in.succeeded', before: from })) {
    const read = readDecided(record);
    if (read.ok && read.decided.isWarm) found.push(read.decided);
    lookedAt += 1;
    if (found.length >= mostScores || lookedAt >= mostRead) break;
  }
  return found.reverse();
}

/** The events of the time replayed, oldest first, a batch at a time. `onProgress` hears 0 to 1. */
export async function* readHistory(
  { audit, tx, from }: From,
  { until, onProgress }: { until: number; onProgress: (share: number) => void },
): AsyncGenerator<AuditRecord> {
  for await (const record of audit.read(tx, { types: replayedTypes, from, before: until })) {
    onProgress((record.at - from) / (until - from));
    yield record;
  }
  onProgress(1);
}
