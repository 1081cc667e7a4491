import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dayMs } from '../../core/clock.ts';
import { type CodeFacts, chanceOf, codeSettings, decideCode, type RiskFacts } from './rules.ts';
import type { LevelScore } from './score.ts';

const now = 1_000 * dayMs;
const cookie = (
  change: Partial<{ bits: number; n: number; c: number; known: boolean }> = {},
): LevelScore => ({
  level: 'cookie',
  bits: -5,
  n: 10,
  c: 9,
  known: true,
  ...change,
});
const line = (level: string, bits: number, c = 0): LevelScore =>
  ({ level, bits, n: 10, c, k: 2, g: 0 }) as LevelScore;
/** The engine asks from 0 bits on; what came is usual. */
const calm: RiskFacts = {
  bits: -12,
  levels: [line('country', -2, 10), line('device', -2, 10), cookie()],
  warm: true,
  theta: 0,
  acting: true,
};
const usual: CodeFacts = {
  account: { lastCodeAt: now - 5 * dayMs, lastSignInAt: now - dayMs, renewalReason: null, chance: 0.5 },
  device: { lastCodeAt: now - 5 * dayMs, codeDueAt: now + 85 * dayMs },
  risk: calm,
  now,
  settings: codeSettings,
};
const decide = (change: Partial<CodeFacts>) => decideCode({ ...usual, ...change });
const account = (change: Partial<CodeFacts['account']>) => ({ ...usual.account, ...change });
/** Why a sign-in of so many bits is asked on a known device. */
const reasonsOf = (levels: LevelScore[], change: Partial<RiskFacts> = {}, more: Partial<CodeFacts> = {}) => {
  const bits = levels.reduce((sum, { bits }) => sum + bits, 0);
  return decide({ ...more, risk: { ...calm, levels, bits, ...change } }).reasons;
};

describe('the code', () => {
  it('is not asked on a known device that passed one lately', () => {
    assert.deepEqual(decide({}), { ask: false, reasons: [] });
    assert.deepEqual(decide({ account: account({ lastCodeAt: now - 300 * dayMs }) }).ask, false);
  });

  it('is asked on a device that the account does not know', () => {
    assert.deepEqual(decide({ device: null }), { ask: true, reasons: ['unknown-device'] });
    assert.deepEqual(decide({ device: null, account: account({ lastCodeAt: now - 30 * dayMs }) }).reasons, [
      'unknown-device',
      'regular',
    ]);
  });

  it('is asked at the first sign-in', () => {
    const fresh = account({ lastCodeAt: null, lastSignInAt: null });
    assert.deepEqual(decide({ device: null, account: fresh }), { ask: true, reasons: ['first-sign-in'] });
    assert.deepEqual(decide({ account: fresh }), { ask: true, reasons: ['first-sign-in'] });
  });

  it('is asked regularly on a known device, from its due date on', () => {
    const device = { lastCodeAt: now - 80 * dayMs, codeDueAt: now };
    assert.deepEqual(decide({ device }), { ask: true, reasons: ['regular'] });
    assert.equal(decide({ device: { ...device, codeDueAt: now + 1 } }).ask, false);
    assert.equal(decide({ device, settings: { ...codeSettings, knownDeviceDays: 30 } }).ask, true);
  });

  it('is asked on a date drawn far away when the setting became shorter', () => {
    const device = { lastCodeAt: now - 40 * dayMs, codeDueAt: now + 50 * dayMs };
    assert.equal(decide({ device }).ask, false);
    assert.equal(decide({ device, settings: { ...codeSettings, knownDeviceDays: 30 } }).ask, true);
  });

  it('is not put off by a code that a clock running ahead wrote down', () => {
    const ahead = now + 400 * dayMs;
    const device = { lastCodeAt: ahead, codeDueAt: ahead + 90 * dayMs };
    assert.deepEqual(decide({ device }), { ask: true, reasons: ['regular'] });
    const soon = { lastCodeAt: now + 1_000, codeDueAt: now + 90 * dayMs };
    assert.equal(decide({ device: soon }).ask, false);
    const byAccount = decide({ device: null, account: account({ lastCodeAt: ahead }) });
    assert.deepEqual(byAccount.reasons, ['unknown-device', 'regular']);
  });

  it('is always asked before a renewal for a breach or a suspicion, and not for the others', () => {
    for (const renewalReason of ['breached', 'suspicion'] as const) {
      assert.deepEqual(decide({ account: account({ renewalReason }) }), {
        ask: true,
        reasons: ['suspicion'],
      });
    }
    for (const renewalReason of ['policy', 'operator', 'calendar'] as const) {
      assert.equal(decide({ account: account({ renewalReason }) }).ask, false);
    }
  });
});

describe('what is unusual', () => {
  const abroad = [line('country', 5), line('device', -2, 10), cookie({ bits: -1 })];

  it('is asked from the threshold on, and says what is unusual about it most', () => {
    assert.deepEqual(reasonsOf(abroad), ['unusual-country']);
    const elsewhere = [line('network', 5), line('device', -2, 10), cookie({ bits: -1 })];
    assert.deepEqual(reasonsOf(elsewhere, { bits: -0.001 }), []);
    assert.deepEqual(reasonsOf(elsewhere, { bits: 0 }), ['unusual-place']);
    for (const level of ['network', 'prefix', 'address'])
      assert.deepEqual(reasonsOf([line(level, 5)]), ['unusual-place']);
    for (const level of ['device', 'system', 'browser', 'variant'])
      assert.deepEqual(reasonsOf([line('country', 2), line(level, 5)]), ['unusual-browser']);
    assert.deepEqual(reasonsOf([line('prefix', 1), { level: 'version', bits: 2 }]), ['unusual-browser']);
    const silent = cookie({ known: false, bits: 3 });
    assert.deepEqual(reasonsOf([silent], {}, { device: null }), ['unknown-device']);
  });

  it('is not asked in the shadow, nor of who is hardly known', () => {
    assert.deepEqual(reasonsOf(abroad, { acting: false }), []);
    assert.deepEqual(reasonsOf(abroad, { warm: false }), []);
  });

  it('is not asked for where nothing can be named', () => {
    assert.deepEqual(reasonsOf([line('country', -1, 3), cookie({ bits: -1 })], { theta: -8 }), []);
    // What most of their sign-ins had is not unusual, whatever it says.
    assert.deepEqual(reasonsOf([line('system', 0.1, 5)], { theta: -8 }), []);
    assert.deepEqual(reasonsOf([line('system', 0.1, 4)], { theta: -8 }), ['unusual-browser']);
  });

  it('stands after what the device rule says, before the calendar, each reason once', () => {
    const late = account({ lastCodeAt: now - 40 * dayMs });
    const reasons = reasonsOf(
      [line('country', 5), cookie({ known: false, bits: 3 })],
      {},
      { device: null, account: late },
    );
    assert.deepEqual(reasons, ['unknown-device', 'unusual-country', 'regular']);
    const byCookie = reasonsOf([cookie({ known: false, bits: 3 })], {}, { device: null, account: late });
    assert.deepEqual(byCookie, ['unknown-device', 'regular']);
  });

  it('is a country never seen, whatever the score', () => {
    const faint = [line('country', 4), line('device', -4, 9), line('system', -4, 9), cookie()];
    assert.deepEqual(reasonsOf(faint), ['unusual-country']);
    assert.deepEqual(reasonsOf(faint, { warm: false }), []);
    assert.deepEqual(reasonsOf([line('country', 4, 1), cookie()]), []);
    assert.deepEqual(reasonsOf([line('country', 0.9), cookie()]), []);
  });

  it('is never a journey alone', () => {
    const travel: LevelScore = { level: 'travel', bits: 2 };
    const silent = cookie({ known: false, bits: 0.2 });
    assert.deepEqual(reasonsOf([line('prefix', -2, 4), silent, travel], { theta: 0 }, { device: null }), []);
    const elsewhere = [line('prefix', 0.1), silent, travel];
    assert.deepEqual(reasonsOf(elsewhere, { theta: 1 }, { device: null }), ['unusual-place']);
  });
});

describe('who always comes without a cookie', () => {
  const silent = cookie({ known: false, bits: 0.3, c: 0 });
  const levels = [line('country', -2, 10), line('prefix', -2, 9), silent];

  it('is asked by the score and the calendar alone', () => {
    assert.deepEqual(reasonsOf(levels, {}, { device: null }), []);
    assert.deepEqual(reasonsOf([line('country', 5), silent], {}, { device: null }), ['unusual-country']);
    const month = (days: number, chance: number) =>
      reasonsOf(levels, {}, { device: null, account: account({ lastCodeAt: now - days * dayMs, chance }) });
    assert.deepEqual(month(24.9, 0), []);
    assert.deepEqual(month(25, 0), ['regular']);
    assert.deepEqual(month(34.9, 1), []);
    assert.deepEqual(month(35, 1), ['regular']);
    assert.deepEqual(reasonsOf(levels, {}, { device: null, account: account({ lastCodeAt: null }) }), [
      'regular',
    ]);
  });

  it('is asked by the device rule until the engine acts, is warm, and has evidence that has not faded', () => {
    for (const change of [{ acting: false }, { warm: false }])
      assert.deepEqual(reasonsOf(levels, change, { device: null }), ['unknown-device']);
    const faded = cookie({ known: false, bits: 0.98, n: 0.1, c: 0 });
    assert.deepEqual(reasonsOf([...levels.slice(0, 2), faded], {}, { device: null }), ['unknown-device']);
    const once = cookie({ known: false, bits: 1.3, n: 3, c: 2 });
    assert.deepEqual(reasonsOf([...levels.slice(0, 2), once], {}, { device: null }), ['unknown-device']);
  });
});

it('is asked exactly when there is a reason; what the engine says never takes the device rule away from who has cookies', () => {
  const time = fc.integer({ min: 0, max: 2_000 * dayMs });
  const bits = fc.double({ min: -6, max: 6, noNaN: true });
  const facts = fc.record({
    account: fc.record({
      lastCodeAt: fc.option(time),
      lastSignInAt: fc.option(time),
      renewalReason: fc.option(
        fc.constantFrom('breached', 'suspicion', 'policy', 'operator', 'calendar' as const),
      ),
      chance: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    device: fc.option(fc.record({ lastCodeAt: time, codeDueAt: time })),
    risk: fc.record({
      bits,
      levels: fc
        .array(bits.map((said) => line('prefix', said)))
        .map((lines) => [...lines, cookie({ known: false, bits: 1 })]),
      warm: fc.boolean(),
      theta: bits,
      acting: fc.boolean(),
    }),
    now: time,
    settings: fc.constant(codeSettings),
  });
  fc.assert(
    fc.property(facts, (drawn) => {
      const decision = decideCode(drawn as CodeFacts);
      assert.equal(decision.ask, decision.reasons.length > 0);
      assert.equal(new Set(decision.reasons).size, decision.reasons.length);
      if (drawn.device === null) assert.ok(decision.ask);
    }),
  );
});

it('gives each account a chance of its own, from its id', () => {
  assert.equal(chanceOf('01912d3a-1111-7abc-8def-000000000000'), 0);
  assert.equal(chanceOf('01912d3a-1111-7abc-8def-0000ffffffff'), 1);
  assert.equal(chanceOf('not an id'), 0.5);
});
