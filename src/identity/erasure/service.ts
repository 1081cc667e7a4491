import type { Tx } from '../../platform/db/database.ts';
import * as store from './store.ts';

/**
 * What no foreign key takes away with accounts that were deleted: live links, codes and journeys, what tools were
 * promised, and mails with their sealed address. The audit log stays: it holds ids only [security.md 41]. So do the
 * sessions of tools, until the tools were told of their end.
 */
export async function removeTraces(tx: Tx, gone: readonly { id: string; email: string }[]): Promise<void> {
  if (gone.length === 0) return;
  await store.removeTraces(tx, { ids: gone.map(({ id }) => id), emails: gone.map(({ email }) => email) });
}
