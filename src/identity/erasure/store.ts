import type { Tx } from '../../platform/db/database.ts';

/** What no foreign key takes away. Rows of other tables went with the account. */
export async function removeTraces(
  tx: Tx,
  { ids, emails }: { ids: string[]; emails: string[] },
): Promise<void> {
  await tx.deleteFrom('codes').where('account_id', 'in', ids).execute();
  await tx.deleteFrom('mails').where('account_id', 'in', ids).execute();
  await tx.deleteFrom('oidc_records').where('account_id', 'in', ids).execute();
  for (const table of ['links', 'journeys'] as const) {
    await tx
      .deleteFrom(table)
      .where((e) => e.or([e('account_id', 'in', ids), e('email', 'in', emails)]))
      .execute();
  }
}
