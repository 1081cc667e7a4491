import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, it, type TestContext } from 'node:test';
import { minuteMs } from '../../src/core/clock.ts';
import { paths } from '../../src/routes.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { hiddenFields, type Member } from '../support/member.ts';
import { newAddress, newPerson } from '../support/people.ts';
import { form, formHeaders } from './support/asks.ts';
import { aucOf, betraysNothing, timeEach } from './support/auc.ts';

const pairs = 2_000;
/** A true 0.5 misses a 95 % interval once in twenty; three fresh samples in a row, once in eight thousand. */
const samples = 3;
const wrong = 'Pas-le-bon-du-tout-1';

/**
 * Whether the time of an answer tells that an account exists [security.md 12]. On a store in memory, where no disk
 * hides a difference. What has no hash lasts a millisecond: a difference shows best there.
 */
describe('the time of an answer', () => {
  let desk: Desk;
  let browser: Member;
  let csrf = '';
  let hash = '';
  before(async () => {
    if (existsSync('/dev/shm')) process.env.TMPDIR = '/dev/shm';
    desk = await openDesk('sqlite');
    // The receiver lives in this process: what it would do with a mail is no work of the portal's.
    desk.smtp.answer(({ stage }) => (stage === 'recipient' ? { code: 550 } : undefined));
    const one = await desk.join();
    const { accounts, db } = desk.identity;
    hash = (await accounts.findById(db.handle, one.id))?.passwordHash ?? '';
    browser = desk.browser();
    csrf = hiddenFields((await browser.send('GET', paths.signIn)).body).csrf ?? '';
  });
  after(() => desk.close());

  /** An address that has an account; nobody has asked anything about it, as about one that has none. */
  const known = async () => {
    const { email, name } = newPerson();
    const { accounts, db } = desk.identity;
    const account = {
      email: email as never,
      name,
      role: 'member',
      locale: 'fr',
      passwordHash: hash,
    } as const;
    await accounts.create(db.handle, account);
    return email;
  };
  const unknown = async () => newPerson().email;

  /** How long one form takes, in milliseconds, from a network of its own. */
  const timed = async (url: string, fields: Record<string, string>) => {
    const headers = { ...formHeaders(browser), 'x-forwarded-for': newAddress() };
    const request = { method: 'POST', url, headers, payload: form({ csrf, ...fields }) } as const;
    const from = performance.now();
    const { statusCode, headers: sent } = await desk.app.inject(request);
    const took = performance.now() - from;
    assert.ok(statusCode === 303 || statusCode === 422, `${url}: ${statusCode}`);
    return { took, location: String(sent.location) };
  };

  /** Fails when three samples of 2,000 pairs all say that the two can be told apart. */
  const assertAlike = async (t: TestContext, one: (email: string) => Promise<number>, atOnce = 1) => {
    const told: string[] = [];
    for (let sample = 0; sample < samples; sample += 1) {
      let asked = 0;
      const next = async (email: Promise<string>) => {
        asked += 1;
        // The budget of all mails, and of all failures, must not end the measure.
        if (asked % 500 === 0) desk.clock.advance(20 * minuteMs);
        return one(await email);
      };
      // Made beforehand: what is made right before an answer is warm.
      const people = await Promise.all(Array.from({ length: pairs }, known));
      const measured = await timeEach(pairs, {
        first: () => next(Promise.resolve(people.pop()!)),
        second: () => next(unknown()),
        atOnce,
      });
      const found = aucOf(...measured);
      told.push(`AUC ${found.auc.toFixed(4)} [${found.low.toFixed(4)}, ${found.high.toFixed(4)}]`);
      if (betraysNothing(found)) break;
      assert.ok(sample < samples - 1, told.join(', '));
    }
    t.diagnostic(told.join(', '));
  };

  for (const [title, path] of [
    ['« Mot de passe oublié »', paths.forgotten],
    ['« Créer un compte »', paths.signUp],
    ['the e-mail page', paths.signIn],
  ] as const) {
    it(`betrays no account at ${title}`, (t) =>
      assertAlike(t, async (username) => (await timed(path, { username })).took));
  }

  it('betrays no account at the password page, with the real hash', (t) =>
    assertAlike(
      t,
      async (username) => {
        const { location } = await timed(paths.signIn, { username });
        return (await timed(location, { password: wrong })).took;
      },
      2,
    ));
});
