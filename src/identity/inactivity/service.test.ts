import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import { sampleAbout } from '../../../test/support/mail-samples.ts';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs } from '../../core/clock.ts';
import { createKeyRing } from '../../core/key-ring.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { createMailQueue } from '../../platform/mail/queue.ts';
import type { Email, Role } from '../accounts/rules.ts';
import { createAccounts } from '../accounts/service.ts';
import { createAudit } from '../audit/service.ts';
import { createCodes } from '../codes/service.ts';
import { createDevices } from '../devices/service.ts';
import { createLinks } from '../links/service.ts';
import { createSessions } from '../sessions/service.ts';
import { noticeMs } from './rules.ts';
import { createInactivity } from './service.ts';

const inactiveMs = 3 * 365 * dayMs;
const limit = { idleMs: dayMs, absoluteMs: dayMs };

onBothStores('accounts that nobody uses [security.md 16]', (store, clock) => {
  const keyRing = createKeyRing([randomBytes(32)]);
  const audit = createAudit({ clock, keyRing });
  const mails = createMailQueue({ clock, keyRing, domain: 'exemple.fr' });
  const accounts = createAccounts({ clock });
  const inactivity = createInactivity({ clock, audit, mails, mailAbout: sampleAbout });
  let next = 0;
  const join = async (role: Role = 'member') => {
    next += 1;
    const email = `absente-${next}@exemple.fr` as Email;
    const person = { email, name: 'Zoé', role, locale: 'fr', passwordHash: 'hash' } as const;
    const made = await accounts.create(store.db().handle, person);
    assert.ok(made.ok);
    return made.account;
  };
  const warn = (db = store.db(), most = 50) =>
    db.transaction((tx) => inactivity.warn(tx, { inactiveMs, most }));
  const remove = (db = store.db(), most = 50) =>
    db.transaction((tx) => inactivity.remove(tx, { inactiveMs, most }));
  const exists = async (id: string) => (await accounts.findById(store.db().handle, id)) !== null;
  const mailsTo = async (id: string) =>
    (await store.db().handle.selectFrom('mails').select('id').where('account_id', '=', id).execute()).length;
  const signIn = (id: string) =>
    accounts.recordSignIn(store.db().handle, { id, label: 'Firefox', codeAsked: false });

  it('are warned 30 days before, once, and deleted on that day, not sooner', async () => {
    const { id } = await join();
    clock.advance(dayMs);
    await signIn(id);
    clock.advance(inactiveMs - noticeMs - 1);
    await warn();
    assert.equal(await mailsTo(id), 0);
    clock.advance(1);
    await warn();
    await warn();
    assert.equal(await mailsTo(id), 1);
    clock.advance(noticeMs - 1);
    await remove();
    assert.equal(await exists(id), true);
    clock.advance(1);
    await remove();
    assert.equal(await exists(id), false);
    const events = await audit.list(store.db().handle, { accountId: id, limit: 9 });
    assert.deepEqual(
      events.map(({ type }) => type),
      ['account.deleted', 'account.warned'],
    );
    assert.equal(events[1]!.data.deletedAt, clock.now());
  });

  it('always get the whole notice, however long they were unused when the operator set it', async () => {
    const { id } = await join();
    clock.advance(3 * inactiveMs);
    await remove();
    assert.equal(await exists(id), true);
    await warn();
    clock.advance(noticeMs - 1);
    await remove();
    assert.equal(await exists(id), true);
    clock.advance(1);
    await remove();
    assert.equal(await exists(id), false);
  });

  it('stay when someone signs in after the warning, and are warned anew another time', async () => {
    const { id } = await join();
    clock.advance(inactiveMs);
    await warn();
    await signIn(id);
    clock.advance(2 * noticeMs);
    await warn();
    await remove();
    assert.equal(await exists(id), true);
    assert.equal(await mailsTo(id), 1);
    clock.advance(inactiveMs);
    await remove();
    assert.equal(await exists(id), true);
    await warn();
    assert.equal(await mailsTo(id), 2);
  });

  it('are left to the operator when disabled, or when they run the portal', async () => {
    const [locked, operator] = [await join(), await join('operator')];
    await accounts.lock(store.db().handle, locked.id);
    for (let pass = 0; pass < 2; pass += 1) {
      clock.advance(2 * inactiveMs);
      await warn();
      await remove();
    }
    for (const { id } of [locked, operator]) {
      assert.equal(await exists(id), true);
      assert.equal(await mailsTo(id), 0);
    }
  });

  it('take everything with them but their trace in the audit log', async () => {
    const { id, email } = await join();
    const other = await join();
    const { handle } = store.db();
    clock.advance(inactiveMs);
    await signIn(other.id);
    await warn();
    clock.advance(noticeMs);
    for (const accountId of [id, other.id]) {
      const to = accountId === id ? email : other.email;
      await store.db().transaction((tx) => accounts.setPassword(tx, { id: accountId, hash: 'second' }));
      await createCodes({ clock, keyRing }).issue(handle, { journeyId: 'journey', accountId });
      const link = { purpose: 'password-reset', lifeMs: dayMs, replaces: true } as const;
      await createLinks({ clock }).issue(handle, { ...link, accountId, email: to });
      await mails.enqueue(handle, { kind: 'code', to, accountId, subject: 's', text: 't', html: 'h' });
      const device = { token: null, accountId, label: 'Firefox', codePassed: true };
      await createDevices({ clock }).recognise(handle, device);
      const sessions = createSessions({ clock, limits: { member: limit, operator: limit, admin: limit } });
      const session = { accountId, role: 'member', deviceId: null, label: 'Firefox', amr: ['pwd'] } as const;
      await sessions.start(handle, { ...session, amr: ['pwd'], previous: null });
    }
    await remove();
    const tables = ['password_history', 'codes', 'links', 'mails', 'device_accounts', 'sessions'] as const;
    for (const table of tables) {
      const left = async (accountId: string) =>
        (await handle.selectFrom(table).select('account_id').where('account_id', '=', accountId).execute())
          .length;
      assert.equal(await left(id), 0, table);
      assert.equal(await left(other.id), 1, table);
    }
    assert.equal((await audit.list(handle, { accountId: id, limit: 9 })).length, 2);
  });

  it('are warned once and deleted once by two portals, in bounded batches', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => join()));
    const second = await openDatabase({ url: store.url(), clock });
    clock.advance(inactiveMs);
    const both = [store.db(), second, store.db(), second];
    const warned = await Promise.all(both.map((db) => warn(db, 5)));
    while ((await warn()) > 0) assert.ok(warned.every((count) => count <= 5));
    for (const { id } of people) assert.equal(await mailsTo(id), 1);
    clock.advance(noticeMs);
    const gone = await Promise.all(both.map((db) => remove(db, 5)));
    assert.ok(gone.every((count) => count <= 5));
    while ((await remove()) > 0);
    await second.close();
    for (const { id } of people) {
      const types = (await audit.list(store.db().handle, { accountId: id, limit: 9 })).map((e) => e.type);
      assert.deepEqual(types, ['account.deleted', 'account.warned']);
    }
  });
});
