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

onBothStores('transactions that cross', (store) => {
  it('both end well, whatever order they take their rows in', async () => {
    const { handle } = store.db();
    await handle
      .insertInto('heartbeats')
      .values([
        { name: 'a', at: 0 },
        { name: 'b', at: 0 },
      ])
      .execute();
    const met = { count: 0 };
    const cross = (first: string, then: string) =>
      store.db().transaction(async (tx) => {
        for (const name of [first, then]) {
          await tx
            .updateTable('heartbeats')
            .set((e) => ({ at: e('at', '+', 1) }))
            .where('name', '=', name)
            .execute();
          met.count += 1;
          // On PostgreSQL each waits until the other holds its first row: a deadlock for sure, the first time.
          while (store.engine === 'postgres' && met.count < 2)
            await tx.selectFrom('heartbeats').select('at').execute();
        }
      });
    await Promise.all([cross('a', 'b'), cross('b', 'a')]);
    const rows = await handle.selectFrom('heartbeats').select('at').where('name', 'in', ['a', 'b']).execute();
    assert.deepEqual(
      rows.map(({ at }) => at),
      [2, 2],
    );
  });
});
