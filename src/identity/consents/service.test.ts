import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs, minuteMs } from '../../core/clock.ts';
import { createConsents } from './service.ts';

onBothStores('consents', (store, clock) => {
  const consents = () => createConsents({ clock });
  const tx = () => store.db().handle;
  const which = { accountId: 'jeanne', toolId: 'partner' };

  it('are nothing until somebody gives one', async () => {
    assert.equal(await consents().find(tx(), which), null);
    assert.deepEqual(await consents().list(tx(), 'jeanne'), []);
  });

  it('add up, tool by tool and person by person, and say when they were given last', async () => {
    await consents().remember(tx(), { ...which, scopes: ['openid', 'email'] });
    clock.advance(minuteMs);
    await consents().remember(tx(), { ...which, scopes: ['profile', 'openid'] });
    await consents().remember(tx(), { ...which, toolId: 'other', scopes: ['openid'] });
    const found = await consents().find(tx(), which);
    assert.deepEqual(found, {
      toolId: 'partner',
      scopes: ['email', 'openid', 'profile'],
      givenAt: clock.now(),
    });
    assert.deepEqual((await consents().list(tx(), 'jeanne')).map(({ toolId }) => toolId).sort(), [
      'other',
      'partner',
    ]);
    assert.equal(await consents().find(tx(), { ...which, accountId: 'paul' }), null);
  });

  it('are taken back with every token that the tool holds for that person, and for no other', async () => {
    const token = { payload: '{}', grant_id: 'g', uid: null, consumed_at: null, expires_at: null };
    const row = (key: string, account_id: string, client_id: string | null) =>
      tx()
        .insertInto('oidc_records')
        .values({ ...token, key, model: 'AccessToken', account_id, client_id })
        .execute();
    await row('theirs', 'jeanne', 'partner');
    await row('another tool', 'jeanne', 'other');
    await row('another person', 'paul', 'partner');
    await row('their session', 'jeanne', null);
    assert.equal(await consents().revoke(tx(), which), true);
    assert.equal(await consents().revoke(tx(), which), false);
    const left = await tx()
      .selectFrom('oidc_records')
      .select('key')
      .where('model', '=', 'AccessToken')
      .orderBy('key')
      .execute();
    assert.deepEqual(
      left.map(({ key }) => key),
      ['another person', 'another tool', 'their session'],
    );
    assert.deepEqual(
      (await consents().list(tx(), 'jeanne')).map(({ toolId }) => toolId),
      ['other'],
    );
  });

  it('are asked again after a year', async () => {
    await consents().remember(tx(), { ...which, scopes: ['openid'] });
    clock.advance(365 * dayMs - 1);
    assert.ok(await consents().find(tx(), which));
    clock.advance(1);
    assert.equal(await consents().find(tx(), which), null);
    assert.deepEqual(await consents().list(tx(), 'jeanne'), []);
  });

  it('are forgotten with everything else of an account', async () => {
    await consents().remember(tx(), { ...which, scopes: ['openid'] });
    assert.ok((await consents().forget(tx(), 'jeanne')) > 0);
    assert.equal(await consents().forget(tx(), 'jeanne'), 0);
  });
});
