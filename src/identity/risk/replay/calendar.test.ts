import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attemptOf, morning } from '../../../../test/support/risk-history.ts';
import { dayMs } from '../../../core/clock.ts';
import { createCalendar } from './calendar.ts';

const near = (actual: number | null | undefined, expected: number) =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= 60_000, `${actual} is not near ${expected}`);

describe('the calendar of another policy', () => {
  it('is the recorded one where both asked the same', () => {
    const calendar = createCalendar();
    for (let day = 0; day < 200; day += 10) {
      const attempt = attemptOf({ at: morning + day * dayMs, codeAt: morning - 40 * dayMs });
      const { account, device } = calendar.before(attempt);
      near(device?.lastCodeAt, morning - 40 * dayMs);
      near(account, morning - 40 * dayMs);
      assert.ok(device!.codeDueAt > attempt.at, 'it was not asked: its date is still to come');
      calendar.after(attempt, false);
    }
  });

  it('keeps the code that it asked and that was never given, on that device alone', () => {
    const calendar = createCalendar();
    const codeAt = morning - 70 * dayMs;
    const first = attemptOf({ codeAt });
    calendar.after(first, true);
    const at = morning + 10 * dayMs;
    near(calendar.before(attemptOf({ at, codeAt })).device?.lastCodeAt, morning);
    near(
      calendar.before(attemptOf({ at, codeAt: morning - 50 * dayMs })).device?.lastCodeAt,
      morning - 50 * dayMs,
    );
    near(calendar.before(attemptOf({ at, codeAt, accountId: 'other' })).device?.lastCodeAt, codeAt);
  });

  it('goes on from the earlier code where the one that was given is not asked', () => {
    const calendar = createCalendar();
    const codeAt = morning - 80 * dayMs;
    calendar.after(attemptOf({ codeAt, reasons: ['regular'] }), false);
    const at = morning + 5 * dayMs;
    const later = attemptOf({ at, codeAt: morning });
    const { device, account } = calendar.before(later);
    near(device?.lastCodeAt, codeAt);
    near(account, codeAt);
    assert.ok(device!.codeDueAt >= codeAt + 75 * dayMs && device!.codeDueAt <= codeAt + 105 * dayMs);
    // Asked by both: one calendar again.
    calendar.after({ ...later, reasons: ['regular'] }, true);
    near(calendar.before(attemptOf({ at: at + dayMs, codeAt: at })).device?.lastCodeAt, at);
  });

  it('finds a device that was let in without a code due at once, as the portal does', () => {
    const calendar = createCalendar();
    calendar.after(attemptOf({ device: 'unknown', reasons: ['unknown-device'] }), false);
    const { device } = calendar.before(attemptOf({ at: morning + dayMs, codeAt: morning }));
    assert.deepEqual(device, { lastCodeAt: 0, codeDueAt: 0 });
  });

  it('knows no device where none was known', () => {
    assert.equal(createCalendar().before(attemptOf({ device: 'unknown' })).device, null);
  });
});
