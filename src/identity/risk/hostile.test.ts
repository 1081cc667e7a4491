import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import fc from 'fast-check';
import { firefox, home, japan, type Look, riskDesk } from '../../../test/support/risk.ts';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs } from '../../core/clock.ts';
import { createKeyRing } from '../../core/key-ring.ts';

const strange: Look[] = [
  { address: '' },
  { address: '999.1.1.1' },
  { address: '127.1' },
  { address: '10.0.0.1' },
  { address: '::ffff:192.0.2.10' },
  { address: 'fe80::1%eth0' },
  { address: '::1' },
  { address: "'; drop table risk_people; --" },
  { address: 'x'.repeat(8_192) },
  { userAgent: '' },
  { userAgent: 'x'.repeat(8_192) },
  { userAgent: '(((((((((((((((((((((((((((((((((((((((((((((((' },
  { userAgent: '\u0000\uffff{}[]/?/../' },
  { userAgent: firefox, hints: { brands: '"Chromium";v="999"', mobile: '?1', platform: '"Android"' } },
  { userAgent: firefox, hints: { model: 'x'.repeat(128), platformVersion: '/'.repeat(128) } },
];
const year = 365 * dayMs;
const latestDate = 8_640_000_000_000_000;

onBothStores('whatever comes', (store, clock) => {
  const keyRing = createKeyRing([randomBytes(32)]);
  const open = (policy = {}) =>
    riskDesk({ db: store.db(), clock, keyRing, policy: { mode: 'on', ...policy } });
  const member = async (of: ReturnType<typeof open>) => {
    const id = await of.join();
    let token: string | null = null;
    for (let i = 0; i < 6; i += 1) {
      ({ token } = await of.signIn(id, { token }));
      clock.advance(dayMs);
    }
    return { id, token };
  };

  it('gets a decision, and no lower guard than what is unknown', async () => {
    const of = open();
    const { id, token } = await member(of);
    const usual = (await of.decide(id, { token })).assessment.bits;
    for (const look of strange) {
      const { reasons } = await of.decide(id, look);
      assert.equal(reasons[0], 'unknown-device', JSON.stringify(look).slice(0, 80));
      const { bits } = (await of.decide(id, { ...look, token })).assessment;
      assert.ok(Number.isFinite(bits) && bits >= usual, JSON.stringify(look).slice(0, 80));
    }
    const mapped = await of.decide(id, { token, address: `::ffff:${home}` });
    assert.equal(mapped.assessment.bits, usual);
  });

  it('gets a decision from random bytes too, and can be learned', async () => {
    const of = open();
    const { id, token } = await member(of);
    const usual = (await of.decide(id, { token })).assessment.bits;
    const text = fc.string({ unit: 'binary', maxLength: 300 });
    const look = fc.record({
      address: text,
      userAgent: fc.option(text, { nil: undefined }),
      hints: fc.record({ brands: text, platform: text, model: text }, { requiredKeys: [] }),
    });
    await fc.assert(
      fc.asyncProperty(look, async (sent) => {
        const { bits } = (await of.decide(id, { ...sent, token })).assessment;
        assert.ok(Number.isFinite(bits) && bits >= usual);
      }),
      { numRuns: 60 },
    );
    for (const sent of strange) await of.learn(id, sent);
  });

  it('survives clocks that jump, both ways, and knows its people when they are right again', async () => {
    const of = open();
    const { id, token } = await member(of);
    const now = clock.now();
    const jumps = [year, -year, 100 * year, -100 * year, 2_000 * year, latestDate - now, -latestDate - now];
    for (const jump of jumps) {
      clock.set(now + jump);
      for (const look of [{ token }, {}, { token, address: japan }]) {
        const { bits } = (await of.decide(id, look)).assessment;
        assert.ok(Number.isFinite(bits), `${jump}`);
      }
      // A stranger's device is asked, whatever the clock says.
      assert.ok((await of.decide(id, {})).ask, `${jump}`);
      await of.learn(id, { token: 'known' });
      await of.learn(id, { address: japan });
    }
    clock.set(now);
    const { assessment } = await of.decide(id, {});
    const [, , n, c] = assessment.levels.find(([name]) => name === 'country')!;
    assert.ok(n! <= assessment.times && c! <= n!, `${c} of ${n}`);
    // What was learned before the jumps and since is not drowned by what was learned in them.
    const third = '203.0.113.20';
    for (let i = 0; i < 6; i += 1) {
      await of.learn(id, { address: third });
      clock.advance(dayMs);
    }
    const prefix = (await of.decide(id, { address: third })).assessment.levels.find(
      ([name]) => name === 'prefix',
    );
    assert.ok(prefix![1] < 2, `${prefix}`);
    assert.equal((await of.decide(id, {})).reasons[0], 'unknown-device');
  });

  it('scores nothing on what has faded: whoever comes back after years is asked', async () => {
    const of = open();
    const id = await of.join();
    for (let i = 0; i < 6; i += 1) {
      await of.signIn(id);
      clock.advance(dayMs);
    }
    assert.deepEqual((await of.decide(id, {})).reasons, []);
    clock.advance(2 * year);
    assert.ok((await of.decide(id, {})).reasons.includes('unknown-device'));
  });
});
