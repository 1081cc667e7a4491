import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { createKeyRing } from '../../core/key-ring.ts';
import { type Email, parseEmail } from '../accounts/rules.ts';
import { auditMeanings, eventsAsMarkdown } from './rules.ts';
import { createAudit } from './service.ts';

const address = (text: string) => (parseEmail(text) as { email: Email }).email;

onBothStores('the audit log', (store, clock) => {
  const audit = createAudit({ clock, keyRing: createKeyRing([randomBytes(32)]) });
  const everything = async () =>
    JSON.stringify(await store.db().handle.selectFrom('audit_events').selectAll().execute());

  it('keeps who, what, when, where and why', async () => {
    const { handle } = store.db();
    await audit.record(handle, {
      type: 'sign-in.succeeded',
      accountId: 'account-1',
      actor: 'somebody',
      address: '192.0.2.7',
      journeyId: 'journey-1',
      data: { amr: ['pwd', 'mail'], reasons: ['unknown-device'], device: 'new' },
    });
    const [event] = await audit.list(handle, { accountId: 'account-1', limit: 5 });
    const { id, ...rest } = event!;
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.deepEqual(rest, {
      at: clock.now(),
      type: 'sign-in.succeeded',
      accountId: 'account-1',
      subject: null,
      actor: 'somebody',
      address: '192.0.2.7',
      journeyId: 'journey-1',
      data: { amr: ['pwd', 'mail'], reasons: ['unknown-device'], device: 'new' },
    });
  });

  it('never holds an address: not of an account, and only an HMAC of a stranger', async () => {
    const { handle } = store.db();
    const refused = { type: 'sign-in.refused', data: { reason: 'unknown-account' } } as const;
    const email = address('MonMotDePasse2026@exemple.fr');
    await audit.record(handle, { ...refused, email });
    await audit.record(handle, { ...refused, email, accountId: 'account-2' });
    await audit.record(handle, { ...refused, email: address('monmotdepasse2026+x@exemple.fr') });
    await audit.record(handle, { ...refused, email: address('autre@exemple.fr') });
    const stored = await everything();
    assert.ok(!stored.toLowerCase().includes('monmotdepasse'));
    assert.ok(!stored.includes('exemple.fr'));
    const [known] = await audit.list(handle, { accountId: 'account-2', limit: 5 });
    assert.equal(known?.subject, null);
    const strangers = (await audit.list(handle, { limit: 50 })).flatMap((event) => event.subject ?? []);
    // One stranger, whatever the tag, and another.
    assert.equal(strangers.length, 3);
    assert.equal(new Set(strangers).size, 2);
  });

  it('lists the newest first, of one account, as many as asked', async () => {
    const { handle } = store.db();
    for (const type of ['account.locked', 'account.unlocked', 'device.recognised'] as const) {
      clock.advance(1);
      await audit.record(handle, { type, accountId: 'account-3', actor: 'command-line' });
      await audit.record(handle, { type, accountId: 'account-4' });
    }
    const events = await audit.list(handle, { accountId: 'account-3', limit: 2 });
    assert.deepEqual(
      events.map((event) => event.type),
      ['device.recognised', 'account.unlocked'],
    );
  });

  it('tells each event to who counts them', async () => {
    const counting = createAudit({ clock, keyRing: createKeyRing([randomBytes(32)]) });
    const heard: string[] = [];
    counting.onRecorded((event) => heard.push(event.type));
    await counting.record(store.db().handle, { type: 'sign-up.asked', accountId: 'account-6' });
    assert.deepEqual(heard, ['sign-up.asked']);
  });

  it('purges what is older than is kept, a batch at a time, and nothing newer', async () => {
    const { handle } = store.db();
    clock.advance(1_000);
    const before = clock.now();
    await audit.record(handle, { type: 'sign-up.asked', accountId: 'account-7' });
    let purged = 0;
    for (let batch = -1; batch !== 0; purged += batch) {
      batch = await audit.purge(handle, { before, most: 3 });
      assert.ok(batch <= 3);
    }
    assert.ok(purged > 3);
    const kept = await audit.list(handle, { limit: 50 });
    assert.deepEqual(
      kept.map((event) => event.accountId),
      ['account-7'],
    );
  });

  it('reads what was recorded of some types in its order, whatever the batch', async () => {
    const { handle } = store.db();
    clock.advance(1_000);
    const from = clock.now();
    const types = ['account.locked', 'account.unlocked', 'device.recognised'] as const;
    for (let i = 0; i < 24; i += 1) {
      // Three at each moment: the pages end in the middle of one.
      if (i % 3 === 0) clock.advance(1);
      await audit.record(handle, { type: types[i % 3]!, accountId: `read-${i}` });
      await audit.record(handle, { type: 'sign-up.asked', accountId: 'nobody' });
    }
    const before = clock.now();
    for (const batch of [1, 2, 4, 1_000]) {
      const read = [];
      for await (const event of audit.read(handle, { types, from, before, batch }))
        read.push(event.accountId);
      assert.deepEqual(
        read,
        Array.from({ length: 21 }, (_, i) => `read-${i}`),
      );
      const back = [];
      for await (const event of audit.readBack(handle, { type: types[0], from, before, batch }))
        back.push(event.accountId);
      assert.deepEqual(back, ['read-18', 'read-15', 'read-12', 'read-9', 'read-6', 'read-3', 'read-0']);
    }
  });

  it('keeps nothing of an act that was undone', async () => {
    await assert.rejects(
      store.db().transaction(async (tx) => {
        await audit.record(tx, { type: 'account.locked', accountId: 'account-5' });
        throw new Error('undone');
      }),
      /undone/,
    );
    assert.deepEqual(await audit.list(store.db().handle, { accountId: 'account-5', limit: 5 }), []);
  });
});

describe('the table of events', () => {
  it('has a line for each', () => {
    const lines = eventsAsMarkdown().trimEnd().split('\n');
    assert.equal(lines.length, Object.keys(auditMeanings).length + 2);
    for (const line of lines) assert.match(line, /^\|[^|]+\|[^|]+\|$/);
  });
});
