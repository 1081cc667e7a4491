import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../core/clock.ts';
import { newToken } from '../../core/tokens.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { type Email, parseEmail, type Role } from '../accounts/rules.ts';
import { createAccounts } from '../accounts/service.ts';
import { createSessions } from './service.ts';

const staff = { idleMs: 15 * minuteMs, absoluteMs: 8 * hourMs };
const limits = { member: { idleMs: hourMs, absoluteMs: 24 * hourMs }, operator: staff, admin: staff };

onBothStores('the sessions', (store, clock) => {
  const sessions = createSessions({ clock, limits });
  const accounts = createAccounts({ clock });
  let people = 0;

  const person = async (role: Role = 'member') => {
    people += 1;
    const outcome = parseEmail(`person-${people}@exemple.fr`) as { email: Email };
    const made = await accounts.create(store.db().handle, {
      email: outcome.email,
      name: 'Zoé',
      role,
      locale: 'fr',
      passwordHash: null,
    });
    assert.ok(made.ok);
    return made.account;
  };
  const start = (account: { id: string; role: Role }) =>
    sessions.start(store.db().handle, {
      accountId: account.id,
      role: account.role,
      deviceId: 'device-1',
      label: 'Firefox sur Linux',
      amr: ['pwd', 'mail'],
      previous: { at: 12, label: 'Chrome sur Windows' },
    });
  const state = async (token: string) => {
    const outcome = await sessions.find(store.db().handle, token);
    return outcome.ok ? 'live' : outcome.reason;
  };
  const row = (id: string) =>
    store.db().handle.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

  it('opens with its token, and says whose it is', async () => {
    const zoe = await person();
    const { id, token } = await start(zoe);
    const outcome = await sessions.find(store.db().handle, token);
    assert.ok(outcome.ok);
    assert.deepEqual(outcome.session, {
      id,
      accountId: zoe.id,
      deviceId: 'device-1',
      amr: ['pwd', 'mail'],
      createdAt: clock.now(),
      expiresAt: clock.now() + 24 * hourMs,
      previousSignInAt: 12,
      previousSignInLabel: 'Chrome sur Windows',
      account: {
        id: zoe.id,
        email: zoe.email,
        name: 'Zoé',
        role: 'member',
        locale: 'fr',
        deletionDueAt: null,
      },
    });
  });

  it('opens with nothing else, not even with what the store holds', async () => {
    const { id, token } = await start(await person());
    const stored = await row(id);
    assert.ok(!JSON.stringify(stored).includes(token));
    for (const text of ['', 'x', newToken(), stored.token_hash, id]) assert.equal(await state(text), 'none');
  });

  it('has a new token at every sign-in', async () => {
    const zoe = await person();
    assert.notEqual((await start(zoe)).token, (await start(zoe)).token);
  });

  it('goes idle after an hour for a member, a quarter for an operator', async () => {
    for (const [role, idleMs] of [
      ['member', hourMs],
      ['operator', 15 * minuteMs],
    ] as const) {
      const { token } = await start(await person(role));
      clock.advance(idleMs - 1);
      assert.equal(await state(token), 'live');
      clock.advance(idleMs - 1);
      assert.equal(await state(token), 'live');
      clock.advance(idleMs);
      assert.equal(await state(token), 'idle');
    }
  });

  it('ends a day after the sign-in however busy it is, eight hours for an operator', async () => {
    for (const [role, hours] of [
      ['member', 24],
      ['admin', 8],
    ] as const) {
      const { token } = await start(await person(role));
      for (let quarter = 1; quarter < hours * 6; quarter += 1) {
        clock.advance(10 * minuteMs);
        assert.equal(await state(token), 'live');
      }
      clock.advance(10 * minuteMs);
      assert.equal(await state(token), 'expired');
    }
  });

  it('writes a visit down once a minute at most', async () => {
    const { id, token } = await start(await person());
    const startedAt = clock.now();
    clock.advance(59 * secondMs);
    await state(token);
    assert.equal((await row(id)).last_seen_at, startedAt);
    clock.advance(secondMs);
    await state(token);
    assert.equal((await row(id)).last_seen_at, clock.now());
  });

  it('ends once, for good, whatever portal ends it', async () => {
    const zoe = await person();
    const { id, token } = await start(zoe);
    const second = await openDatabase({ url: store.url(), clock });
    const ends = await Promise.all(
      [store.db(), second, store.db(), second].map((db) =>
        sessions.end(db.handle, { token, reason: 'signed-out' }),
      ),
    );
    await second.close();
    assert.deepEqual(
      ends.filter((end) => end !== null),
      [{ id, accountId: zoe.id }],
    );
    assert.equal(await state(token), 'ended');
    clock.advance(2 * minuteMs);
    assert.equal(await state(token), 'ended');
    assert.equal((await row(id)).end_reason, 'signed-out');
    assert.equal(await sessions.end(store.db().handle, { token: 'x', reason: 'signed-out' }), null);
  });

  it('counts as ended while its account is locked', async () => {
    const zoe = await person();
    const { token } = await start(zoe);
    await accounts.lock(store.db().handle, zoe.id);
    assert.equal(await state(token), 'ended');
  });

  it('ends with all the others of the account but the one in use, and nobody else’s', async () => {
    const [zoe, max] = [await person(), await person()];
    const [one, two, other] = [await start(zoe), await start(zoe), await start(max)];
    const { handle } = store.db();
    const endAll = (except?: string) =>
      sessions.endAll(handle, { accountId: zoe.id, except, reason: 'password-changed' });
    assert.equal(await endAll(two.id), 1);
    assert.deepEqual(
      [await state(one.token), await state(two.token), await state(other.token)],
      ['ended', 'live', 'live'],
    );
    assert.deepEqual([await endAll(), await endAll()], [1, 0]);
    assert.equal(await state(other.token), 'live');
  });

  it('is kept for a week after its end, then purged', async () => {
    const { token } = await start(await person());
    await sessions.end(store.db().handle, { token, reason: 'not-me' });
    clock.advance(7 * dayMs);
    await sessions.purge(store.db().handle);
    assert.equal(await state(token), 'ended');
    clock.advance(dayMs);
    assert.ok((await sessions.purge(store.db().handle)) > 0);
    assert.equal(await state(token), 'none');
  });

  it('is purged a bounded batch at a time', async () => {
    const { handle } = store.db();
    const account = await person();
    for (let i = 0; i < 3; i += 1) await start(account);
    clock.advance(9 * dayMs);
    assert.equal(await sessions.purge(handle, 2), 2);
    assert.equal(await sessions.purge(handle, 2), 1);
  });
});
