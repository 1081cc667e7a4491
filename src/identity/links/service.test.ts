import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs, minuteMs } from '../../core/clock.ts';
import { newToken } from '../../core/tokens.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import type { Email } from '../accounts/rules.ts';
import { createLinks, type LinkOrder } from './service.ts';

let people = 0;
const somebody = () => `person${people++}@example.fr` as Email;

onBothStores('mailed links', (store, clock) => {
  const links = createLinks({ clock });
  let second: Database;
  before(async () => {
    second = await openDatabase({ url: store.url(), clock });
  });
  after(() => second.close());
  const handle = () => store.db().handle;
  const issue = (order: Partial<LinkOrder> = {}) =>
    links.issue(handle(), {
      purpose: 'password-reset',
      accountId: 'a1',
      email: somebody(),
      lifeMs: 60 * minuteMs,
      replaces: true,
      ...order,
    });
  const state = async (token: string) => {
    const found = await links.find(handle(), { purpose: 'password-reset', token });
    return found.ok ? 'good' : found.reason;
  };

  it('finds what was issued, by token and by id', async () => {
    const email = somebody();
    const { id, token, expiresAt } = await issue({ email, journeyId: 'j1' });
    const at = { createdAt: clock.now(), expiresAt };
    const link = { id, purpose: 'password-reset', accountId: 'a1', email, journeyId: 'j1', ...at };
    assert.deepEqual(await links.find(handle(), { purpose: 'password-reset', token }), { ok: true, link });
    assert.deepEqual(await links.findById(handle(), { purpose: 'password-reset', id }), { ok: true, link });
  });

  it('lists the live ones of an account, oldest first, and ends them from one of them on', async () => {
    const undo = (accountId: string) =>
      links.issue(handle(), {
        purpose: 'email-undo',
        accountId,
        email: somebody(),
        lifeMs: 60_000,
        replaces: false,
      });
    const of = { purpose: 'email-undo', accountId: 'a7' } as const;
    const ids: string[] = [];
    // Two in one millisecond are told apart by their ids.
    for (let i = 0; i < 4; i += 1) {
      if (i === 2) clock.advance(1);
      ids.push((await undo('a7')).id);
    }
    const other = await undo('a8');
    const listed = async () => (await links.list(handle(), of)).map(({ id }) => id);
    assert.deepEqual(await listed(), ids);
    const [, second] = await links.list(handle(), of);
    const from = { at: second!.createdAt, id: second!.id };
    assert.equal(await links.endOf(handle(), { ...of, from }), 3);
    assert.deepEqual(await listed(), [ids[0]]);
    assert.equal(await links.endOf(handle(), of), 1);
    assert.equal((await links.findById(handle(), { purpose: 'email-undo', id: other.id })).ok, true);
  });

  it('stores the token nowhere', async () => {
    const { token } = await issue();
    const rows = JSON.stringify(await handle().selectFrom('links').selectAll().execute());
    assert.equal(Buffer.from(token, 'base64url').length, 32);
    assert.equal(rows.includes(token), false);
  });

  it('knows no other token, shape or purpose', async () => {
    const { id, token } = await issue();
    for (const other of [newToken(), '', `${token}a`, `${token}\0`, '../../etc', "' or 1=1 --"]) {
      assert.equal(await state(other), 'unknown');
    }
    assert.equal(await state([token, token] as never), 'unknown', 'a field given twice');
    assert.equal((await links.find(handle(), { purpose: 'sign-in', token })).ok, false);
    assert.equal((await links.findById(handle(), { purpose: 'not-me', id })).ok, false);
  });

  it('names a link by its id whatever state it is in', async () => {
    const { id, token } = await issue();
    const named = { purpose: 'password-reset', token } as const;
    assert.equal(await links.identify(handle(), named), id);
    assert.equal(await links.identify(handle(), { ...named, purpose: 'sign-up' }), null);
    assert.equal(await links.identify(handle(), { ...named, token: `${token}\0` }), null);
    await links.consume(handle(), { id });
    assert.equal(await links.identify(handle(), named), id);
  });

  it('stays good however often it is looked at', async () => {
    const { id, token } = await issue();
    for (let i = 0; i < 20; i += 1) {
      assert.equal(await state(token), 'good');
      assert.equal((await links.findById(handle(), { purpose: 'password-reset', id })).ok, true);
    }
    assert.equal(await links.consume(handle(), { id }), true);
  });

  it('is used once, however many try at once', async () => {
    const { id, token } = await issue();
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        i % 3 === 0
          ? second.transaction((tx) => links.consume(tx, { id }))
          : links.consume(i % 2 ? second.handle : handle(), { id }),
      ),
    );
    assert.equal(results.filter(Boolean).length, 1);
    assert.equal(await state(token), 'used');
  });

  it('is good till its end, and not a millisecond longer', async () => {
    const { id, token, expiresAt } = await issue();
    clock.set(expiresAt - 1);
    assert.equal(await state(token), 'good');
    clock.advance(1);
    assert.equal(await state(token), 'expired');
    assert.equal(await links.consume(handle(), { id }), false);
  });

  it('gives way to a newer one of the same purpose and address, and to no other', async () => {
    const email = somebody();
    const older = await issue({ email });
    const elsewhere = await issue();
    const otherPurpose = await issue({ email, purpose: 'sign-up' });
    const newer = await issue({ email });
    assert.equal(await state(older.token), 'replaced');
    assert.equal(await links.consume(handle(), { id: older.id }), false);
    assert.equal(await state(newer.token), 'good');
    assert.equal(await state(elsewhere.token), 'good');
    assert.equal(await links.consume(handle(), { id: otherPurpose.id }), true);
  });

  it('leaves the older ones good when it does not replace them', async () => {
    const email = somebody();
    const older = await issue({ email, purpose: 'not-me', replaces: false });
    await issue({ email, purpose: 'not-me', replaces: false });
    assert.equal(await links.consume(handle(), { id: older.id }), true);
  });

  it('says used before replaced, and replaced before expired', async () => {
    const email = somebody();
    const used = await issue({ email });
    await links.consume(handle(), { id: used.id });
    const replaced = await issue({ email });
    await links.endAll(handle(), { purpose: 'password-reset', email });
    await links.endAll(handle(), { purpose: 'password-reset', email });
    assert.equal(await state(used.token), 'used');
    clock.advance(60 * minuteMs);
    assert.equal(await state(used.token), 'used');
    assert.equal(await state(replaced.token), 'replaced');
    assert.equal(await links.consume(handle(), { id: replaced.id }), false);
  });

  it('is removed a week after its end', async () => {
    await handle().deleteFrom('links').execute();
    const { token } = await issue();
    clock.advance(dayMs);
    const later = await issue();
    clock.advance(60 * minuteMs + 6 * dayMs);
    assert.equal(await links.purge(handle()), 1);
    assert.equal(await state(token), 'unknown');
    assert.equal(await state(later.token), 'expired');
  });
});
