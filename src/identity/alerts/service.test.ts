import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import { sampleAbout } from '../../../test/support/mail-samples.ts';
import { onBothStores } from '../../../test/support/stores.ts';
import { hourMs } from '../../core/clock.ts';
import { createKeyRing } from '../../core/key-ring.ts';
import { createMailQueue } from '../../platform/mail/queue.ts';
import type { Email, Role } from '../accounts/rules.ts';
import { createAccounts } from '../accounts/service.ts';
import { createAudit } from '../audit/service.ts';
import { createBudgets } from '../budgets/service.ts';
import { createAlerts, type Intrusion } from './service.ts';

onBothStores('word to the operators', (store, clock) => {
  const keyRing = createKeyRing([randomBytes(32)]);
  const accounts = createAccounts({ clock });
  const audit = createAudit({ clock, keyRing });
  const budgets = createBudgets({ clock, keyRing });
  const mails = createMailQueue({ clock, keyRing, domain: 'exemple.fr' });
  const alerts = (extra: string | null) =>
    createAlerts({ accounts, audit, budgets, mails, mailAbout: sampleAbout, extra: extra as Email | null });
  const make = async (email: string, role: Role) => {
    const person = { email: email as Email, name: 'Zoé', role, locale: 'fr', passwordHash: null } as const;
    const made = await accounts.create(store.db().handle, person);
    assert.ok(made.ok);
    return made.account;
  };
  const intrusion = (): Intrusion => ({
    via: 'not-me',
    member: { id: 'm', name: 'Camille', email: 'camille@exemple.fr' as Email },
    at: clock.now(),
    from: { label: 'Firefox', address: '192.0.2.7', place: { fr: null, en: null } },
    done: {
      sessions: 1,
      devices: 1,
      factors: 0,
      consents: 0,
      emailRestored: false,
      locked: false,
      deletionCancelled: false,
    },
  });
  const tell = (extra: string | null = null) =>
    store.db().transaction((tx) => alerts(extra).tell(tx, intrusion()));

  it('goes to every operator and administrator who may sign in, to nobody twice, and to no member', async () => {
    assert.equal(await tell(), 0);
    await make('membre@exemple.fr', 'member');
    await make('une@exemple.fr', 'operator');
    await make('deux@exemple.fr', 'admin');
    const away = await make('trois@exemple.fr', 'operator');
    assert.equal(await tell(), 3);
    await accounts.lock(store.db().handle, away.id);
    assert.equal(await tell(), 2);
    assert.equal(await tell('equipe@exemple.fr'), 3);
    assert.equal(await tell('une@exemple.fr'), 2);
  });

  it('is mailed sixty times an hour at most: whoever makes accounts to report them floods nobody', async () => {
    clock.advance(hourMs);
    for (let i = 0; i < 60; i += 1) assert.equal(await tell(), 2);
    assert.equal(await tell(), 0);
    const [event] = await audit.list(store.db().handle, { limit: 1 });
    assert.equal(event?.data.policy, 'staff-alert.overall');
    clock.advance(hourMs);
    assert.equal(await tell(), 2);
  });
});
