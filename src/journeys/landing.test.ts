import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import { onBothStores } from '../../test/support/stores.ts';
import { aVisit } from '../../test/support/visit.ts';
import { dayMs, minuteMs } from '../core/clock.ts';
import { createKeyRing } from '../core/key-ring.ts';
import { newToken } from '../core/tokens.ts';
import type { Email } from '../identity/accounts/rules.ts';
import { createAccounts } from '../identity/accounts/service.ts';
import { createAudit } from '../identity/audit/service.ts';
import { createBudgets } from '../identity/budgets/service.ts';
import { createLinks } from '../identity/links/service.ts';
import { createLanding } from './landing.ts';

const visit = aVisit();

onBothStores('the landing of a mailed link', (store, clock) => {
  const keyRing = createKeyRing([randomBytes(32)]);
  const links = createLinks({ clock });
  const accounts = createAccounts({ clock });
  const audit = createAudit({ clock, keyRing });
  const budgets = createBudgets({ clock, keyRing });
  const landed = async (token: string) => {
    const deps = { db: store.db(), links, accounts, audit, budgets, keyRing, clock };
    const landing = createLanding(deps, 'password-reset');
    const found = await landing.find({ id: await landing.land({ token, visit }), visit });
    assert.ok(found);
    return async () => {
      const state = await landing.link(found);
      return state.ok ? 'good' : state.reason;
    };
  };
  const issue = () =>
    links.issue(store.db().handle, {
      purpose: 'password-reset',
      accountId: 'a1',
      email: 'camille@exemple.fr' as Email,
      lifeMs: 60 * minuteMs,
      replaces: true,
    });
  const refusals = async () =>
    (await audit.list(store.db().handle, { limit: 50 })).map(({ type, address, data }) => ({
      type,
      address,
      data,
    }));

  it('records nothing of tokens that were made up, nor of a good link', async () => {
    for (const token of [newToken(), newToken(), 'x', '']) {
      const read = await landed(token);
      assert.equal(await read(), 'link-unknown');
    }
    const read = await landed((await issue()).token);
    assert.equal(await read(), 'good');
    assert.deepEqual(await refusals(), []);
  });

  it('records a link that is good no more once a day, however often it is opened and its page is read', async () => {
    const { token } = await issue();
    clock.advance(61 * minuteMs);
    for (let opened = 0; opened < 3; opened += 1) {
      const read = await landed(token);
      for (let i = 0; i < 3; i += 1) assert.equal(await read(), 'link-expired');
    }
    assert.deepEqual(await refusals(), [
      {
        type: 'link.refused',
        address: '192.0.2.7',
        data: { purpose: 'password-reset', reason: 'expired' },
      },
    ]);
    clock.advance(dayMs);
    await landed(token);
    await landed((await issue()).token);
    assert.equal((await refusals()).length, 2);
  });
});
