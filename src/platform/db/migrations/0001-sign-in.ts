import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const text = 'text' as const;
const time = 'bigint' as const;
const count = 'integer' as const;

/** The ground: accounts, devices, sessions, journeys, codes, links, budgets, mails, audit. */
export const signIn: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('accounts')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('email', text, (c) => c.notNull().unique())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('role', text, (c) => c.notNull())
      .addColumn('status', text, (c) => c.notNull())
      .addColumn('locale', text, (c) => c.notNull())
      .addColumn('password_hash', text)
      .addColumn('password_changed_at', time)
      .addColumn('renewal_reason', text)
      .addColumn('last_code_at', time)
      .addColumn('last_sign_in_at', time)
      .addColumn('last_sign_in_label', text)
      .addColumn('breach_checked_at', time)
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('password_history')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('account_id', text, (c) => c.notNull().references('accounts.id').onDelete('cascade'))
      .addColumn('hash', text, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('password_history_account')
      .on('password_history')
      .columns(['account_id', 'created_at'])
      .execute();
    await db.schema
      .createTable('devices')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('secret_hash', text, (c) => c.notNull().unique())
      .addColumn('previous_hash', text, (c) => c.unique())
      .addColumn('rotated_at', time, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('last_seen_at', time, (c) => c.notNull())
      .addColumn('label', text, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('devices_last_seen').on('devices').column('last_seen_at').execute();
    await db.schema
      .createTable('device_accounts')
      .addColumn('device_id', text, (c) => c.notNull().references('devices.id').onDelete('cascade'))
      .addColumn('account_id', text, (c) => c.notNull().references('accounts.id').onDelete('cascade'))
      .addColumn('recognised_at', time, (c) => c.notNull())
      .addColumn('last_used_at', time, (c) => c.notNull())
      .addColumn('last_code_at', time, (c) => c.notNull())
      .addColumn('code_due_at', time, (c) => c.notNull())
      .addPrimaryKeyConstraint('device_accounts_key', ['device_id', 'account_id'])
      .execute();
    await db.schema
      .createIndex('device_accounts_account')
      .on('device_accounts')
      .column('account_id')
      .execute();
    await db.schema
      .createTable('sessions')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('token_hash', text, (c) => c.notNull().unique())
      .addColumn('account_id', text, (c) => c.notNull().references('accounts.id').onDelete('cascade'))
      .addColumn('device_id', text)
      .addColumn('label', text, (c) => c.notNull())
      .addColumn('amr', text, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('last_seen_at', time, (c) => c.notNull())
      .addColumn('idle_ms', time, (c) => c.notNull())
      .addColumn('expires_at', time, (c) => c.notNull())
      .addColumn('previous_sign_in_at', time)
      .addColumn('previous_sign_in_label', text)
      .addColumn('ended_at', time)
      .addColumn('end_reason', text)
      .execute();
    await db.schema.createIndex('sessions_account').on('sessions').column('account_id').execute();
    await db.schema.createIndex('sessions_expires').on('sessions').column('expires_at').execute();
    await db.schema
      .createTable('journeys')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('step', text, (c) => c.notNull())
      .addColumn('version', count, (c) => c.notNull())
      .addColumn('browser_hash', text, (c) => c.notNull())
      .addColumn('email', text, (c) => c.notNull())
      .addColumn('account_id', text)
      .addColumn('data', text, (c) => c.notNull())
      .addColumn('code_failures', count, (c) => c.notNull())
      .addColumn('sends', count, (c) => c.notNull())
      .addColumn('sent_at', time)
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('expires_at', time, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('journeys_account').on('journeys').column('account_id').execute();
    await db.schema.createIndex('journeys_expires').on('journeys').column('expires_at').execute();
    await db.schema
      .createTable('codes')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('journey_id', text, (c) => c.notNull())
      .addColumn('account_id', text, (c) => c.notNull())
      .addColumn('mac', text, (c) => c.notNull())
      .addColumn('tries', count, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('expires_at', time, (c) => c.notNull())
      .addColumn('used_at', time)
      .addColumn('ended_at', time)
      .execute();
    await db.schema.createIndex('codes_journey').on('codes').column('journey_id').execute();
    await db.schema.createIndex('codes_expires').on('codes').column('expires_at').execute();
    await db.schema
      .createTable('links')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('token_hash', text, (c) => c.notNull().unique())
      .addColumn('purpose', text, (c) => c.notNull())
      .addColumn('account_id', text)
      .addColumn('email', text, (c) => c.notNull())
      .addColumn('journey_id', text)
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('expires_at', time, (c) => c.notNull())
      .addColumn('used_at', time)
      .addColumn('ended_at', time)
      .execute();
    await db.schema.createIndex('links_email').on('links').columns(['email', 'purpose']).execute();
    await db.schema.createIndex('links_expires').on('links').column('expires_at').execute();
    await db.schema
      .createTable('budgets')
      .addColumn('key', text, (c) => c.primaryKey())
      .addColumn('spent', count, (c) => c.notNull())
      .addColumn('resets_at', time, (c) => c.notNull())
      .addColumn('locked_until', time, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('budgets_resets').on('budgets').column('resets_at').execute();
    await db.schema
      .createTable('mails')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('message_id', text, (c) => c.notNull())
      .addColumn('kind', text, (c) => c.notNull())
      .addColumn('account_id', text)
      .addColumn('status', text, (c) => c.notNull())
      .addColumn('sealed', text)
      .addColumn('attempts', count, (c) => c.notNull())
      .addColumn('next_attempt_at', time, (c) => c.notNull())
      .addColumn('claimed_until', time, (c) => c.notNull())
      .addColumn('expires_at', time)
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('sent_at', time)
      .addColumn('last_error', text)
      .execute();
    await db.schema.createIndex('mails_queue').on('mails').columns(['status', 'next_attempt_at']).execute();
    await db.schema
      .createTable('audit_events')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('at', time, (c) => c.notNull())
      .addColumn('type', text, (c) => c.notNull())
      .addColumn('account_id', text)
      .addColumn('subject', text)
      .addColumn('actor', text)
      .addColumn('address', text)
      .addColumn('journey_id', text)
      .addColumn('data', text, (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('audit_events_account')
      .on('audit_events')
      .columns(['account_id', 'at'])
      .execute();
    await db.schema.createIndex('audit_events_at').on('audit_events').column('at').execute();
    await db.schema
      .createTable('heartbeats')
      .addColumn('name', text, (c) => c.primaryKey())
      .addColumn('at', time, (c) => c.notNull())
      .execute();
  },
};
