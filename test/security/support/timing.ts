import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { minuteMs } from '../../../src/core/clock.ts';
import { paths } from '../../../src/routes.ts';
import { openDesk } from '../../support/desk.ts';
import { hiddenFields } from '../../support/member.ts';
import { newAddress, newPerson } from '../../support/people.ts';
import { form, formHeaders } from './asks.ts';
import { aucOf, betraysNothing, timeEach } from './auc.ts';

const pairs = 2_000;
/** A true 0.5 misses a 95 % interval once in twenty; three fresh samples in a row, once in eight thousand. */
const samples = 3;

/**
 * A portal whose answers are timed [security.md 12]. On a store in memory, where no disk hides a difference; the
 * receiver of mails refuses them, as it lives in this process and what it would do with one is no work of the portal's.
 */
export async function openTimedDesk() {
  if (existsSync('/dev/shm')) process.env.TMPDIR = '/dev/shm';
  const desk = await openDesk('sqlite');
  desk.smtp.answer(({ stage }) => (stage === 'recipient' ? { code: 550 } : undefined));
  const { accounts, db } = desk.identity;
  const { id } = await desk.join();
  const passwordHash = (await accounts.findById(db.handle, id))?.passwordHash ?? '';
  const browser = desk.browser();
  const { csrf = '' } = hiddenFields((await browser.send('GET', paths.signIn)).body);

  /** An address that has an account; nobody has asked anything about it, as about one that has none. */
  const known = async () => {
    const { email, name } = newPerson();
    const account = { email: email as never, name, role: 'member', locale: 'fr', passwordHash } as const;
    await accounts.create(db.handle, account);
    return email;
  };

  return {
    close: desk.close,

    /** How long one form takes, in milliseconds, from a network of its own; and where it leads. */
    async timed(url: string, fields: Record<string, string>): Promise<{ took: number; location: string }> {
      const headers = { ...formHeaders(browser), 'x-forwarded-for': newAddress() };
      const request = { method: 'POST', url, headers, payload: form({ csrf, ...fields }) } as const;
      const from = performance.now();
      const { statusCode, headers: sent } = await desk.app.inject(request);
      const took = performance.now() - from;
      assert.ok(statusCode === 303 || statusCode === 422, `${url}: ${statusCode}`);
      return { took, location: String(sent.location) };
    },

    /** Fails when three samples of 2,000 pairs all say that known and unknown addresses can be told apart. */
    async assertAlike(
      t: TestContext,
      measure: (email: string) => Promise<number>,
      atOnce = 1,
    ): Promise<void> {
      const told: string[] = [];
      let asked = 0;
      const next = async (email: string) => {
        asked += 1;
        // The budget of all mails, and of all failures, must not end the measure.
        if (asked % 500 === 0) desk.clock.advance(20 * minuteMs);
        return measure(email);
      };
      for (let sample = 1; ; sample += 1) {
        // Made beforehand: what is made right before an answer is warm.
        const people: string[] = [];
        for (let i = 0; i < pairs; i += 1) people.push(await known());
        const times = await timeEach(pairs, {
          first: () => next(people.pop() ?? ''),
          second: () => next(newPerson().email),
          atOnce,
        });
        const found = aucOf(...times);
        told.push(`AUC ${found.auc.toFixed(4)} [${found.low.toFixed(4)}, ${found.high.toFixed(4)}]`);
        if (betraysNothing(found)) break;
        assert.ok(sample < samples, told.join(', '));
      }
      t.diagnostic(told.join(', '));
    },
  };
}
