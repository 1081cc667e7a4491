import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { openDatabase } from './database.ts';

onBothStores('the store', (store, clock) => {
  it('migrates again without a change', async () => {
    await store.db().migrate();
    await store.db().probe();
  });

  it('keeps nothing of a transaction that fails', async () => {
    const db = store.db();
    await assert.rejects(
      db.transaction(async (tx) => {
        await tx.insertInto('heartbeats').values({ name: 'half', at: 1 }).execute();
        throw new Error('stop');
      }),
      /stop/,
    );
    const rows = await db.handle.selectFrom('heartbeats').selectAll().where('name', '=', 'half').execute();
    assert.equal(rows.length, 0);
  });

  it('loses no count when two portals add at once', async () => {
    const second = await openDatabase({ url: store.url(), clock });
    const add = (db: typeof second) =>
      db.transaction((tx) =>
        tx
          .insertInto('heartbeats')
          .values({ name: 'both', at: 1 })
          .onConflict((c) => c.column('name').doUpdateSet((e) => ({ at: e('heartbeats.at', '+', 1) })))
          .execute(),
      );
    await Promise.all(Array.from({ length: 40 }, (_, i) => add(i % 2 ? second : store.db())));
    const row = await store
      .db()
      .handle.selectFrom('heartbeats')
      .selectAll()
      .where('name', '=', 'both')
      .executeTakeFirstOrThrow();
    assert.equal(row.at, 40);
    await second.close();
  });
});
