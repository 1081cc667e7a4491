import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dayMs } from '../../core/clock.ts';
import { type CodeFacts, codeSettings, decideCode } from './rules.ts';

const now = 1_000 * dayMs;
const usual: CodeFacts = {
  account: { lastCodeAt: now - 5 * dayMs, lastSignInAt: now - dayMs, renewalReason: null },
  device: { lastCodeAt: now - 5 * dayMs, codeDueAt: now + 85 * dayMs },
  now,
  settings: codeSettings,
};
const decide = (change: Partial<CodeFacts>) => decideCode({ ...usual, ...change });
const account = (change: Partial<CodeFacts['account']>) => ({ ...usual.account, ...change });

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

  it('is asked exactly when there is a reason, and never skipped without a known device', () => {
    const time = fc.integer({ min: 0, max: 2_000 * dayMs });
    const facts = fc.record({
      account: fc.record({
        lastCodeAt: fc.option(time),
        lastSignInAt: fc.option(time),
        renewalReason: fc.option(
          fc.constantFrom('breached', 'suspicion', 'policy', 'operator', 'calendar' as const),
        ),
      }),
      device: fc.option(fc.record({ lastCodeAt: time, codeDueAt: time })),
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
});
