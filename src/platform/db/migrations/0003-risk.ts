import { type Kysely, SqliteAdapter, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const text = 'text' as const;
const time = 'bigint' as const;
const count = 'integer' as const;
const double = 'double precision' as const;

/** What the risk engine counts, and the order in which the audit log is read by type. */
export const risk: Migration = {
  async up(db: Kysely<unknown>) {
    // A person's rows stand side by side: a decision reads one page instead of eight.
    const clustered = db.getExecutor().adapter instanceof SqliteAdapter ? sql`without rowid` : sql``;
    await db.schema
      .createTable('risk_people')
      .addColumn('account_id', text, (c) =>
        c.primaryKey().notNull().references('accounts.id').onDelete('cascade'),
      )
      .addColumn('weight', double, (c) => c.notNull())
      .addColumn('with_cookie', double, (c) => c.notNull())
      .addColumn('place_below', double, (c) => c.notNull())
      .addColumn('agent_below', double, (c) => c.notNull())
      .addColumn('times', count, (c) => c.notNull())
      .addColumn('day', count, (c) => c.notNull())
      .addColumn('day_times', count, (c) => c.notNull())
      .addColumn('last_week', count, (c) => c.notNull())
      .addColumn('last_place', text)
      .execute();
    await db.schema
      .createTable('risk_nodes')
      .addColumn('account_id', text, (c) =>
        c.notNull().references('risk_people.account_id').onDelete('cascade'),
      )
      .addColumn('key', text, (c) => c.notNull())
      .addColumn('level', text, (c) => c.notNull())
      .addColumn('weight', double, (c) => c.notNull())
      .addColumn('below', double, (c) => c.notNull())
      .addColumn('times', count, (c) => c.notNull())
      .addColumn('version', count)
      .addColumn('last_week', count, (c) => c.notNull())
      .addPrimaryKeyConstraint('risk_nodes_key', ['account_id', 'key'])
      .modifyEnd(clustered)
      .execute();
    await db.schema
      .createTable('risk_world')
      .addColumn('key', text, (c) => c.primaryKey().notNull())
      .addColumn('weight', double, (c) => c.notNull())
      .addColumn('below', double, (c) => c.notNull())
      .addColumn('people', count, (c) => c.notNull())
      .addColumn('children', count, (c) => c.notNull())
      .addColumn('times', count, (c) => c.notNull())
      .addColumn('last_week', count, (c) => c.notNull())
      .modifyEnd(clustered)
      .execute();
    for (const table of ['risk_people', 'risk_nodes', 'risk_world']) {
      await db.schema.createIndex(`${table}_week`).on(table).column('last_week').execute();
    }
    await db.schema
      .createTable('risk_state')
      .addColumn('name', text, (c) => c.primaryKey())
      .addColumn('theta', double)
      .addColumn('scores', count, (c) => c.notNull())
      .addColumn('learned_at', time)
      .addColumn('looked_at', time, (c) => c.notNull())
      .addColumn('frozen_at', time)
      .addColumn('usual', double)
      .addColumn('spike_from_at', time)
      .addColumn('spike_until', time)
      .execute();
    await db.schema
      .createIndex('audit_events_type')
      .on('audit_events')
      .columns(['type', 'at', 'id'])
      .execute();
  },
};
