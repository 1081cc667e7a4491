import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What the calendar remembers of an account: its announced renewal and its warning of inactivity. */
export const calendar: Migration = {
  async up(db: Kysely<unknown>) {
    for (const column of ['renewal_due_at', 'inactivity_warned_at']) {
      await db.schema.alterTable('accounts').addColumn(column, 'bigint').execute();
    }
    await db.schema
      .createIndex('accounts_password_changed')
      .on('accounts')
      .column('password_changed_at')
      .execute();
    await db.schema.createIndex('accounts_renewal_due').on('accounts').column('renewal_due_at').execute();
  },
};
