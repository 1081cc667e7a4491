import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { createKeyRing } from '../../core/key-ring.ts';
import {
  type Charge,
  codeCharges,
  codeMailCharges,
  linkMailCharges,
  passwordCharges,
  signInLinkCharges,
} from './rules.ts';
import { createBudgets } from './service.ts';

const network = { address: '192.0.2.7', near: '192.0.2.7', wide: '192.0.2.0/24' };
const keyRing = createKeyRing([randomBytes(32)]);
let people = 0;
const somebody = () => `person${people++}@example.fr`;

const stranger = (email: string, host: number): Charge[] =>
  passwordCharges({
    email,
    deviceId: null,
    network: { address: `h${host}`, near: `h${host}`, wide: `w${host}` },
  });
const owner = (email: string) => passwordCharges({ email, network, deviceId: 'owner-browser' });
const codeTry = (accountId: string) => codeCharges({ accountId, knownDevice: false });

onBothStores('limits that cannot be turned against the owner', (store, clock) => {
  const budgets = createBudgets({ clock, keyRing });
  const spend = (charges: Charge[]) => budgets.spend(store.db().handle, charges);
  const permits = async (charges: Charge[]) => (await spend(charges)).permitted;

  it('keeps a stranger from locking the owner out of a known browser, or using up codes and mails', async () => {
    const email = somebody();
    const elsewhere = { address: 'evil', near: 'evil', wide: 'evil' };
    const attacks = [
      ...Array.from({ length: 100 }, (_, i) => stranger(email, i)),
      ...Array.from({ length: 40 }, () => passwordCharges({ email, network, deviceId: null })),
      ...Array.from({ length: 120 }, () => codeCharges({ accountId: email, knownDevice: false })),
      ...Array.from({ length: 60 }, () => codeMailCharges({ accountId: email, knownDevice: false })),
      ...Array.from({ length: 20 }, () => linkMailCharges({ email, network: elsewhere, deviceId: null })),
      ...Array.from({ length: 20 }, () => linkMailCharges({ email, network, deviceId: null })),
    ];
    for (const charges of attacks) await spend(charges);
    assert.equal(await permits(passwordCharges({ email, network, deviceId: null })), false);
    for (let i = 0; i < 10; i += 1) assert.equal(await permits(owner(email)), true, `password ${i}`);
    for (let i = 0; i < 20; i += 1) {
      assert.equal(await permits(codeCharges({ accountId: email, knownDevice: true })), true, `code ${i}`);
      assert.equal(
        await permits(codeMailCharges({ accountId: email, knownDevice: true })),
        true,
        `mail ${i}`,
      );
    }
    for (let i = 0; i < 3; i += 1) {
      assert.equal(
        await permits(linkMailCharges({ email, network, deviceId: 'owner-browser' })),
        true,
        `link ${i}`,
      );
    }
  });

  it('leaves the owner a link on a new browser when a thief used up the codes, their mails and links', async () => {
    const accountId = somebody();
    const thief = { address: 'evil', near: 'evil', wide: 'evil' };
    const link = (from: typeof thief) => signInLinkCharges({ accountId, network: from, knownDevice: false });
    for (let i = 0; i < 90; i += 1) await spend(codeTry(accountId));
    for (let i = 0; i < 40; i += 1) await spend(codeMailCharges({ accountId, knownDevice: false }));
    for (let i = 0; i < 40; i += 1) await spend(link(thief));
    assert.equal(await permits(link(thief)), false);
    assert.equal(await permits(link(network)), true);
  });
});
