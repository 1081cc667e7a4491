import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { sampleAbout } from '../../../test/support/mail-samples.ts';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { createKeyRing } from '../../core/key-ring.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { createMailQueue } from '../../platform/mail/queue.ts';
import type { Email } from '../accounts/rules.ts';
import { createAccounts } from '../accounts/service.ts';
import { createAudit } from '../audit/service.ts';
import { dueAt, noticeMs } from './rules.ts';
import { createRenewals } from './service.ts';

const periodMs = 365 * dayMs;
const lookMs = 2 * dayMs;
const anyId = fc.uuid({ version: 7 });

describe('the date of a renewal by calendar', () => {
  const now = Date.UTC(2026, 10, 23);

  it('is an account’s own, from 10 % before the period’s end to 10 % after it', () => {
    fc.assert(
      fc.property(anyId, (id) => {
        const at = dueAt({ id, passwordChangedAt: now, periodMs, now });
        assert.ok(at >= now + 0.9 * periodMs && at <= now + 1.1 * periodMs);
        assert.equal(dueAt({ id, passwordChangedAt: now, periodMs, now: now + dayMs }), at);
      }),
    );
  });

  it('is never sooner than the notice, and is spread too where every password was old', () => {
    const ids = Array.from({ length: 300 }, () => newId({ now: () => now }));
    const dates = ids.map((id) => dueAt({ id, passwordChangedAt: now - 5 * periodMs, periodMs, now }));
    assert.ok(Math.min(...dates) >= now + noticeMs);
    assert.ok(Math.max(...dates) <= now + noticeMs + 0.2 * periodMs);
    assert.ok(new Set(dates.map((at) => Math.floor(at / dayMs))).size > 40);
  });
});

onBothStores('renewal by calendar [security.md 10]', (store, clock) => {
  const keyRing = createKeyRing([randomBytes(32)]);
  const audit = createAudit({ clock, keyRing });
  const mails = createMailQueue({ clock, keyRing, domain: 'exemple.fr' });
  const accounts = createAccounts({ clock });
  const renewals = createRenewals({ clock, audit, mails, mailAbout: sampleAbout });
  let next = 0;
  const join = async (passwordHash: string | null = 'hash') => {
    next += 1;
    const email = `personne-${next}@exemple.fr` as Email;
    const person = { email, name: 'Zoé', role: 'member', locale: 'fr', passwordHash } as const;
    const made = await accounts.create(store.db().handle, person);
    assert.ok(made.ok);
    return made.account;
  };
  const announce = (db = store.db(), most = 50) =>
    db.transaction((tx) => renewals.announce(tx, { periodMs, most }));
  const require = (db = store.db(), most = 50) => db.transaction((tx) => renewals.require(tx, { most }));
  const reasonOf = async (id: string) => (await accounts.get(store.db().handle, id)).renewalReason;
  const mailsTo = async (id: string) =>
    (await store.db().handle.selectFrom('mails').select('kind').where('account_id', '=', id).execute()).map(
      ({ kind }) => kind,
    );
  const eventsOf = async (accountId: string) =>
    (await audit.list(store.db().handle, { accountId, limit: 9 })).map(({ type, data }) => ({ type, data }));

  it('announces each account on the very day that its rules say, then asks on its date', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => join()));
    const began = clock.now();
    const due = new Map(
      people.map(({ id }) => [id, dueAt({ id, passwordChangedAt: began, periodMs, now: began })]),
    );
    clock.set(began + 0.9 * periodMs - noticeMs - lookMs);
    while (clock.now() < began + 1.1 * periodMs + lookMs) {
      await announce();
      await require();
      for (const [id, at] of due) {
        const told = (await mailsTo(id)).length;
        assert.equal(told, clock.now() >= at - noticeMs ? 1 : 0);
        // Looked at every other day, so asked at most so much after its own date.
        const reason = await reasonOf(id);
        if (clock.now() < at) assert.equal(reason, null);
        if (clock.now() >= at + lookMs) assert.equal(reason, 'calendar');
      }
      clock.advance(lookMs);
    }
    const [asked, announced] = await eventsOf(people[0]!.id);
    assert.deepEqual(asked, { type: 'renewal.required', data: { reason: 'calendar' } });
    assert.equal(announced?.type, 'renewal.announced');
  });

  it('tells a person once, whichever of two portals comes first', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => join()));
    clock.advance(2 * periodMs);
    const second = await openDatabase({ url: store.url(), clock });
    await Promise.all([announce(), announce(second), announce(), announce(second)]);
    await second.close();
    for (const { id } of people) assert.deepEqual(await mailsTo(id), ['renewal-ahead']);
  });

  it('asks each person once, in bounded batches, whichever of two portals comes first', async () => {
    // Those of the other tests out of the way.
    clock.advance(periodMs);
    while ((await require()) > 0);
    const people = await Promise.all(Array.from({ length: 20 }, () => join()));
    clock.advance(2 * periodMs);
    await announce();
    clock.advance(periodMs);
    const second = await openDatabase({ url: store.url(), clock });
    await second.probe();
    // The second portal chooses its accounts while the first has not committed yet.
    let other = Promise.resolve(0);
    const first = await store.db().transaction(async (tx) => {
      const asked = await renewals.require(tx, { most: 8 });
      other = require(second, 8);
      await sleep(200);
      return asked;
    });
    assert.equal(first, 8);
    assert.ok((await other) <= 8);
    while ((await require(second, 8)) > 0);
    await second.close();
    for (const { id } of people) {
      const types = (await eventsOf(id)).map(({ type }) => type);
      assert.deepEqual(types, ['renewal.required', 'renewal.announced']);
    }
  });

  it('starts again when the password is changed after the announcement', async () => {
    const { id } = await join();
    clock.advance(2 * periodMs);
    await announce();
    await store.db().transaction((tx) => accounts.setPassword(tx, { id, hash: 'another' }));
    clock.advance(0.5 * periodMs);
    await require();
    await announce();
    assert.equal(await reasonOf(id), null);
    assert.equal((await mailsTo(id)).length, 1);
    clock.advance(periodMs);
    await announce();
    assert.equal((await mailsTo(id)).length, 2);
  });

  it('never replaces a stronger reason, nor announces what is asked already', async () => {
    const [announced, asked] = [await join(), await join()];
    const { handle } = store.db();
    await accounts.requireRenewal(handle, { id: asked.id, reason: 'operator' });
    clock.advance(2 * periodMs);
    await announce();
    await accounts.requireRenewal(handle, { id: announced.id, reason: 'breached' });
    clock.advance(periodMs);
    await require();
    assert.equal(await reasonOf(announced.id), 'breached');
    assert.deepEqual(await mailsTo(asked.id), []);
  });

  it('leaves disabled accounts alone, and those without a password', async () => {
    const [locked, invited] = [await join(), await join(null)];
    await accounts.lock(store.db().handle, locked.id);
    clock.advance(3 * periodMs);
    await announce();
    for (const { id } of [locked, invited]) assert.deepEqual(await mailsTo(id), []);
  });

  it('works in bounded batches, none of them announced twice', async () => {
    await Promise.all(Array.from({ length: 7 }, () => join()));
    clock.advance(2 * periodMs);
    const done: number[] = [];
    do done.push(await announce(store.db(), 3));
    while (done.at(-1)! >= 3);
    assert.equal(done.reduce((sum, count) => sum + count) >= 7, true);
    assert.ok(done.every((count) => count <= 3));
    assert.equal(await announce(), 0);
  });
});
