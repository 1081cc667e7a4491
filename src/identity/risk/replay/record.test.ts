import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventOf, morning, usualLevels } from '../../../../test/support/risk-history.ts';
import { dayMs } from '../../../core/clock.ts';
import { readDecided } from './record.ts';

describe('a recorded decision', () => {
  it('is read as it was written, to three decimals', () => {
    const event = eventOf({ reasons: ['unknown-device'], device: 'unknown', theta: -3.2, acting: true });
    const read = readDecided(event);
    assert.ok(read.ok);
    const { levels, ...decided } = read.decided;
    assert.deepEqual(decided, {
      at: morning,
      accountId: 'account-1',
      journeyId: null,
      isDone: true,
      reasons: ['unknown-device'],
      isWarm: true,
      theta: -3.2,
      acting: true,
      device: 'unknown',
      codeAgeDays: 5,
    });
    const rounded = usualLevels().map((line) => ({ ...line, bits: Math.round(line.bits * 1_000) / 1_000 }));
    assert.deepEqual(levels, rounded);
  });

  it('says « never » apart from « not recorded »', () => {
    const never = readDecided(eventOf({ codeAt: null }));
    assert.ok(never.ok && never.decided.codeAgeDays === null);
    const event = eventOf();
    delete (event.data.risk as Record<string, unknown>).codeAgeDays;
    assert.deepEqual(readDecided(event), { ok: false, missing: ['risk.codeAgeDays'] });
  });

  it('of an older version is left out, and each field that it lacks is named', () => {
    const before = eventOf();
    delete before.data.risk;
    assert.deepEqual(readDecided(before), { ok: false, missing: ['risk'] });
    const spoilt = (change: (risk: Record<string, unknown>) => void) => {
      const event = eventOf();
      change(event.data.risk as Record<string, unknown>);
      const read = readDecided(event);
      return read.ok ? [] : read.missing;
    };
    assert.deepEqual(
      spoilt((risk) => {
        delete risk.warm;
        risk.theta = 'high';
      }),
      ['risk.warm', 'risk.theta'],
    );
    const levels = (value: unknown) =>
      spoilt((risk) => {
        risk.levels = value;
      });
    assert.deepEqual(levels(undefined), ['risk.levels']);
    assert.deepEqual(levels([['cookie', 0.5]]), [
      'risk.levels.cookie.n',
      'risk.levels.cookie.c',
      'risk.levels.cookie.known',
    ]);
    assert.deepEqual(
      levels([
        ['country', 1, 20, 3],
        ['cookie', 1, 1, 1, 1],
      ]),
      ['risk.levels.country.k', 'risk.levels.country.g'],
    );
    assert.deepEqual(levels([['country', 1, 20, 3, 4, 0.5]]), ['risk.levels.cookie']);
    assert.deepEqual(levels([['moon', 1, 20, 3, 4, 0.5]]), ['risk.levels.moon']);
    assert.deepEqual(levels([7, null]), [
      'risk.levels.undefined.bits',
      'risk.levels.undefined',
      'risk.levels.undefined.bits',
      'risk.levels.undefined',
    ]);
  });

  it('of an erased account is left out too', () => {
    assert.deepEqual(readDecided({ ...eventOf(), accountId: null }), { ok: false, missing: ['accountId'] });
  });

  it('knows how old the code was', () => {
    const read = readDecided(eventOf({ codeAt: morning - 12.3456 * dayMs }));
    assert.ok(read.ok);
    assert.equal(read.decided.codeAgeDays, 12.346);
  });
});
