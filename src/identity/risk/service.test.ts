import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import { elsewhere, firefox, home, japan, type Look, riskDesk, safari } from '../../../test/support/risk.ts';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs } from '../../core/clock.ts';
import { createKeyRing } from '../../core/key-ring.ts';

onBothStores('the decision to ask for a code', (store, clock) => {
  const keyRing = createKeyRing([randomBytes(32)]);
  const deskWith = (policy = {}) => riskDesk({ db: store.db(), clock, keyRing, policy });
  type Desk = ReturnType<typeof deskWith>;
  const why = async (desk: Desk, id: string, look: Look) => (await desk.decide(id, look)).reasons;
  /** Someone who signed in so often, a day apart, always alike: the cookie they have. */
  const regular = async (desk: Desk, id: string, times: number): Promise<string> => {
    let token: string | null = null;
    for (let i = 0; i < times; i += 1) {
      ({ token } = await desk.signIn(id, { token }));
      clock.advance(dayMs);
    }
    return token!;
  };

  it('asks on a new browser, not on the same one later, and again after 105 days', async () => {
    const desk = deskWith();
    const id = await desk.join();
    assert.deepEqual(await why(desk, id, {}), ['first-sign-in']);
    const { token } = await desk.signIn(id);
    assert.deepEqual(await why(desk, id, { token }), []);
    assert.deepEqual(await why(desk, id, {}), ['unknown-device']);
    clock.advance(74 * dayMs);
    assert.deepEqual(await why(desk, id, { token }), []);
    clock.advance(31 * dayMs);
    assert.deepEqual(await why(desk, id, { token }), ['regular']);
  });

  it('asks of a known device in a new country from the fourth sign-in on, in mode on', async () => {
    const desk = deskWith({ mode: 'on' });
    const id = await desk.join();
    let token = await regular(desk, id, 2);
    assert.deepEqual(await why(desk, id, { token, address: japan }), []);
    ({ token } = await desk.signIn(id, { token }));
    assert.deepEqual(await why(desk, id, { token }), []);
    assert.deepEqual(await why(desk, id, { token, address: japan }), ['unusual-country']);
    assert.deepEqual(await why(desk, id, { address: japan }), ['unknown-device', 'unusual-country']);
    await desk.signIn(id, { token, address: japan });
    assert.deepEqual(await why(desk, id, { token, address: japan }), []);
  });

  it('decides and records but does not ask in the shadow, nor by itself before enough was scored', async () => {
    const desk = deskWith();
    const id = await desk.join();
    const token = await regular(desk, id, 4);
    for (const mode of ['auto', 'shadow'] as const) {
      const { ask, assessment } = await deskWith({ mode, threshold: -30 }).decide(id, {
        token,
        address: japan,
      });
      assert.equal(ask, false);
      assert.equal(assessment.acting, false);
      assert.equal(assessment.warm, true);
    }
  });

  it('believes a threshold that the operator fixed', async () => {
    const id = await deskWith().join();
    const desk = deskWith({ mode: 'on', threshold: 20 });
    const token = await regular(desk, id, 4);
    assert.deepEqual(await why(desk, id, { token, address: elsewhere }), []);
    const strict = deskWith({ mode: 'on', threshold: -30 });
    assert.deepEqual(await why(strict, id, { token, address: elsewhere }), ['unusual-place']);
  });

  it('names what is unusual most: the browser', async () => {
    const desk = deskWith({ mode: 'on', threshold: -30 });
    const id = await desk.join();
    const token = await regular(desk, id, 6);
    assert.deepEqual(await why(desk, id, { token, userAgent: safari }), ['unusual-browser']);
    // Hiding is no disguise.
    assert.deepEqual(await why(desk, id, { token, userAgent: '' }), ['unusual-browser']);
    assert.deepEqual(await why(desk, id, { token }), []);
  });

  it('explains itself without a raw value', async () => {
    const desk = deskWith({ mode: 'on' });
    const id = await desk.join();
    const token = await regular(desk, id, 5);
    const { assessment } = await desk.decide(id, { token, address: japan });
    const { levels, ...rest } = assessment;
    assert.deepEqual(
      levels.map(([name]) => name),
      ['country', 'device', 'system', 'browser', 'variant', 'cookie'],
    );
    const [, bits, n, c, ...world] = levels[0]!;
    assert.ok(bits > 4 && n! > 4.8 && c === 0 && world.length === 2);
    assert.deepEqual(levels.at(-1)!.length, 5);
    assert.deepEqual(Object.keys(rest).sort(), [
      'acting',
      'bits',
      'codeAgeDays',
      'device',
      'theta',
      'times',
      'warm',
    ]);
    assert.equal(rest.times, 5);
    assert.equal(rest.codeAgeDays, 5);
    const sum = levels.reduce((total, [, said]) => total + said, 0);
    assert.ok(Math.abs(sum - rest.bits) < 0.01);
    const told = JSON.stringify(assessment);
    for (const raw of [japan, 'JP', 'AS2516', 'Firefox', 'Linux']) assert.ok(!told.includes(raw), raw);
  });

  it("takes another person's cookie for none", async () => {
    const desk = deskWith({ mode: 'on' });
    const [victim, thief] = [await desk.join(), await desk.join()];
    await regular(desk, victim, 4);
    const stolen = await regular(desk, thief, 4);
    for (const token of [stolen, 'forged', randomBytes(32).toString('base64url')]) {
      const { reasons, assessment } = await desk.decide(victim, { token });
      assert.deepEqual(reasons, ['unknown-device']);
      assert.equal(assessment.device, 'unknown');
    }
  });

  it('lets who always clears their cookies pass at home, and asks elsewhere', async () => {
    const desk = deskWith({ mode: 'on' });
    const id = await desk.join();
    for (let i = 0; i < 5; i += 1) {
      await desk.signIn(id);
      clock.advance(dayMs);
    }
    assert.deepEqual(await why(desk, id, {}), []);
    assert.deepEqual(await why(desk, id, { address: japan }), ['unusual-country']);
    const shadow = deskWith({ mode: 'shadow' });
    assert.deepEqual(await why(shadow, id, {}), ['unknown-device']);
  });

  it('adds what is impossible to travel, where the data know both networks, and never for it alone', async () => {
    const at = {
      paris: { lat: 48.85, lon: 2.35 },
      lyon: { lat: 45.76, lon: 4.84 },
      tokyo: { lat: 35.68, lon: 139.69 },
    };
    const place = (where: keyof typeof at, kind: 'fixed' | 'mobile' | null = 'fixed') => ({
      country: 'FR',
      network: 'AS1',
      kind,
      at: at[where],
    });
    const places = {
      '192.0.2.1': place('paris'),
      '192.0.2.2': place('lyon'),
      '192.0.2.3': place('tokyo'),
      '192.0.2.4': place('tokyo', 'mobile'),
      '192.0.2.5': place('tokyo', null),
    };
    const desk = riskDesk({ db: store.db(), clock, places });
    const id = await desk.join();
    const travels = async (address: string, token: string | null = null) =>
      (await desk.decide(id, { address, token })).assessment.levels.some(([name]) => name === 'travel');
    const { token } = await desk.signIn(id, { address: '192.0.2.1' });
    clock.advance(3_600_000);
    assert.equal(await travels('192.0.2.2'), false);
    assert.equal(await travels('192.0.2.3'), true);
    assert.equal(await travels('192.0.2.3', token), false);
    for (const unsaid of ['192.0.2.4', '192.0.2.5']) assert.equal(await travels(unsaid), false);
    clock.advance(12 * 3_600_000);
    assert.equal(await travels('192.0.2.3'), false);
    const { last_place: sealed } = await store
      .db()
      .handle.selectFrom('risk_people')
      .select('last_place')
      .where('account_id', '=', id)
      .executeTakeFirstOrThrow();
    assert.ok(sealed && !sealed.includes('48.85'));
    await desk.signIn(id, { address: '192.0.2.4' });
    assert.equal(await travels('192.0.2.1'), false);
  });

  it('goes on knowing people after the keys were rotated', async () => {
    const [older, newer] = [randomBytes(32), randomBytes(32)];
    const before = riskDesk({ db: store.db(), clock, keyRing: createKeyRing([older]) });
    const id = await before.join();
    const token = await regular(before, id, 6);
    const { bits } = (await before.decide(id, { token })).assessment;
    const after = riskDesk({ db: store.db(), clock, keyRing: createKeyRing([newer, older]) });
    assert.equal((await after.decide(id, { token })).assessment.bits, bits);
    await after.signIn(id, { token });
    const grown = (await after.decide(id, { token })).assessment;
    assert.ok(grown.levels.every(([name, , n, c]) => name === 'cookie' || (n! > 6 && c! > 6)));
  });

  it('reads three times, whatever the history', async () => {
    const desk = deskWith({ mode: 'on' });
    const { db, observe, risk, accounts, join } = { db: store.db(), ...desk };
    const [fresh, old] = [await join(), await join()];
    for (let i = 0; i < 15; i += 1)
      await desk.learn(old, { address: `203.0.${i}.1`, userAgent: `Robot-${'x'.repeat(i)}` });
    for (const id of [fresh, old]) {
      const account = await accounts.get(db.handle, id);
      const observed = await observe({ address: '203.0.9.1' });
      let statements = 0;
      const counting = db.handle.withPlugin({
        transformQuery: ({ node }) => node,
        transformResult: async ({ result }) => {
          statements += 1;
          return result;
        },
      });
      await risk.decide(counting, account, { device: null, observed });
      assert.equal(statements, 3);
    }
  });

  it('knows nobody any more who was forgotten', async () => {
    const desk = deskWith({ mode: 'on' });
    const id = await desk.join();
    const token = await regular(desk, id, 5);
    await desk.risk.forget(store.db().handle, id);
    const look = { token, userAgent: firefox, address: home };
    const { assessment } = await desk.decide(id, look);
    assert.equal(assessment.times, 0);
    assert.equal(assessment.warm, false);
    // As of somebody of whom nothing was ever learned.
    await store.db().handle.deleteFrom('risk_people').where('account_id', '=', id).execute();
    assert.deepEqual(assessment, (await desk.decide(id, look)).assessment);
  });
});
