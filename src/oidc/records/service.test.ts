import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { AdapterPayload } from 'oidc-provider';
import { onBothStores } from '../../../test/support/stores.ts';
import { hourMs, minuteMs, secondMs } from '../../core/clock.ts';
import { newToken } from '../../core/tokens.ts';
import { createRecords, purgeRecords } from './service.ts';

onBothStores('what the provider keeps', (store, clock) => {
  const used: string[] = [];
  const records = (model: string) =>
    createRecords({
      handle: store.db().handle,
      clock,
      memory: () => null,
      onUsed: (accountId) => used.push(accountId),
      replayed: () => new Error('replayed'),
    })(model);
  const rows = () => store.db().handle.selectFrom('oidc_records').selectAll().execute();
  const code = (more: AdapterPayload = {}) => {
    const jti = newToken();
    return { jti, kind: 'AuthorizationCode', accountId: 'a', clientId: 't', grantId: 'g', exp: 9, ...more };
  };

  it('comes back as it was, and holds no token that opens anything', async () => {
    const token = code({ nonce: 'its \u0001 own', redirectUri: `https://t.example/${'x'}` });
    await records('AuthorizationCode').upsert(token.jti, token, 60);
    assert.deepEqual(await records('AuthorizationCode').find(token.jti), token);
    assert.ok(!JSON.stringify(await rows()).includes(token.jti));
  });

  it('holds no id of a question or a session either, wherever it stands', async () => {
    const [id, cookie] = [newToken(), newToken()];
    const asked = {
      jti: id,
      returnTo: `http://localhost/oidc/auth/${id}`,
      session: { accountId: 'a', uid: 'u', cookie },
    };
    await records('Interaction').upsert(id, asked, 60);
    const found = await records('Interaction').find(id);
    assert.deepEqual(found, { ...asked, session: { accountId: 'a', uid: 'u' } });
    const text = JSON.stringify(await rows());
    assert.ok(!text.includes(id) && !text.includes(cookie));
  });

  it('is one model’s alone: the id of a code is no access token', async () => {
    const token = code();
    await records('AuthorizationCode').upsert(token.jti, token, 60);
    assert.equal(await records('AccessToken').find(token.jti), undefined);
  });

  it('ends by the clock, whatever else it says', async () => {
    const token = code();
    await records('AuthorizationCode').upsert(token.jti, token, 60);
    clock.advance(minuteMs - 1);
    assert.ok(await records('AuthorizationCode').find(token.jti));
    clock.advance(1);
    assert.equal(await records('AuthorizationCode').find(token.jti), undefined);
  });

  it('is consumed once, by one of two at the same moment; the other takes back all that the grant gave', async () => {
    const [token, access, grant] = [code({ grantId: 'g1' }), code({ grantId: 'g1' }), newToken()];
    await records('Grant').upsert('g1', { jti: 'g1', accountId: 'a', clientId: 't' }, 60);
    await records('AccessToken').upsert(access.jti, access, 60);
    await records('AuthorizationCode').upsert(token.jti, token, 60);
    await records('Grant').upsert(grant, { jti: grant, accountId: 'a', clientId: 't' }, 60);
    const both = [1, 2].map(() => records('AuthorizationCode').consume(token.jti));
    const outcomes = (await Promise.allSettled(both)).map(({ status }) => status);
    assert.deepEqual(outcomes.sort(), ['fulfilled', 'rejected']);
    for (const [model, id] of [
      ['Grant', 'g1'],
      ['AccessToken', access.jti],
      ['AuthorizationCode', token.jti],
    ] as const) {
      assert.equal(await records(model).find(id), undefined, model);
    }
    assert.ok(await records('Grant').find(grant), 'another grant lives on');
    assert.deepEqual(used, ['a']);
  });

  it('says when it was consumed', async () => {
    const token = code();
    await records('RefreshToken').upsert(token.jti, token, 60);
    await records('RefreshToken').consume(token.jti);
    const found = await records('RefreshToken').find(token.jti);
    assert.equal((found as AdapterPayload).consumed, Math.floor(clock.now() / 1_000));
  });

  it('is revoked by its grant, one model at a time', async () => {
    const [one, two] = [code({ grantId: 'g2' }), code({ grantId: 'g2' })];
    await records('AccessToken').upsert(one.jti, one, 60);
    await records('RefreshToken').upsert(two.jti, two, 60);
    await records('AccessToken').revokeByGrantId('g2');
    assert.equal(await records('AccessToken').find(one.jti), undefined);
    assert.ok(await records('RefreshToken').find(two.jti));
    await records('RefreshToken').destroy(two.jti);
    assert.equal(await records('RefreshToken').find(two.jti), undefined);
  });

  it('keeps what two tabs add to one session at the same moment', async () => {
    const session = { jti: 's', uid: 's', accountId: 'a', loginTs: 1, exp: 5 };
    const opened = (id: string) => ({
      ...session,
      authorizations: { [id]: { sid: `${id}-sid`, grantId: `${id}-g` } },
    });
    const tabs = Array.from({ length: 5 }, (_, i) => records('Session').upsert('s', opened(`t${i}`), 60));
    await Promise.all(tabs);
    const found = (await records('Session').find('s')) as AdapterPayload;
    assert.deepEqual(Object.keys(found.authorizations ?? {}).sort(), ['t0', 't1', 't2', 't3', 't4']);
    assert.equal(found.exp, 5);
  });

  it('finds a session by its uid only while the portal’s stands behind it', async () => {
    const { handle } = store.db();
    const now = clock.now();
    const account = { id: 'acc', email: 'a@b.fr', name: 'A', role: 'member', locale: 'fr' } as const;
    await handle
      .insertInto('accounts')
      .values({ ...account, status: 'active', created_at: now, updated_at: now })
      .execute();
    const portal = { id: 'p', token_hash: 'h', account_id: 'acc', label: '', amr: '[]', idle_ms: 1 };
    await handle
      .insertInto('sessions')
      .values({ ...portal, created_at: now, last_seen_at: now, expires_at: now + hourMs })
      .execute();
    await handle
      .insertInto('tool_sessions')
      .values({
        id: 'x',
        tool_id: 't',
        account_id: 'acc',
        session_id: 'p',
        provider_uid: 'u',
        sid: 'sid',
        created_at: now,
        expires_at: now + hourMs,
        attempts: 0,
        next_attempt_at: now,
      })
      .execute();
    await records('Session').upsert('u', { jti: 'u', uid: 'u', accountId: 'acc' }, 7_200);
    const live = async () => (await records('Session').findByUid('u')) !== undefined;
    assert.ok(await live());
    // Idle is not over: people work in their tools for hours.
    clock.advance(hourMs - secondMs);
    assert.ok(await live());
    await handle.updateTable('accounts').set({ status: 'locked' }).execute();
    assert.ok(!(await live()), 'locked');
    await handle.updateTable('accounts').set({ status: 'active' }).execute();
    await handle.updateTable('sessions').set({ ended_at: clock.now() }).execute();
    assert.ok(!(await live()), 'signed out');
    await handle.updateTable('sessions').set({ ended_at: null }).execute();
    clock.advance(secondMs);
    assert.ok(!(await live()), 'at its absolute end');
  });

  it('is deleted past its end, a bounded number at a time', async () => {
    const { handle } = store.db();
    clock.advance(24 * hourMs);
    const before = (await rows()).length;
    assert.ok(before > 3);
    assert.equal(await purgeRecords(handle, { clock, most: 2 }), 2);
    await records('Grant').upsert('kept', { jti: 'kept' }, 60);
    assert.equal(await purgeRecords(handle, { clock, most: 500 }), before - 2);
    assert.deepEqual(
      (await rows()).map(({ model }) => model),
      ['Grant'],
    );
  });
});
