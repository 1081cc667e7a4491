import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { type Email, parseEmail } from './rules.ts';
import { createAccounts } from './service.ts';

const address = (text: string): Email => {
  const outcome = parseEmail(text);
  assert.ok(outcome.ok);
  return outcome.email;
};

onBothStores('the accounts', (store, clock) => {
  const accounts = createAccounts({ clock });
  const person = (email: string) => ({
    email: address(email),
    name: 'Zoé',
    role: 'member' as const,
    locale: 'fr' as const,
    passwordHash: 'hash-0',
  });
  const create = async (email: string) => {
    const outcome = await accounts.create(store.db().handle, person(email));
    assert.ok(outcome.ok);
    return outcome.account;
  };
  const get = (id: string) => accounts.get(store.db().handle, id);
  const inOne = <T>(work: Parameters<ReturnType<typeof store.db>['transaction']>[0]) =>
    store.db().transaction(work) as Promise<T>;

  it('finds the account that was made, and none for another address', async () => {
    const made = await create('find@exemple.fr');
    const { handle } = store.db();
    assert.deepEqual(await accounts.findByEmail(handle, made.email), made);
    assert.deepEqual(await accounts.findById(handle, made.id), made);
    assert.equal(await accounts.findByEmail(handle, address('other@exemple.fr')), null);
    await assert.rejects(accounts.get(handle, 'nobody'), /no such account/);
  });

  it('makes one account when two portals sign the same address up at once', async () => {
    const second = await openDatabase({ url: store.url(), clock });
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        (i % 2 ? second : store.db()).transaction((tx) => accounts.create(tx, person('race@exemple.fr'))),
      ),
    );
    await second.close();
    assert.equal(outcomes.filter((outcome) => outcome.ok).length, 1);
    assert.equal(outcomes.filter((outcome) => !outcome.ok && outcome.reason === 'exists').length, 11);
  });

  it('locks and unlocks once', async () => {
    const { id } = await create('lock@exemple.fr');
    const { handle } = store.db();
    assert.deepEqual([await accounts.lock(handle, id), await accounts.lock(handle, id)], [true, false]);
    assert.equal((await get(id)).status, 'locked');
    assert.deepEqual([await accounts.unlock(handle, id), await accounts.unlock(handle, id)], [true, false]);
    assert.equal(await accounts.lock(handle, 'nobody'), false);
  });

  it('ends the renewal when the password is set', async () => {
    const { id } = await create('renew@exemple.fr');
    await accounts.requireRenewal(store.db().handle, { id, reason: 'breached' });
    assert.equal((await get(id)).renewalReason, 'breached');
    clock.advance(1_000);
    await inOne((tx) => accounts.setPassword(tx, { id, hash: 'hash-1' }));
    const account = await get(id);
    assert.equal(account.renewalReason, null);
    assert.equal(account.passwordHash, 'hash-1');
    assert.equal(account.passwordChangedAt, clock.now());
  });

  it('remembers the current password and the last five', async () => {
    const { id } = await create('history@exemple.fr');
    for (let i = 1; i <= 7; i += 1) {
      clock.advance(1_000);
      await inOne((tx) => accounts.setPassword(tx, { id, hash: `hash-${i}` }));
    }
    const history = await accounts.passwordHistory(store.db().handle, id);
    assert.deepEqual(history, ['hash-7', 'hash-6', 'hash-5', 'hash-4', 'hash-3', 'hash-2']);
  });

  it('forgets no password when two changes happen at once', async () => {
    const { id } = await create('twice@exemple.fr');
    const second = await openDatabase({ url: store.url(), clock });
    await Promise.all(
      [store.db(), second, store.db(), second].map((db, i) =>
        db.transaction((tx) => accounts.setPassword(tx, { id, hash: `parallel-${i}` })),
      ),
    );
    const history = await accounts.passwordHistory(second.handle, id);
    await second.close();
    assert.deepEqual(history.sort(), ['hash-0', 'parallel-0', 'parallel-1', 'parallel-2', 'parallel-3']);
  });

  it('voids a password without forgetting it', async () => {
    const { id } = await create('void@exemple.fr');
    await accounts.requireRenewal(store.db().handle, { id, reason: 'suspicion' });
    await inOne((tx) => accounts.voidPassword(tx, id));
    await inOne((tx) => accounts.voidPassword(tx, id));
    const account = await get(id);
    assert.equal(account.passwordHash, null);
    assert.equal(account.renewalReason, 'suspicion');
    assert.deepEqual(await accounts.passwordHistory(store.db().handle, id), ['hash-0']);
  });

  it('never lets a silent rehash undo a new password', async () => {
    const { id } = await create('rehash@exemple.fr');
    const { handle } = store.db();
    await accounts.replaceHash(handle, { id, from: 'hash-0', to: 'stronger' });
    assert.equal((await get(id)).passwordHash, 'stronger');
    await inOne((tx) => accounts.setPassword(tx, { id, hash: 'new' }));
    await accounts.replaceHash(handle, { id, from: 'stronger', to: 'late' });
    assert.equal((await get(id)).passwordHash, 'new');
  });

  it('never replaces a reason to renew by a weaker one [security.md 10]', async () => {
    const { id } = await create('reasons@exemple.fr');
    const { handle } = store.db();
    const reasons: string[] = [];
    for (const reason of ['calendar', 'operator', 'calendar', 'breached', 'operator', 'suspicion'] as const) {
      await accounts.requireRenewal(handle, { id, reason });
      reasons.push((await get(id)).renewalReason!);
    }
    assert.deepEqual(reasons, ['calendar', 'operator', 'operator', 'breached', 'breached', 'suspicion']);
  });

  it('remembers when the password was compared with the breach list', async () => {
    const { id } = await create('breach-check@exemple.fr');
    assert.equal((await get(id)).breachCheckedAt, null);
    await accounts.markBreachChecked(store.db().handle, { id, at: clock.now() });
    assert.equal((await get(id)).breachCheckedAt, clock.now());
  });

  it('notes a sign-in, the code only when one was asked', async () => {
    const { id } = await create('note@exemple.fr');
    const { handle } = store.db();
    await accounts.recordSignIn(handle, { id, label: 'Firefox sur Linux', codeAsked: false });
    assert.equal((await get(id)).lastCodeAt, null);
    await accounts.recordSignIn(handle, { id, label: 'Chrome sur Windows', locale: 'en', codeAsked: true });
    const account = await get(id);
    assert.equal(account.lastSignInAt, clock.now());
    assert.equal(account.lastSignInLabel, 'Chrome sur Windows');
    assert.equal(account.lastCodeAt, clock.now());
    assert.equal(account.locale, 'en');
    await accounts.setLocale(handle, { id, locale: 'fr' });
    assert.equal((await get(id)).locale, 'fr');
  });
});
