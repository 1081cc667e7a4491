import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import { elsewhere, home, japan, riskDesk, safari } from '../../../test/support/risk.ts';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs } from '../../core/clock.ts';
import { createKeyRing } from '../../core/key-ring.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { keptMs, weightAt } from './decay.ts';

const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-6 * Math.max(1, b), `${a} ≠ ${b}`);

onBothStores('what is learned of sign-ins', (store, clock) => {
  const keyRing = createKeyRing([randomBytes(32)]);
  const desk = (places?: Parameters<typeof riskDesk>[0]['places']) =>
    riskDesk({ db: store.db(), clock, keyRing, ...(places && { places }) });
  const person = (id: string) =>
    store.db().handle.selectFrom('risk_people').selectAll().where('account_id', '=', id).executeTakeFirst();
  const nodes = (id: string) =>
    store.db().handle.selectFrom('risk_nodes').selectAll().where('account_id', '=', id).execute();
  const world = async (key: string) =>
    (await store.db().handle.selectFrom('risk_world').selectAll().where('key', '=', key).execute())[0];
  /** The bits of one level of somebody's sign-in. */
  const bitsOf = async (id: string, level: string, look = {}) => {
    const { levels } = (await desk().decide(id, look)).assessment;
    return levels.find(([name]) => name === level)?.[1];
  };

  it('is counted per person and for all, each value once for each person', async () => {
    const places = {
      '192.0.2.1': { country: 'NO', network: 'AS7' },
      '198.51.100.2': { country: 'NO', network: 'AS8' },
    };
    const { join, learn } = desk(places);
    const [ada, bo] = [await join(), await join()];
    for (const id of [ada, ada, bo]) await learn(id, { address: '192.0.2.1' });
    await learn(ada, { address: '198.51.100.2', token: 'known' });
    const [mine, country, network] = [
      await person(ada),
      await world('country:/NO'),
      await world('network:/NO/AS7'),
    ];
    const now = clock.now();
    near(weightAt(mine!.weight, now), 3);
    near(weightAt(mine!.with_cookie, now), 1);
    assert.equal(mine!.times, 3);
    assert.deepEqual([country!.people, country!.children, country!.times], [2, 2, 4]);
    assert.deepEqual([network!.people, network!.children, network!.times], [2, 1, 3]);
    near(weightAt(country!.below, now), 4);
    const levels = (await nodes(ada)).map(({ level }) => level).sort();
    assert.deepEqual(levels, [
      ...['address', 'address', 'browser', 'country', 'device', 'network', 'network'],
      ...['prefix', 'prefix', 'system', 'variant'],
    ]);
    assert.equal(await world('address:/NO/AS7/192.0.2.0|24/192.0.2.1'), undefined);
  });

  it('counts a level that the data do not tell only where something below is known', async () => {
    const { join, learn } = desk({ '192.0.2.1': { country: 'IS' } });
    const id = await join();
    await learn(id, { address: '192.0.2.1' });
    const between = await world('network:/IS/?');
    assert.deepEqual([between!.people, between!.children], [1, 1]);
    // Nothing is a child that is no value.
    assert.equal((await world('country:/IS'))!.children, 0);
  });

  it('holds nothing that shows an address, and nothing of all people that shows one person', async () => {
    const { handle } = store.db();
    const { join, learn } = desk();
    const id = await join();
    await learn(id, { address: home, userAgent: safari });
    const own = JSON.stringify([await person(id), await nodes(id)]);
    for (const raw of ['192.0.2', 'FR', 'AS3215', 'iPhone', 'Safari']) assert.ok(!own.includes(raw), raw);
    for (const { key } of await nodes(id)) assert.match(key, /^[\w-]{16}$/);
    const all = JSON.stringify(await handle.selectFrom('risk_world').select('key').execute());
    for (const raw of [home, 'variant', 'iPhone', id]) assert.ok(!all.includes(raw), raw);
  });

  it('learns twenty sign-ins a day of one account, so that whoever gets in cannot drown its habits', async () => {
    const { join, learn, decide } = desk();
    const id = await join();
    for (let day = 0; day < 30; day += 1) {
      await learn(id, { token: 'known' });
      clock.advance(dayMs);
    }
    const before = await bitsOf(id, 'country');
    for (let i = 0; i < 100; i += 1) await learn(id, { address: japan });
    const mine = await person(id);
    assert.deepEqual([mine!.times, mine!.day_times], [50, 20]);
    // Home is still home, and the thief's country is not yet as usual as that.
    assert.ok(Math.abs((await bitsOf(id, 'country'))! - before!) < 1.5);
    assert.deepEqual((await decide(id, { address: japan })).ask, true);
    clock.advance(dayMs);
    await learn(id, { token: 'known' });
    assert.equal((await person(id))!.times, 51);
  });

  it('keeps fifty values of a level: those of who travels, and home', async () => {
    const { join, learn } = desk();
    const id = await join();
    for (let i = 0; i < 80; i += 1) {
      await learn(id, {
        address: i % 2 === 0 ? home : `203.0.113.${i}`,
        userAgent: `Robot-${'x'.repeat(i)}`,
      });
      clock.advance(dayMs / 4);
    }
    const counts = new Map<string, number>();
    for (const { level } of await nodes(id)) counts.set(level, (counts.get(level) ?? 0) + 1);
    for (const [level, count] of counts) assert.ok(count <= 50, `${level}: ${count}`);
    assert.equal(counts.get('variant'), 50);
    // The value of this sign-in is kept, though it is the lightest.
    assert.ok((await bitsOf(id, 'address', { address: home }))! < 0);
    await learn(id, { userAgent: 'Robot-new' });
    const { levels } = (await desk().decide(id, { userAgent: 'Robot-new' })).assessment;
    assert.ok(levels.find(([name]) => name === 'variant')![3]! > 0);
  });

  it('forgets after 180 days what was not seen, in batches, and not what was', async () => {
    const { handle } = store.db();
    const places = {
      '192.0.2.1': { country: 'PT', network: 'AS1' },
      '198.51.100.2': { country: 'PT', network: 'AS2' },
    };
    const { join, learn, risk } = desk(places);
    const purge = async () => {
      for (let batch = 3; batch >= 3; ) batch = await risk.purge(handle, 3);
    };
    const [stays, goes] = [await join(), await join()];
    await learn(stays, { address: '192.0.2.1' });
    await learn(goes, { address: '192.0.2.1' });
    clock.advance(100 * dayMs);
    await learn(stays, { address: '198.51.100.2' });
    clock.advance(73 * dayMs);
    await purge();
    assert.equal((await nodes(goes)).length, 8);
    clock.advance(keptMs - 173 * dayMs);
    await purge();
    assert.equal(await person(goes), undefined);
    assert.deepEqual(await nodes(goes), []);
    assert.equal((await person(stays))!.times, 2);
    // Its other network and what lay below are gone; country and browser were seen since.
    assert.equal((await nodes(stays)).length, 8);
    assert.equal(await world('network:/PT/AS1'), undefined);
    assert.equal((await world('country:/PT'))!.children, 1);
  });

  it('loses no count of sign-ins at the same moment on two portals', async () => {
    const { join, learn } = desk();
    const second = await openDatabase({ url: store.url(), clock });
    try {
      const people = await Promise.all(Array.from({ length: 6 }, join));
      const before = await world('place');
      const country = await world('country:/FR');
      const looks = [home, elsewhere, japan];
      let runs = 0;
      const counting = (db: Database): Pick<Database, 'transaction'> => ({
        transaction: (work) =>
          db.transaction((tx) => {
            runs += 1;
            return work(tx);
          }),
      });
      const portals = [counting(store.db()), counting(second)];
      await Promise.all(
        people.flatMap((id, who) =>
          Array.from({ length: 15 }, (_, i) =>
            learn(id, { address: looks[(i + who) % 3], token: 'known' }, portals[i % 2]),
          ),
        ),
      );
      // None had to be run again: nobody waited for somebody who waited for them.
      assert.equal(runs, 90);
      for (const id of people) {
        const [mine, own] = [await person(id), await nodes(id)];
        assert.equal(mine!.times, 15);
        near(weightAt(mine!.weight, clock.now()), 15);
        near(weightAt(mine!.with_cookie, clock.now()), 15);
        const sum = (level: string) =>
          own.filter((node) => node.level === level).reduce((total, { times }) => total + times, 0);
        for (const level of ['country', 'network', 'prefix', 'address', 'device'])
          assert.equal(sum(level), 15);
      }
      const [after, france] = [await world('place'), await world('country:/FR')];
      assert.equal(after!.times - before!.times, 90);
      assert.equal(after!.people - before!.people, 6);
      assert.equal(france!.times - (country?.times ?? 0), 60);
      assert.equal(france!.people - (country?.people ?? 0), 6);
    } finally {
      await second.close();
    }
  });

  it('teaches no more than twenty a day, whatever comes at once', async () => {
    const { join, learn } = desk();
    const second = await openDatabase({ url: store.url(), clock });
    try {
      const id = await join();
      await Promise.all(
        Array.from({ length: 40 }, (_, i) => learn(id, {}, i % 2 === 0 ? store.db() : second)),
      );
      assert.equal((await person(id))!.times, 20);
    } finally {
      await second.close();
    }
  });

  it('counts nothing of a sign-in that was undone', async () => {
    const { join, observe, risk } = desk();
    const accountId = await join();
    const observed = await observe({});
    await assert.rejects(
      store.db().transaction(async (tx) => {
        await risk.learn(tx, { accountId, observed, cookieWasKnown: false });
        throw new Error('undone');
      }),
    );
    assert.equal(await person(accountId), undefined);
  });

  it('counts a person once among all, who was forgotten and comes again, from wherever', async () => {
    const places = {
      '192.0.2.1': { country: 'FI', network: 'AS11' },
      '198.51.100.2': { country: 'EE', network: 'AS12' },
    };
    const { join, learn, risk } = desk(places);
    const id = await join();
    const people = async () => (await world('place'))!.people;
    for (let i = 0; i < 3; i += 1) await learn(id, { address: '192.0.2.1', token: 'known' });
    const all = await people();
    const looks = [
      { address: '192.0.2.1' },
      { address: '198.51.100.2', userAgent: safari },
      { address: '192.0.2.1' },
    ];
    for (const look of looks) {
      await store.db().transaction((tx) => risk.forget(tx, id));
      const { weight, with_cookie, place_below, agent_below, times, last_place } = (await person(id))!;
      const emptied = [weight, with_cookie, place_below, agent_below, times, last_place];
      assert.deepEqual(emptied, [0, 0, 0, 0, 0, null]);
      for (const node of await nodes(id)) {
        assert.deepEqual([node.weight, node.below, node.version], [0, 0, null]);
      }
      await learn(id, look);
      assert.equal((await person(id))!.times, 1);
      assert.equal(await people(), all);
    }
    const [finland, network, estonia] = [
      await world('country:/FI'),
      await world('network:/FI/AS11'),
      await world('country:/EE'),
    ];
    assert.deepEqual([finland!.people, network!.people, estonia!.people], [1, 1, 1]);
    await learn(await join(), { address: '192.0.2.1' });
    assert.deepEqual([await people(), (await world('country:/FI'))!.people], [all + 1, 2]);
  });

  it('goes with its account', async () => {
    const { join, learn } = desk();
    const id = await join();
    await learn(id);
    await store.db().handle.deleteFrom('accounts').where('id', '=', id).execute();
    assert.equal(await person(id), undefined);
    assert.deepEqual(await nodes(id), []);
  });
});
