import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../core/clock.ts';
import { newToken } from '../../core/tokens.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { type Email, parseEmail } from '../accounts/rules.ts';
import { createAccounts } from '../accounts/service.ts';
import { createDevices } from './service.ts';

onBothStores('the devices', (store, clock) => {
  const devices = createDevices({ clock });
  const accounts = createAccounts({ clock });
  let people = 0;

  const person = async (): Promise<string> => {
    people += 1;
    const outcome = parseEmail(`person-${people}@exemple.fr`) as { email: Email };
    const made = await accounts.create(store.db().handle, {
      email: outcome.email,
      name: 'Zoé',
      role: 'member',
      locale: 'fr',
      passwordHash: null,
    });
    assert.ok(made.ok);
    return made.account.id;
  };
  const signIn = (accountId: string, token: string | null, codePassed = true, db = store.db()) =>
    db.transaction((tx) =>
      devices.recognise(tx, { token, accountId, label: 'Firefox sur Linux', codePassed }),
    );
  const find = (accountId: string, token: string | null) =>
    devices.find(store.db().handle, { token, accountId });

  it('knows nobody without its cookie, nor by a forged one', async () => {
    const zoe = await person();
    for (const token of [null, '', 'x', newToken(), `${newToken()}'--`]) {
      assert.equal(await find(zoe, token), null);
    }
  });

  it('knows again the browser of a full sign-in, and nobody else on it', async () => {
    const [zoe, max] = [await person(), await person()];
    const { deviceId, token } = await signIn(zoe, null);
    const known = await find(zoe, token);
    assert.equal(known?.deviceId, deviceId);
    assert.equal(known?.recognisedAt, clock.now());
    assert.equal(known?.lastCodeAt, clock.now());
    assert.equal(await find(max, token), null);
  });

  it('stores no secret, and never makes a device of a secret that was sent', async () => {
    const planted = newToken();
    const { token } = await signIn(await person(), planted);
    assert.notEqual(token, planted);
    const rows = await store.db().handle.selectFrom('devices').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(token));
  });

  it('asks for the next regular code 75 to 105 days after one, not all on one day', async () => {
    const zoe = await person();
    const delays = new Set<number>();
    for (let i = 0; i < 12; i += 1) {
      const { token } = await signIn(zoe, null);
      const delay = (await find(zoe, token))!.codeDueAt - clock.now();
      assert.ok(delay >= 75 * dayMs && delay <= 105 * dayMs);
      delays.add(Math.floor(delay / hourMs));
    }
    assert.ok(delays.size > 6);
  });

  it('keeps the day of the next code when none was passed', async () => {
    const zoe = await person();
    const { token } = await signIn(zoe, null);
    const before = await find(zoe, token);
    clock.advance(hourMs);
    await signIn(zoe, token, false);
    const after = await find(zoe, token);
    assert.equal(after?.codeDueAt, before?.codeDueAt);
    assert.equal(after?.lastCodeAt, before?.lastCodeAt);
    assert.equal(after?.lastUsedAt, clock.now());
  });

  it('has a code due at once on a browser recognised without one', async () => {
    const zoe = await person();
    const { token } = await signIn(zoe, null, false);
    const known = await find(zoe, token);
    assert.equal(known?.codeDueAt, clock.now());
    assert.equal(known?.lastCodeAt, 0);
  });

  it('forgets a browser after 180 days: it is a new one from then on', async () => {
    const zoe = await person();
    const { deviceId, token } = await signIn(zoe, null);
    clock.advance(179 * dayMs);
    assert.ok(await find(zoe, token));
    clock.advance(dayMs);
    assert.equal(await find(zoe, token), null);
    assert.notEqual((await signIn(zoe, token)).deviceId, deviceId);
  });

  it('forgets one person after 180 days on a browser that another uses daily', async () => {
    const [zoe, max] = [await person(), await person()];
    let { token } = await signIn(zoe, null);
    for (let month = 0; month < 6; month += 1) {
      ({ token } = await signIn(max, token));
      clock.advance(30 * dayMs);
    }
    assert.ok(await find(max, token));
    assert.equal(await find(zoe, token), null);
    ({ token } = await signIn(zoe, token, false));
    assert.equal(await find(zoe, token), null);
    ({ token } = await signIn(zoe, token));
    assert.ok(await find(zoe, token));
  });

  it('keeps the secret for a day, then makes a new one; the former is good until the new one arrives', async () => {
    const zoe = await person();
    const { deviceId, token: first } = await signIn(zoe, null);
    clock.advance(23 * hourMs);
    assert.equal((await signIn(zoe, first)).token, first);
    clock.advance(hourMs);
    const { token: second, ...device } = await signIn(zoe, first);
    assert.notEqual(second, first);
    assert.equal(device.deviceId, deviceId);
    assert.equal((await find(zoe, first))?.deviceId, deviceId);
    assert.equal((await find(zoe, second))?.deviceId, deviceId);
    clock.advance(hourMs);
    assert.equal((await signIn(zoe, second)).token, second);
    assert.equal(await find(zoe, first), null);
    assert.notEqual((await signIn(zoe, first)).deviceId, deviceId);
  });

  it('makes a new secret again when the last one never arrived, and knows none older than the former', async () => {
    const zoe = await person();
    const { deviceId, token: first } = await signIn(zoe, null);
    clock.advance(25 * hourMs);
    const { token: lost } = await signIn(zoe, first);
    clock.advance(25 * hourMs);
    const { token: third, ...device } = await signIn(zoe, first);
    assert.equal(device.deviceId, deviceId);
    assert.notEqual(third, lost);
    assert.equal(await find(zoe, lost), null);
    clock.advance(25 * hourMs);
    const { token: fourth } = await signIn(zoe, third);
    assert.equal(await find(zoe, first), null);
    assert.ok((await find(zoe, third)) && (await find(zoe, fourth)));
  });

  it('does not lose the device when tabs on two portals rotate one cookie at once', async () => {
    const zoe = await person();
    const second = await openDatabase({ url: store.url(), clock });
    const { deviceId, token } = await signIn(zoe, null);
    clock.advance(2 * dayMs);
    const tabs = await Promise.all(
      Array.from({ length: 10 }, (_, i) => signIn(zoe, token, false, i % 2 ? second : store.db())),
    );
    await second.close();
    assert.deepEqual([...new Set(tabs.map((tab) => tab.deviceId))], [deviceId]);
    const cookies = new Set([token, ...tabs.map((tab) => tab.token)]);
    assert.equal(cookies.size, 2);
    // Whichever answer the browser reads last, its cookie is known.
    for (const cookie of cookies) assert.equal((await find(zoe, cookie))?.deviceId, deviceId);
  });

  it('does not lose the device when somebody new signs in in several tabs at once', async () => {
    const [zoe, max] = [await person(), await person()];
    const second = await openDatabase({ url: store.url(), clock });
    const { deviceId, token } = await signIn(zoe, null);
    clock.advance(minuteMs);
    const tabs = await Promise.all(
      Array.from({ length: 6 }, (_, i) => signIn(max, token, true, i % 2 ? second : store.db())),
    );
    await second.close();
    assert.deepEqual([...new Set(tabs.map((tab) => tab.deviceId))], [deviceId]);
    const set = [...new Set(tabs.map((tab) => tab.token))].filter((cookie) => cookie !== token);
    assert.equal(set.length, 1);
    assert.ok((await find(zoe, set[0]!)) && (await find(max, set[0]!)) && (await find(zoe, token)));
  });

  it('still knows a request that was on its way when the new secret arrived', async () => {
    const zoe = await person();
    const { deviceId, token: first } = await signIn(zoe, null);
    clock.advance(2 * dayMs);
    const { token: second } = await signIn(zoe, first);
    clock.advance(2 * secondMs);
    await signIn(zoe, second);
    assert.deepEqual(await signIn(zoe, first), { deviceId, token: first });
    assert.equal((await find(zoe, second))?.deviceId, deviceId);
  });

  it('gives a new secret to a shared browser when somebody new signs in: a copied cookie does not know them', async () => {
    const [zoe, max] = [await person(), await person()];
    const { token: copied } = await signIn(zoe, null);
    clock.advance(hourMs);
    const { token } = await signIn(max, copied);
    assert.notEqual(token, copied);
    assert.ok((await find(zoe, copied)) && (await find(zoe, token)) && (await find(max, token)));
    assert.equal(await find(max, copied), null);
  });

  it('is forgotten for one person without being forgotten for the others who share it', async () => {
    const [zoe, max] = [await person(), await person()];
    const { deviceId, token: first } = await signIn(zoe, null);
    const { token } = await signIn(max, first);
    assert.deepEqual(
      (await devices.list(store.db().handle, zoe)).map((known) => known.deviceId),
      [deviceId],
    );
    assert.equal(await devices.forget(store.db().handle, { accountId: zoe, deviceId }), true);
    assert.equal(await devices.forget(store.db().handle, { accountId: zoe, deviceId }), false);
    assert.equal(await find(zoe, token), null);
    assert.equal((await find(max, token))?.deviceId, deviceId);
  });

  it('forgets all of them but the one in use', async () => {
    const zoe = await person();
    const [one, two, three] = [await signIn(zoe, null), await signIn(zoe, null), await signIn(zoe, null)];
    const { handle } = store.db();
    assert.equal(await devices.forgetAll(handle, { accountId: zoe, except: two.deviceId }), 2);
    assert.deepEqual([await find(zoe, one.token), await find(zoe, three.token)], [null, null]);
    assert.equal((await devices.list(handle, zoe))[0]?.label, 'Firefox sur Linux');
    assert.equal(await devices.forgetAll(handle, { accountId: zoe }), 1);
    assert.deepEqual(await devices.list(handle, zoe), []);
  });

  it('purges what is too old and what nobody recognises, and nothing else', async () => {
    const [zoe, max] = [await person(), await person()];
    const { handle } = store.db();
    const old = await signIn(zoe, null);
    clock.advance(181 * dayMs);
    const orphan = await signIn(zoe, null);
    const kept = await signIn(max, null);
    await devices.forgetAll(handle, { accountId: zoe, except: old.deviceId });
    await devices.purge(handle);
    const ids = async () => (await handle.selectFrom('devices').select('id').execute()).map((row) => row.id);
    assert.ok(!(await ids()).includes(old.deviceId));
    assert.ok((await ids()).includes(orphan.deviceId));
    clock.advance(dayMs + 1);
    await devices.purge(handle);
    assert.ok(!(await ids()).includes(orphan.deviceId));
    assert.ok(await find(max, kept.token));
    assert.equal(await devices.purge(handle), 0);
  });
});
