import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dayMs, minuteMs, secondMs } from '../../src/core/clock.ts';
import { paths } from '../../src/routes.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { hiddenFields, Member, type Page } from '../support/member.ts';
import type { Person } from '../support/people.ts';

type Second = Awaited<ReturnType<Desk['second']>>;

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`guessing codes in parallel [${engine}]`, () => {
    let desk: Desk;
    let other: Second;
    before(async () => {
      desk = await openDesk(engine);
      other = await desk.second();
    });
    after(async () => {
      await other?.close();
      await desk?.close();
    });

    /** The same browser at the other portal. */
    const twin = (browser: Member) => {
      const copy = new Member({ app: other.app, url: desk.url, smtp: desk.smtp, address: browser.address });
      for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
      return copy;
    };
    const wrongCodes = (code: string, count: number) =>
      Array.from({ length: count + 1 }, (_, i) => String(i).padStart(6, '0'))
        .filter((c) => c !== code)
        .slice(0, count);
    /** How many codes of an account were compared and wrong, by the audit log. */
    const compared = async (accountId: string) => {
      const { audit, db } = desk.identity;
      const events = await audit.list(db.handle, { accountId, limit: 1_000 });
      return events.filter(({ type, data }) => type === 'code.refused' && data.reason === 'wrong').length;
    };
    const isHome = (page: Page) => page.status === 303 && page.headers.location === paths.home;

    it('compares 5 of 60 codes sent at once to two portals', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.enter(person);
      const code = await browser.code(person.email);
      const [here, there] = [browser, twin(browser)];
      const form = browser.page;
      const tries = wrongCodes(code, 60).map((wrong, i) =>
        (i % 2 ? there : here).post({ code: wrong }, form),
      );
      const answers = await Promise.all(tries);
      assert.equal(await compared(person.id), 5);
      assert.equal(answers.filter(isHome).length, 0);
      assert.ok(answers.every(({ status }) => status < 500));
      await here.submit({ code }, form);
      assert.equal(here.page.status, 429);
    });

    it('signs in once at most when the right code comes 30 times among wrong ones', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.enter(person);
      const code = await browser.code(person.email);
      const there = twin(browser);
      const form = browser.page;
      const wrong = wrongCodes(code, 30);
      const tries = wrong.flatMap((guess, i) => {
        const portal = i % 2 ? there : browser;
        return [portal.post({ code: guess }, form), portal.post({ code }, form)];
      });
      const answers = await Promise.all(tries);
      const sessions = answers.filter(({ headers }) =>
        /poterne-session=/.test(String(headers['set-cookie'])),
      );
      assert.ok(sessions.length <= 1, `${sessions.length} sessions`);
      assert.ok((await compared(person.id)) <= 5);
      assert.ok(answers.every(({ status }) => status < 500));
    });

    it('compares 5 codes over the resends of a journey', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.enter(person);
      const form = browser.page;
      let code = await browser.code(person.email);
      for (let sends = 0; sends < 3; sends += 1) {
        await browser.post({ code: wrongCodes(code, 1)[0]! }, form);
        desk.clock.advance(61 * secondMs);
        const seen = desk.smtp.mails.length;
        await browser.post({ action: 'resend' }, form);
        code = await browser.code(person.email, seen);
      }
      await Promise.all(wrongCodes(code, 20).map((wrong) => browser.post({ code: wrong }, form)));
      assert.equal(await compared(person.id), 5);
      await browser.submit({ code }, form);
      assert.equal(browser.page.status, 429);
    });

    /** Signs in to the code page again and again, and throws five wrong codes at each. Ends where no code is asked. */
    const exhaust = async (person: Person & { id: string }, makeBrowser: () => Member, most: number) => {
      for (let journey = 0; journey < most; journey += 1) {
        const browser = makeBrowser();
        browser.cookies.delete('__Host-poterne-session');
        const seen = desk.smtp.mails.length;
        await browser.enter(person);
        if (!/name="code"/.test(browser.page.body)) return browser;
        const code = await browser.code(person.email, seen);
        const form = browser.page;
        const there = twin(browser);
        await Promise.all(
          wrongCodes(code, 8).map((wrong, i) => (i % 2 ? there : browser).post({ code: wrong }, form)),
        );
        desk.clock.advance(minuteMs);
      }
      return null;
    };

    it('compares 80 codes a day over every unknown browser, then mails a link that lets the owner in', async () => {
      const person = await desk.join();
      const stuck = await exhaust(person, () => desk.browser(), 25);
      assert.equal(await compared(person.id), 80);
      assert.ok(stuck, 'codes are still asked after 80 wrong ones');
      await stuck.link(person.email, 'lien de connexion');
      const owner = desk.browser();
      const seen = desk.smtp.mails.length;
      await owner.enter(person);
      const link = await owner.link(person.email, 'lien de connexion', seen);
      assert.ok(link.startsWith(`${paths.signInLink}?jeton=`), link);
      // A mail scanner opens it first, as a browser would: nothing changes.
      for (let times = 0; times < 3; times += 1) {
        const scanner = desk.browser();
        await scanner.open(link);
        assert.equal(scanner.page.status, 403);
        await scanner.send('POST', paths.signInLink, hiddenFields(scanner.page.body));
      }
      await owner.open(link);
      assert.ok(!owner.page.path.includes('jeton'));
      assert.equal(owner.page.status, 200);
      const form = owner.page;
      const answers = await Promise.all(Array.from({ length: 6 }, () => owner.post({}, form)));
      assert.equal(answers.filter(isHome).filter((p) => p.headers['set-cookie']).length, 1);
      await owner.open(paths.home);
      assert.match(owner.page.body, /connecté\(e\)/);
    });

    it('compares 20 codes a day over known browsers, whatever strangers spent', async () => {
      const person = await desk.join();
      const owner = desk.browser();
      await owner.signIn(person);
      desk.clock.advance(120 * dayMs);
      const before = await compared(person.id);
      const stuck = await exhaust(person, () => owner, 10);
      assert.ok(stuck, 'codes are still asked');
      assert.equal((await compared(person.id)) - before, 20);
    });
  });
}
