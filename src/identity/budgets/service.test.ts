import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs, hourMs, minuteMs } from '../../core/clock.ts';
import { createKeyRing } from '../../core/key-ring.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { type Charge, codeCharges, linkMailCharges, passwordCharges } from './rules.ts';
import { createBudgets, type Decision } from './service.ts';

const network = { address: '192.0.2.7', near: '192.0.2.7', wide: '192.0.2.0/24' };
const keyRing = createKeyRing([randomBytes(32)]);
let people = 0;
const somebody = () => `person${people++}@example.fr`;

const stranger = (email: string, host = 1): Charge[] =>
  passwordCharges({
    email,
    deviceId: null,
    network: { address: `h${host}`, near: `h${host}`, wide: `w${host}` },
  });
const owner = (email: string) => passwordCharges({ email, network, deviceId: 'owner-browser' });
const codeTry = (accountId: string) => codeCharges({ accountId, knownDevice: false });

onBothStores('budgets', (store, clock) => {
  const budgets = createBudgets({ clock, keyRing });
  let second: Database;
  before(async () => {
    second = await openDatabase({ url: store.url(), clock });
  });
  after(() => second.close());
  const spend = (charges: Charge[], db = store.db()) => budgets.spend(db.handle, charges);
  const refund = (charges: Charge[]) => budgets.refund(store.db().handle, charges);
  const permits = async (charges: Charge[]) => (await spend(charges)).permitted;
  const empty = () => store.db().handle.deleteFrom('budgets').execute();
  const parallel = (count: number, charges: () => Charge[]) =>
    Promise.all(Array.from({ length: count }, (_, i) => spend(charges(), i % 2 ? second : store.db())));
  const permittedOf = (decisions: Decision[]) => decisions.filter((d) => d.permitted).length;

  it('lets no more wrong tries through than the limit, however many come at once', async () => {
    await empty();
    const account = somebody();
    assert.equal(permittedOf(await parallel(160, () => codeTry(account))), 80);
    const email = somebody();
    assert.equal(permittedOf(await parallel(40, () => stranger(email, 2))), 5);
    clock.advance(minuteMs);
    assert.equal(permittedOf(await parallel(20, () => stranger(email, 2))), 1, 'one when the delay ends');
  });

  it('holds the limit over wrong tries when right ones run among them', async () => {
    await empty();
    const account = somebody();
    let wrong = 0;
    const attempt = async (i: number) => {
      const charges = codeTry(account);
      const db = i % 2 ? second : store.db();
      if (!(await spend(charges, db)).permitted) return;
      if (i % 4 === 0) await budgets.refund(db.handle, charges);
      else wrong += 1;
    };
    await Promise.all(Array.from({ length: 150 }, (_, i) => attempt(i)));
    for (let i = 1; i < 200; i += 4) await attempt(i);
    assert.equal(wrong, 80);
  });

  it('waits for nothing twice: tries of crossing keys at once never block each other', async () => {
    await empty();
    const emails = Array.from({ length: 6 }, somebody);
    const decisions = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const db = i % 2 ? second : store.db();
        const charges = stranger(emails[i % 6]!, 10 + (i % 5));
        const decision = await db.transaction((tx) => budgets.spend(tx, charges));
        if (decision.permitted && i % 3 === 0) await budgets.refund(db.handle, charges);
        if (i % 10 === 0) await budgets.purge(db.handle);
        return decision;
      }),
    );
    assert.ok(permittedOf(decisions) > 30);
  });

  it('makes the waits grow, and says until when', async () => {
    await empty();
    const email = somebody();
    for (let i = 0; i < 5; i += 1) assert.equal(await permits(stranger(email)), true);
    for (const minutes of [1, 2, 4, 8, 15, 30, 60, 60]) {
      const refused = await spend(stranger(email));
      assert.deepEqual(refused, {
        permitted: false,
        until: clock.now() + minutes * minuteMs,
        policy: 'password.account-near',
      });
      assert.deepEqual(await budgets.peek(store.db().handle, stranger(email)), refused);
      clock.advance(minutes * minuteMs - 1);
      assert.equal(await permits(stranger(email)), false, `refused till the end of ${minutes} min`);
      clock.advance(1);
      assert.equal(await permits(stranger(email)), true, `permitted after ${minutes} min`);
    }
    clock.advance(dayMs);
    assert.deepEqual(await budgets.peek(store.db().handle, stranger(email)), { permitted: true });
    for (let i = 0; i < 5; i += 1) assert.equal(await permits(stranger(email)), true, 'forgotten');
    assert.equal(await permits(stranger(email)), false);
  });

  it('takes nothing from the other budgets when one refuses', async () => {
    await empty();
    const email = somebody();
    for (let i = 0; i < 5; i += 1) await spend(stranger(email));
    const rows = () => store.db().handle.selectFrom('budgets').selectAll().orderBy('key').execute();
    const before = (await rows()).map((row) => [row.key, row.spent, row.locked_until]);
    for (let i = 0; i < 10; i += 1) assert.equal(await permits(stranger(email)), false);
    assert.deepEqual(
      (await rows()).map((row) => [row.key, row.spent, row.locked_until]),
      before,
    );
  });

  it('says the latest end when several refuse', async () => {
    await empty();
    const email = somebody();
    for (let i = 0; i < 3; i += 1) await spend(linkMailCharges({ email, network, deviceId: null }));
    const hourly = await spend(linkMailCharges({ email, network, deviceId: null }));
    assert.deepEqual(hourly, { permitted: false, until: clock.now() + hourMs, policy: 'link-mail.hour' });
    const began = clock.now();
    for (let hour = 0; hour < 2; hour += 1) {
      clock.advance(hourMs);
      for (let i = 0; i < 3; i += 1)
        assert.equal(await permits(linkMailCharges({ email, network, deviceId: null })), true);
    }
    clock.advance(hourMs);
    assert.equal(
      await permits(linkMailCharges({ email, network, deviceId: null })),
      true,
      'the tenth of the day',
    );
    const daily = await spend(linkMailCharges({ email, network, deviceId: null }));
    assert.deepEqual(daily, { permitted: false, until: began + dayMs, policy: 'link-mail.day' });
  });

  it('counts failures only: an office that signs in all day is never slowed down', async () => {
    await empty();
    for (let i = 0; i < 150; i += 1) {
      const charges = stranger(somebody());
      assert.equal(await permits(charges), true);
      await refund(charges);
    }
    const rows = await store
      .db()
      .handle.selectFrom('budgets')
      .select('spent')
      .where('spent', '>', 0)
      .execute();
    assert.equal(rows.length, 0);
  });

  it('lifts the wait that a success itself had begun', async () => {
    await empty();
    const email = somebody();
    for (let i = 0; i < 4; i += 1) await spend(stranger(email));
    const fifth = stranger(email);
    await spend(fifth);
    assert.equal(await permits(stranger(email)), false);
    await refund(fifth);
    assert.equal(await permits(stranger(email)), true, 'four failures earn no wait');
    clock.advance(minuteMs);
    const late = stranger(email);
    await spend(late);
    await refund(late);
    assert.equal(await permits(stranger(email)), true, 'the wait of the sixth is gone with it');
  });

  it('leaves the wait that others’ failures earned while a success was on its way', async () => {
    await empty();
    const email = somebody();
    const slow = stranger(email);
    await spend(slow);
    for (let i = 0; i < 4; i += 1) await spend(stranger(email));
    clock.advance(minuteMs);
    await spend(stranger(email));
    await refund(slow);
    assert.deepEqual(await spend(stranger(email)), {
      permitted: false,
      until: clock.now() + 2 * minuteMs,
      policy: 'password.account-near',
    });
  });

  it('leaves a new window alone when the spend belonged to the one before', async () => {
    await empty();
    const email = somebody();
    const charges = () => linkMailCharges({ email, network, deviceId: null });
    const old = charges();
    await spend(old);
    clock.advance(hourMs);
    for (let i = 0; i < 3; i += 1) await spend(charges());
    await refund(old);
    const refused = await spend(charges());
    assert.equal(refused.permitted === false && refused.policy, 'link-mail.hour');
  });

  it('never counts below nothing, whatever is given back', async () => {
    await empty();
    const account = somebody();
    await refund(codeTry(account));
    assert.equal((await budgets.peek(store.db().handle, codeTry(account))).permitted, true);
    for (let i = 0; i < 3; i += 1) await refund(codeTry(account));
    await spend(codeTry(account));
    for (let i = 0; i < 3; i += 1) await refund(codeTry(account));
    assert.equal(permittedOf(await parallel(90, () => codeTry(account))), 80);
  });

  it('permits 80 wrong codes in any 24 hours, wherever they begin', async () => {
    await empty();
    const account = somebody();
    const permitted: number[] = [];
    const burst = async (count: number) => {
      for (let i = 0; i < count; i += 1) if (await permits(codeTry(account))) permitted.push(clock.now());
    };
    await burst(1);
    clock.advance(dayMs - 1);
    await burst(78);
    clock.advance(1);
    await burst(80);
    for (let hour = 0; hour < 30; hour += 1) {
      clock.advance(hourMs);
      await burst(7);
    }
    for (const from of permitted) {
      assert.ok(permitted.filter((at) => at >= from && at < from + dayMs).length <= 80);
    }
    assert.ok(permitted.length > 80, 'the wait ends by itself');
  });

  it('asks the store once for a browser that the account knows, and in a transaction of its own for others', async () => {
    await empty();
    let asked: string[] = [];
    const { handle } = store.db();
    const counting = new Proxy(handle, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (name !== 'getExecutor') asked.push(String(name));
        return value.bind(target);
      },
    });
    assert.deepEqual(await budgets.spend(counting, owner(somebody())), { permitted: true });
    assert.deepEqual(asked, ['executeQuery']);
    asked = [];
    await budgets.spend(counting, stranger(somebody()));
    assert.deepEqual(asked, ['transaction']);
  });

  it('stores no address and no name', async () => {
    await empty();
    await spend(passwordCharges({ email: 'lea@example.fr', network, deviceId: null }));
    const kept = JSON.stringify(await store.db().handle.selectFrom('budgets').selectAll().execute());
    assert.doesNotMatch(kept, /lea|192\.0/);
  });

  it('removes what has ended and nothing else', async () => {
    await empty();
    await spend(codeTry(somebody()));
    clock.advance(hourMs);
    const living = somebody();
    await spend(codeTry(living));
    clock.advance(dayMs - hourMs);
    assert.equal(await budgets.purge(store.db().handle), 1);
    assert.equal(await budgets.purge(store.db().handle), 0);
    assert.equal(permittedOf(await parallel(90, () => codeTry(living))), 79);
  });

  // SQLite has one writer at a time: there, nothing is held while something is removed.
  if (store.engine === 'postgres') {
    it('waits for no spend while it removes', async () => {
      await empty();
      const [held, ended] = [codeTry(somebody()), codeTry(somebody())];
      await spend(held);
      await spend(ended);
      clock.advance(dayMs);
      await store.db().transaction(async (tx) => {
        await budgets.spend(tx, held);
        assert.equal(await budgets.purge(second.handle), 1);
      });
    });
  }

  it('removes many in batches', async () => {
    await empty();
    const rows = Array.from({ length: 2_500 }, (_, i) => ({
      key: `k${i}`,
      spent: 1,
      resets_at: 1,
      locked_until: 0,
    }));
    for (let i = 0; i < rows.length; i += 500) {
      await store
        .db()
        .handle.insertInto('budgets')
        .values(rows.slice(i, i + 500))
        .execute();
    }
    assert.equal(await budgets.purge(store.db().handle), 2_500);
  });
});
