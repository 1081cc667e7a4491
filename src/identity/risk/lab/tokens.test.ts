import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dayMs } from '../../../core/clock.ts';
import { createTokens } from './tokens.ts';

describe('the device tokens of a log', () => {
  /** What is said of each token, each sign-in being learned after. */
  const said = (...signIns: [user: string, token: string | null, day: number][]) => {
    const tokens = createTokens();
    return signIns.map(([user, token, day]) => {
      const isKnown = tokens.isKnown(user, token, day * dayMs);
      tokens.learn(user, token, day * dayMs);
      return isKnown;
    });
  };

  it('are known when they come back from a sign-in without one', () => {
    assert.deepEqual(said(['ada', null, 0], ['ada', 't', 1], ['ada', 't', 2]), [false, true, true]);
  });

  it('are no more than were handed out', () => {
    const signIns = said(
      ['ada', null, 0],
      ['ada', 't', 1],
      ['ada', 'u', 2],
      ['ada', null, 3],
      ['ada', 'v', 4],
    );
    assert.deepEqual(signIns, [false, true, false, false, true]);
  });

  it("are not known when another person's, or forged", () => {
    assert.deepEqual(said(['ada', null, 0], ['ada', 't', 1], ['bob', 't', 2], ['eve', 'x', 3]), [
      false,
      true,
      false,
      false,
    ]);
  });

  it('are known from the second time on in a log that names devices from the first', () => {
    assert.deepEqual(said(['ada', 't', 0], ['ada', 'u', 1], ['ada', 't', 2], ['ada', 'u', 3]), [
      false,
      false,
      true,
      true,
    ]);
  });

  it('are forgotten after 180 days', () => {
    assert.deepEqual(said(['ada', null, 0], ['ada', 't', 1], ['ada', 't', 182]), [false, true, false]);
    assert.deepEqual(said(['ada', null, 0], ['ada', 't', 181]), [false, false]);
  });
});
