import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const text = 'text' as const;
const time = 'bigint' as const;
const count = 'integer' as const;

/** Tools and who may open them, OpenID Connect, forward-auth, second factors, a member's own account. */
export const tools: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('accounts').addColumn('deletion_due_at', time).execute();
    await db.schema
      .createIndex('accounts_deletion_due')
      .on('accounts')
      .column('deletion_due_at')
      .where('deletion_due_at' as never, 'is not', null)
      .execute();
    // The few who run the portal: whom alerts are mailed to.
    await db.schema
      .createIndex('accounts_staff')
      .on('accounts')
      .column('id')
      .where('role' as never, '<>', sql.lit('member'))
      .execute();
    // A member's own links: those that would change or restore their address.
    await db.schema.createIndex('links_account').on('links').columns(['account_id', 'purpose']).execute();
    await db.schema.alterTable('sessions').addColumn('address', text).execute();
    await db.schema.alterTable('device_accounts').addColumn('last_address', text).execute();
    await db.schema
      .createTable('account_groups')
      .addColumn('account_id', text, (c) => c.notNull().references('accounts.id').onDelete('cascade'))
      .addColumn('name', text, (c) => c.notNull())
      .addPrimaryKeyConstraint('account_groups_key', ['account_id', 'name'])
      .execute();
    await db.schema
      .createTable('tools')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('settings', text, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('updated_at', time, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('tool_secrets')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('tool_id', text, (c) => c.notNull())
      .addColumn('secret_hash', text, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('expires_at', time)
      .execute();
    await db.schema.createIndex('tool_secrets_tool').on('tool_secrets').column('tool_id').execute();
    await db.schema
      .createTable('tool_sessions')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('tool_id', text, (c) => c.notNull())
      .addColumn('account_id', text, (c) => c.notNull())
      .addColumn('session_id', text, (c) => c.references('sessions.id').onDelete('set null'))
      .addColumn('provider_uid', text, (c) => c.notNull())
      .addColumn('sid', text, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('expires_at', time, (c) => c.notNull())
      .addColumn('attempts', count, (c) => c.notNull())
      .addColumn('next_attempt_at', time, (c) => c.notNull())
      .addColumn('last_error', text)
      .addColumn('ended_at', time)
      .addColumn('outcome', text)
      .execute();
    await db.schema
      .createIndex('tool_sessions_session')
      .on('tool_sessions')
      .columns(['session_id', 'tool_id', 'provider_uid'])
      .unique()
      .execute();
    await db.schema
      .createIndex('tool_sessions_due')
      .on('tool_sessions')
      .column('next_attempt_at')
      .where('ended_at' as never, 'is not', null)
      .where('outcome' as never, 'is', null)
      .execute();
    await db.schema
      .createIndex('sessions_ended')
      .on('sessions')
      .column('ended_at')
      .where('ended_at' as never, 'is not', null)
      .execute();
    await db.schema
      .createIndex('accounts_locked')
      .on('accounts')
      .column('updated_at')
      .where('status' as never, '=', sql.lit('locked'))
      .execute();
    await db.schema.createIndex('tool_sessions_sid').on('tool_sessions').column('sid').execute();
    await db.schema.createIndex('tool_sessions_account').on('tool_sessions').column('account_id').execute();
    await db.schema.createIndex('tool_sessions_expires').on('tool_sessions').column('expires_at').execute();
    await db.schema
      .createTable('oidc_records')
      .addColumn('key', text, (c) => c.primaryKey())
      .addColumn('model', text, (c) => c.notNull())
      .addColumn('payload', text, (c) => c.notNull())
      .addColumn('grant_id', text)
      .addColumn('uid', text)
      .addColumn('account_id', text)
      .addColumn('client_id', text)
      .addColumn('consumed_at', time)
      .addColumn('expires_at', time)
      .execute();
    await db.schema.createIndex('oidc_records_grant').on('oidc_records').column('grant_id').execute();
    await db.schema.createIndex('oidc_records_uid').on('oidc_records').columns(['uid', 'model']).execute();
    await db.schema
      .createIndex('oidc_records_account')
      .on('oidc_records')
      .columns(['account_id', 'model'])
      .execute();
    await db.schema.createIndex('oidc_records_expires').on('oidc_records').column('expires_at').execute();
    await db.schema
      .createTable('signing_keys')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('algorithm', text, (c) => c.notNull())
      .addColumn('sealed', text, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('proxy_sessions')
      .addColumn('token_hash', text, (c) => c.primaryKey())
      .addColumn('session_id', text, (c) => c.notNull())
      .addColumn('tool_id', text, (c) => c.notNull())
      .addColumn('host', text, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('expires_at', time, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('proxy_sessions_expires').on('proxy_sessions').column('expires_at').execute();
    await db.schema
      .createTable('proxy_tickets')
      .addColumn('token_hash', text, (c) => c.primaryKey())
      .addColumn('session_id', text, (c) => c.notNull())
      .addColumn('tool_id', text, (c) => c.notNull())
      .addColumn('host', text, (c) => c.notNull())
      .addColumn('browser_hash', text, (c) => c.notNull())
      .addColumn('expires_at', time, (c) => c.notNull())
      .execute();
    await db.schema.createIndex('proxy_tickets_expires').on('proxy_tickets').column('expires_at').execute();
    await db.schema
      .createTable('passkeys')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('account_id', text, (c) => c.notNull().references('accounts.id').onDelete('cascade'))
      .addColumn('credential_id', text, (c) => c.notNull().unique())
      .addColumn('public_key', text, (c) => c.notNull())
      .addColumn('counter', time, (c) => c.notNull())
      .addColumn('transports', text, (c) => c.notNull())
      .addColumn('backed_up', count, (c) => c.notNull())
      .addColumn('name', text, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('last_used_at', time)
      .execute();
    await db.schema.createIndex('passkeys_account').on('passkeys').column('account_id').execute();
    await db.schema
      .createTable('authenticators')
      .addColumn('account_id', text, (c) => c.primaryKey().references('accounts.id').onDelete('cascade'))
      .addColumn('sealed', text, (c) => c.notNull())
      .addColumn('last_step', time, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('last_used_at', time)
      .execute();
    await db.schema
      .createTable('recovery_codes')
      .addColumn('id', text, (c) => c.primaryKey())
      .addColumn('account_id', text, (c) => c.notNull().references('accounts.id').onDelete('cascade'))
      .addColumn('hash', text, (c) => c.notNull())
      .addColumn('created_at', time, (c) => c.notNull())
      .addColumn('used_at', time)
      .execute();
    await db.schema.createIndex('recovery_codes_account').on('recovery_codes').column('account_id').execute();
    await db.schema
      .createTable('used_challenges')
      .addColumn('hash', text, (c) => c.primaryKey())
      .addColumn('expires_at', time, (c) => c.notNull())
      .execute();
  },
};
