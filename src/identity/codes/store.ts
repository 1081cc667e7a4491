import type { Tx } from '../../platform/db/database.ts';
import type { CodesTable } from '../../platform/db/tables.ts';
import { triesPerCode } from './rules.ts';

/** Ends the journey's codes that are not used: a newer one is coming [security.md 19]. */
export async function endAll(tx: Tx, { journeyId, now }: { journeyId: string; now: number }): Promise<void> {
  await tx
    .updateTable('codes')
    .set({ ended_at: now })
    .where('journey_id', '=', journeyId)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .execute();
}

export async function insert(tx: Tx, row: Omit<CodesTable, 'tries' | 'used_at' | 'ended_at'>): Promise<void> {
  await tx
    .insertInto('codes')
    .values({ ...row, tries: 0, used_at: null, ended_at: null })
    .execute();
}

/**
 * The journey's newest code, in whatever state: an older one is never looked at again. Of two that were made in the
 * same millisecond, the one that ended the other.
 */
export function findNewest(tx: Tx, journeyId: string): Promise<CodesTable | undefined> {
  return tx
    .selectFrom('codes')
    .selectAll()
    .where('journey_id', '=', journeyId)
    .orderBy((e) => e.case().when('ended_at', 'is', null).then(0).else(1).end())
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Takes one try of a live code, before anything is compared. Null when there is none to take. */
export async function takeTry(
  tx: Tx,
  { id, now }: { id: string; now: number },
): Promise<{ mac: string } | null> {
  const row = await tx
    .updateTable('codes')
    .set((e) => ({ tries: e('tries', '+', 1) }))
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .where('tries', '<', triesPerCode)
    .where('expires_at', '>', now)
    .returning('mac')
    .executeTakeFirst();
  return row ?? null;
}

/** Marks a code as used: true for one caller only [security.md 18]. The try was taken before, and so was the time. */
export async function use(tx: Tx, { id, now }: { id: string; now: number }): Promise<boolean> {
  const row = await tx
    .updateTable('codes')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

const batch = 1_000;
const batchesPerCall = 20;

/** Deletes codes that ended before a time, at most 20 batches of 1,000. */
export async function purge(tx: Tx, { before }: { before: number }): Promise<number> {
  let purged = 0;
  for (let round = 0; round < batchesPerCall; round += 1) {
    const { numDeletedRows } = await tx
      .deleteFrom('codes')
      .where('id', 'in', (e) =>
        e.selectFrom('codes').select('id').where('expires_at', '<=', before).limit(batch),
      )
      .executeTakeFirstOrThrow();
    purged += Number(numDeletedRows);
    if (numDeletedRows < batch) break;
  }
  return purged;
}
