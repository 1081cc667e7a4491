import assert from 'node:assert/strict';
import { it } from 'node:test';
import { japan, riskDesk } from '../../../test/support/risk.ts';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs, hourMs, minuteMs } from '../../core/clock.ts';
import type { Audit } from '../audit/service.ts';
import type { Assessment } from './rules.ts';

const assessed = (bits: number, warm = true): Assessment => ({
  bits,
  levels: [],
  times: 9,
  warm,
  theta: -4,
  acting: false,
  device: 'known',
  codeAgeDays: 1,
});

onBothStores('learning the threshold', (store, clock) => {
  const desk = (policy = {}) => riskDesk({ db: store.db(), clock, policy });
  const look = (of: ReturnType<typeof desk>) => of.risk.learnThreshold(store.db());
  const learned = async ({ risk }: ReturnType<typeof desk>) => {
    const { theta, scores } = await risk.state(store.db().handle);
    return [theta, scores];
  };
  const events = async (audit: Audit) =>
    (await audit.list(store.db().handle, { limit: 50_000 })).filter(({ type }) => type.startsWith('risk.'));
  const forgetAll = async () => {
    await store.db().handle.deleteFrom('audit_events').execute();
    await store.db().handle.deleteFrom('risk_state').execute();
    clock.advance(30 * dayMs);
  };
  /** So many sign-ins, one a second, of as many people unless told. */
  const record = (
    audit: Audit,
    count: number,
    of: (i: number) => Assessment | undefined,
    who = (i: number) => `p${i}`,
  ) =>
    store.db().transaction(async (tx) => {
      for (let i = 0; i < count; i += 1) {
        clock.advance(1_000);
        const risk = of(i);
        const data = { amr: ['pwd'], reasons: [], device: 'known', ...(risk && { risk }) } as const;
        await audit.record(tx, { type: 'sign-in.succeeded', accountId: who(i), data });
      }
    });
  const refuse = (audit: Audit, count: number) =>
    store.db().transaction(async (tx) => {
      for (let i = 0; i < count; i += 1)
        await audit.record(tx, {
          type: 'sign-in.refused',
          accountId: 'p',
          data: { reason: 'wrong-password' },
        });
    });

  it('waits for a thousand warm scores, then acts by itself, and says so in the audit trail', async () => {
    await forgetAll();
    const of = desk();
    const { audit } = of;
    const id = await of.join();
    const acts = async () => (await of.decide(id, { address: japan })).assessment.acting;
    await record(audit, 999, (i) => assessed(i / 100 - 8));
    // Old events, those of who is hardly known, and what is none teach nothing.
    await record(audit, 5, () => undefined);
    await record(audit, 5, () => assessed(3, false));
    await record(audit, 1, () => assessed(Number.NaN));
    assert.equal(await look(of), true);
    assert.deepEqual(await learned(of), [null, 999]);
    assert.equal(await acts(), false);
    await record(audit, 1, () => assessed(3));
    clock.advance(hourMs);
    assert.equal(await look(of), true);
    assert.deepEqual(await learned(of), [1.7, 1_000]);
    assert.equal(await acts(), true);
    assert.equal((await desk({ mode: 'shadow' }).decide(id)).assessment.acting, false);
    const [said] = await events(audit);
    assert.deepEqual([said?.type, said?.data], ['risk.threshold-learned', { theta: 1.7, scores: 1_000 }]);
    clock.advance(hourMs);
    await look(of);
    assert.equal((await events(audit)).length, 1);
  });

  it('looks once an hour over all portals, and goes on after a clock that was ahead', async () => {
    await forgetAll();
    const portals = [desk(), desk(), desk(), desk()];
    const looked = async () => (await Promise.all(portals.map(look))).filter(Boolean).length;
    assert.equal(await looked(), 1);
    clock.advance(59 * minuteMs);
    assert.equal(await looked(), 0);
    clock.advance(minuteMs);
    assert.equal(await looked(), 1);
    clock.advance(-400 * dayMs);
    assert.equal(await looked(), 1);
    clock.advance(400 * dayMs);
  });

  it('is not taught by one account', async () => {
    await forgetAll();
    const of = desk();
    await record(of.audit, 1_000, () => assessed(-6));
    await record(
      of.audit,
      2_000,
      () => assessed(3.5),
      () => 'thief',
    );
    await look(of);
    assert.deepEqual(await learned(of), [-5.999, 1_020]);
  });

  it('forgets the oldest: habits of people change', async () => {
    await forgetAll();
    const of = desk();
    await record(of.audit, 1_500, () => assessed(3));
    await record(of.audit, 5_000, (i) => assessed(-6 + (i % 100) / 100));
    await look(of);
    assert.deepEqual(await learned(of), [-5.03, 5_000]);
  });

  it('stands still while failures spike, however long, and is learned again afterwards', async () => {
    await forgetAll();
    const of = desk();
    const { risk, audit } = of;
    const { handle } = store.db();
    for (let hour = 0; hour < 30; hour += 1) {
      await refuse(audit, 3);
      clock.advance(hourMs);
    }
    await record(audit, 1_000, () => assessed(-6));
    await look(of);
    const before = await risk.state(handle);
    assert.deepEqual([before.theta, before.frozenAt], [-5.999, null]);
    clock.advance(hourMs);
    // An intruder's sign-ins among the refused: they must not raise what is asked.
    for (let hour = 0; hour < 100; hour += 1) {
      clock.advance(hourMs - 10_000);
      await refuse(audit, 60);
      await record(
        audit,
        10,
        () => assessed(3.9),
        (i) => `t${hour}-${i}`,
      );
      await look(of);
      const now = await risk.state(handle);
      assert.equal(now.theta, -5.999);
      assert.notEqual(now.frozenAt, null, `after ${hour} hours`);
    }
    clock.advance(hourMs);
    await record(audit, 10, () => assessed(-7));
    await look(of);
    assert.equal((await risk.state(handle)).frozenAt, null);
    // What was scored in the spike teaches nothing, now or later.
    assert.deepEqual(await learned(of), [-5.999, 1_000]);
    clock.advance(hourMs);
    await record(audit, 100, () => assessed(-5));
    await look(of);
    assert.deepEqual(await learned(of), [-4.999, 1_100]);
    assert.deepEqual((await events(audit)).map(({ type }) => type).reverse(), [
      'risk.threshold-learned',
      'risk.frozen',
      'risk.resumed',
      'risk.threshold-learned',
    ]);
    const [frozen] = (await events(audit)).filter(({ type }) => type === 'risk.frozen');
    assert.deepEqual(frozen?.data, { refused: 60, usual: 0.5 });
  });
});
