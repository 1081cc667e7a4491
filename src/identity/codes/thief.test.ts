import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs, hourMs } from '../../core/clock.ts';
import { createKeyRing } from '../../core/key-ring.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { codeCharges } from '../budgets/rules.ts';
import { createBudgets } from '../budgets/service.ts';
import { createCodes } from './service.ts';

const keyRing = createKeyRing([randomBytes(32)]);
const accountId = 'victim';

onBothStores('a thief who has the password', (store, clock) => {
  const codes = createCodes({ clock, keyRing });
  const budgets = createBudgets({ clock, keyRing });
  let second: Database;
  before(async () => {
    second = await openDatabase({ url: store.url(), clock });
  });
  after(() => second.close());

  /** When each guess was compared, by lane: what the chance of 1 in 10,000 is made of. */
  const compared = { known: [] as number[], unknown: [] as number[] };

  /** As the sign-in does it: a try of the day, then one of the code, in one transaction. */
  const guess = (
    db: Database,
    journeyId: string,
    { typed, lane }: { typed: string; lane: 'known' | 'unknown' },
  ) =>
    db.transaction(async (tx) => {
      const charges = codeCharges({ accountId, knownDevice: lane === 'known' });
      if (!(await budgets.spend(tx, charges)).permitted) return;
      const result = await codes.attempt(tx, { journeyId, typed });
      if (result.ok || result.reason === 'wrong') compared[lane].push(clock.now());
      if (result.ok || result.reason !== 'wrong') await budgets.refund(tx, charges);
    });

  /** New journeys, resends and guesses, all at once. Nothing but the codes and the budgets stands in the way. */
  const raid = async (name: string, lane: 'known' | 'unknown', journeys: number) => {
    const one = async (_: unknown, i: number) => {
      const db = i % 2 ? second : store.db();
      const journeyId = `${name}-${i}`;
      for (let resend = 0; resend < 2; resend += 1) {
        const { code } = await db.transaction((tx) => codes.issue(tx, { journeyId, accountId }));
        const wrong = (k: number) => String((Number(code) + k + 1) % 1_000_000).padStart(6, '0');
        const guesses = Array.from({ length: 8 }, (__, k) =>
          guess(k % 2 ? second : store.db(), journeyId, { typed: wrong(k), lane }),
        );
        await Promise.all(guesses);
      }
    };
    await Promise.all(Array.from({ length: journeys }, one));
  };

  it('guesses 80 times from unknown browsers and 20 from known ones, in whatever 24 hours', async () => {
    await raid('first', 'unknown', 1);
    clock.advance(dayMs - 2);
    await raid('late', 'unknown', 8);
    clock.advance(2);
    for (let at = 0; at < 32; at += 8) {
      await raid(`u${at}`, 'unknown', 5);
      await raid(`k${at}`, 'known', 2);
      clock.advance(8 * hourMs);
    }
    for (const [lane, most] of [
      ['unknown', 80],
      ['known', 20],
    ] as const) {
      const times = compared[lane];
      const worst = Math.max(
        ...times.map((from) => times.filter((at) => at >= from && at < from + dayMs).length),
      );
      assert.equal(worst, most, lane);
    }
  });
});
