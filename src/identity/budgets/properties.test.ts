import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import fc from 'fast-check';
import { onBothStores } from '../../../test/support/stores.ts';
import { minuteMs } from '../../core/clock.ts';
import { createKeyRing } from '../../core/key-ring.ts';
import { type Charge, lifeMs, type Policy, type PolicyName, policies } from './rules.ts';
import { createBudgets } from './service.ts';

const keyRing = createKeyRing([randomBytes(32)]);
let keys = 0;

const life = fc.array(
  fc.record({
    wrong: fc.boolean(),
    // From at once to more than a day: inside a wait, at its very end, after the window.
    afterMs: fc.oneof(
      fc.constantFrom(0, 0, 0, 1, minuteMs - 1, minuteMs, 2 * minuteMs, 4 * minuteMs),
      fc.integer({ min: 0, max: 26 * 60 * minuteMs }),
    ),
  }),
  { minLength: 20, maxLength: 60 },
);

/** What the policies promise, told from the failures alone (and from the last try, where a window slides). */
function promise(policy: Policy) {
  let failures: number[] = [];
  let lastTry = 0;
  const slides = policy.kind === 'window' && policy.from === 'last';
  const end = () => (slides ? lastTry : failures[0]!) + lifeMs(policy);
  const lock = () => {
    if (policy.kind === 'window') return failures.length >= policy.limit ? end() : 0;
    const over = failures.length - policy.free;
    if (over < 0) return 0;
    return Math.min(end(), failures.at(-1)! + policy.delaysMs[Math.min(over, policy.delaysMs.length - 1)]!);
  };
  return {
    lockedUntil(now: number): number | null {
      if (failures.length > 0 && end() <= now) failures = [];
      return lock() > now ? lock() : null;
    },
    tried(now: number, wrong: boolean): void {
      lastTry = now;
      if (wrong) failures.push(now);
    },
  };
}

onBothStores('whatever comes, a budget', (store, clock) => {
  const budgets = createBudgets({ clock, keyRing });

  for (const name of ['password.account-near', 'link-mail.hour', 'code.known'] satisfies PolicyName[]) {
    it(`counts failures, forgets successes and says the end of the wait: ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(life, async (tries) => {
          const key = [`k${keys++}`];
          const promised = promise(policies[name]);
          for (const { wrong, afterMs } of tries) {
            clock.advance(afterMs);
            const charges: Charge[] = [{ policy: name, key }];
            const until = promised.lockedUntil(clock.now());
            const decision = await budgets.spend(store.db().handle, charges);
            assert.deepEqual(
              decision,
              until === null ? { permitted: true } : { permitted: false, until, policy: name },
            );
            if (until !== null) continue;
            promised.tried(clock.now(), wrong);
            if (!wrong) await budgets.refund(store.db().handle, charges);
          }
        }),
        // Shrinking takes minutes on a real store: the first counter-example is short enough to read.
        { numRuns: 15, endOnFailure: true },
      );
    });
  }
});
