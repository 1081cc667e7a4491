import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs } from '../../core/clock.ts';
import { type Email, parseEmail } from '../accounts/rules.ts';
import { createAccounts } from '../accounts/service.ts';
import { createDevices } from '../devices/service.ts';
import { createRisk } from './service.ts';

onBothStores('the decision to ask for a code', (store, clock) => {
  it('asks on a new browser, not on the same one later, and again after 105 days', async () => {
    const [accounts, devices, risk] = [
      createAccounts({ clock }),
      createDevices({ clock }),
      createRisk({ clock }),
    ];
    const { handle } = store.db();
    const { email } = parseEmail('zoe@exemple.fr') as { email: Email };
    const made = await accounts.create(handle, {
      email,
      name: 'Zoé',
      role: 'member',
      locale: 'fr',
      passwordHash: null,
    });
    assert.ok(made.ok);
    const accountId = made.account.id;
    const network = { address: '192.0.2.1', near: '192.0.2.1', wide: '192.0.2.0' };
    const decide = async (token: string | null) => {
      const device = await devices.find(handle, { token, accountId });
      const account = await accounts.get(handle, accountId);
      return risk.decide(handle, account, { device, network, userAgent: undefined });
    };
    const signIn = async (token: string | null) => {
      const label = 'Firefox sur Linux';
      await accounts.recordSignIn(handle, { id: accountId, label, codeAsked: true });
      return (await devices.recognise(handle, { token, accountId, label, codePassed: true })).token;
    };

    assert.deepEqual(await decide(null), { ask: true, reasons: ['first-sign-in'] });
    const token = await signIn(null);
    assert.deepEqual(await decide(token), { ask: false, reasons: [] });
    assert.deepEqual(await decide(null), { ask: true, reasons: ['unknown-device'] });
    clock.advance(74 * dayMs);
    assert.deepEqual(await decide(token), { ask: false, reasons: [] });
    clock.advance(31 * dayMs);
    assert.deepEqual(await decide(token), { ask: true, reasons: ['regular'] });
  });
});
