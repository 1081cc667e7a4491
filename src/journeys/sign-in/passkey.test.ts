import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { giveApplication, givePasskey, optionsIn } from '../../../test/support/factors.ts';
import { hiddenFields, type Member } from '../../../test/support/member.ts';
import { SoftPasskey } from '../../../test/support/soft-passkey.ts';
import { dayMs, minuteMs } from '../../core/clock.ts';
import { paths } from '../../routes.ts';
import { createAims } from '../../web/aims.ts';

const cookies = {
  browser: '__Host-poterne-browser',
  session: '__Host-poterne-session',
  device: '__Host-poterne-device',
};

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`a passkey from the first screen [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    const holder = async (counter = 0) => {
      const person = await desk.join();
      return { person, soft: await givePasskey(desk.identity, person, desk.url, counter) };
    };
    /** Sends an answer as the page's own script does. */
    const send = async (browser: Member, answer: string, page = browser.page) => {
      const action = page.body.match(/<form method="post" id="by-passkey" action="([^"]*)"/)?.[1] ?? '';
      const { csrf = '' } = hiddenFields(page.body);
      const sent = await browser.send('POST', action.replaceAll('&amp;', '&'), { csrf, answer });
      if (sent.status === 303) await browser.open(String(sent.headers.location).replace(desk.url, ''));
      else browser.page = sent;
      return browser;
    };
    const signIn = async (soft: SoftPasskey, browser = desk.browser(), lie = {}) => {
      await browser.open(paths.signIn);
      return send(browser, soft.get(optionsIn(browser.page.body), lie));
    };
    const sessionOf = async (browser: Member) => {
      const { db, sessions } = desk.identity;
      const found = await sessions.find(db.handle, browser.cookies.get(cookies.session) ?? '');
      return found.ok ? found.session : null;
    };
    const events = async (accountId: string, type: string) => {
      const { audit, db } = desk.identity;
      const all = await audit.list(db.handle, { accountId, limit: 500 });
      return all.filter((event) => event.type === type).map(({ data }) => data);
    };
    const rows = async () => {
      const { db } = desk.identity;
      const names = ['journeys', 'used_challenges', 'audit_events', 'budgets', 'sessions'] as const;
      const counts = names.map((name) =>
        db.handle
          .selectFrom(name)
          .select((e) => e.fn.countAll<number>().as('n'))
          .executeTakeFirstOrThrow(),
      );
      return (await Promise.all(counts)).map(({ n }) => Number(n));
    };

    it('is the whole sign-in: no address, no password, no code', async () => {
      const { person, soft } = await holder();
      const browser = await signIn(soft);
      assert.equal(browser.page.path, paths.home, browser.page.body);
      const session = await sessionOf(browser);
      assert.equal(session?.accountId, person.id);
      assert.deepEqual(session?.amr, ['pop', 'user', 'mfa']);
      const [done] = await events(person.id, 'sign-in.succeeded');
      assert.deepEqual(done?.amr, ['pop', 'user', 'mfa']);
      assert.equal(done?.device, 'new');
      assert.ok(done?.risk, 'how unusual it was');
      assert.deepEqual(await events(person.id, 'factor.accepted'), [{ factor: 'passkey' }]);
    });

    it('writes nothing for who only looks', async () => {
      const before = await rows();
      for (let views = 0; views < 5; views += 1) await desk.browser().open(paths.signIn);
      assert.deepEqual(await rows(), before);
    });

    it('recognises the device, so that the password alone signs in there next', async () => {
      const { person, soft } = await holder();
      const browser = await signIn(soft);
      browser.cookies.delete(cookies.session);
      await browser.enter(person);
      assert.equal(browser.page.path, paths.home);
    });

    it('recognises no machine that a phone lent its passkey to, and forgets none for that', async () => {
      const { person, soft } = await holder();
      const borrowed = await signIn(soft, desk.browser(), { attachment: 'cross-platform' });
      assert.equal(borrowed.page.path, paths.home);
      assert.equal(borrowed.cookies.has(cookies.device), false);
      const own = await signIn(soft);
      own.cookies.delete(cookies.session);
      await signIn(soft, own, { attachment: 'cross-platform' });
      own.cookies.delete(cookies.session);
      await own.enter(person);
      assert.equal(own.page.path, paths.home);
    });

    it('mails word of a device that the account did not know', async () => {
      const { person, soft } = await holder();
      const first = await signIn(soft);
      const seen = desk.smtp.mails.length;
      await signIn(soft);
      await first.mail(person.email, 'nouvelle connexion', seen);
    });

    it('takes an answer once, and none of another browser', async () => {
      const { soft } = await holder();
      const browser = desk.browser();
      await browser.open(paths.signIn);
      const { page } = browser;
      const answer = soft.get(optionsIn(page.body));
      const thief = desk.browser();
      await thief.open(paths.signIn);
      await send(thief, answer);
      assert.equal(thief.page.status, 403);
      assert.match(thief.page.body, /PT-207/);
      const answers = await Promise.all(Array.from({ length: 6 }, () => send(twin(browser), answer, page)));
      assert.equal(answers.filter(({ page: { path } }) => path === paths.home).length, 1);
    });

    /** The same browser, its cookies as they are now. */
    const twin = (browser: Member) => {
      const copy = desk.browser({ address: browser.address });
      for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
      return copy;
    };

    it('says that an account is disabled to who holds its passkey', async () => {
      const { person, soft } = await holder();
      const { accounts, db } = desk.identity;
      await accounts.lock(db.handle, person.id);
      const browser = await signIn(soft);
      assert.equal(browser.page.status, 403);
      assert.match(browser.page.body, /PT-204/);
      assert.equal(await sessionOf(browser), null);
      assert.deepEqual(await events(person.id, 'sign-in.refused'), [
        { reason: 'account-locked', label: 'Chrome sur Windows' },
      ]);
    });

    it('still asks for a new password where one is due, and then goes on as it began', async () => {
      const { person, soft } = await holder();
      const { accounts, db } = desk.identity;
      await accounts.requireRenewal(db.handle, { id: person.id, reason: 'breached' });
      const browser = await signIn(soft);
      assert.ok(browser.page.path.startsWith(paths.renewal), browser.page.path);
      assert.equal(await sessionOf(browser), null);
      const password = 'Une toute nouvelle phrase 9';
      await browser.submit({ new: password, confirm: password });
      assert.equal(browser.page.path, paths.home);
      assert.deepEqual((await sessionOf(browser))?.amr, ['pop', 'user', 'mfa']);
    });

    it('signs in whoever has no password, and operators', async () => {
      const { person, soft } = await holder();
      const { accounts, db } = desk.identity;
      await accounts.voidPassword(db.handle, person.id);
      await db.handle.updateTable('accounts').set({ role: 'admin' }).where('id', '=', person.id).execute();
      assert.equal((await signIn(soft)).page.path, paths.home);
    });

    it('ends the session that the browser held', async () => {
      const [one, other] = [await holder(), await holder()];
      const browser = await signIn(one.soft);
      const before = await sessionOf(browser);
      const elsewhere = desk.browser();
      elsewhere.cookies.set(cookies.browser, browser.cookies.get(cookies.browser)!);
      await elsewhere.open(paths.signIn);
      const answer = other.soft.get(optionsIn(elsewhere.page.body));
      await send(browser, answer, elsewhere.page);
      const now = await sessionOf(browser);
      assert.equal(now?.accountId, other.person.id);
      assert.deepEqual(await events(one.person.id, 'session.ended'), [{ reason: 'replaced' }]);
      assert.notEqual(before?.id, now?.id);
    });

    it('leads to what the sign-in is for', async () => {
      const { soft } = await holder();
      const browser = desk.browser();
      await browser.open(paths.signIn);
      const token = browser.cookies.get(cookies.browser) ?? '';
      const link = createAims(desk.identity).link(paths.signIn, {
        aim: { next: paths.help },
        browser: token,
      });
      await browser.open(link);
      await send(browser, soft.get(optionsIn(browser.page.body)));
      assert.equal(browser.page.path, paths.help);
      // …also after the address was given and changed.
      browser.cookies.delete(cookies.session);
      await browser.open(link);
      await browser.submit({ username: 'quelqu.un@exemple.fr' });
      await browser.open(browser.page.path.replace(paths.password, paths.signIn));
      await send(browser, soft.get(optionsIn(browser.page.body)));
      assert.equal(browser.page.path, paths.help);
    });

    it('signs in anew whoever must, and nobody in their place', async () => {
      const [one, other] = [await holder(), await holder()];
      const browser = await signIn(one.soft);
      const token = browser.cookies.get(cookies.browser) ?? '';
      const aim = { next: paths.help, fresh: true, who: one.person.email };
      const link = createAims(desk.identity).link(paths.signIn, { aim, browser: token });
      await browser.open(link);
      assert.ok(browser.page.path.startsWith(paths.password), 'the address is not asked');
      const { page } = browser;
      await send(browser, other.soft.get(optionsIn(page.body)), page);
      assert.equal(browser.page.status, 403);
      assert.deepEqual(await events(other.person.id, 'factor.refused'), [
        { factor: 'passkey', reason: 'other-account' },
      ]);
      await browser.open(link);
      await send(browser, one.soft.get(optionsIn(browser.page.body)));
      assert.equal(browser.page.path, paths.help);
    });

    it('refuses a copy by its counter, and says so in the log', async () => {
      const { person, soft } = await holder(5);
      assert.equal((await signIn(soft)).page.path, paths.home);
      const browser = await signIn(soft, desk.browser(), { counter: 2 });
      assert.equal(browser.page.status, 403);
      assert.deepEqual(await events(person.id, 'factor.refused'), [{ factor: 'passkey', reason: 'counter' }]);
    });

    it('waits after 30 refusals from one network, says until when, and writes no more', async () => {
      const browser = desk.browser();
      await browser.open(paths.signIn);
      const { page } = browser;
      const nobodys = new SoftPasskey({ origin: desk.url });
      for (let tries = 0; tries < 30; tries += 1) {
        await send(browser, nobodys.get(optionsIn(page.body)), page);
        assert.equal(browser.page.status, 403);
      }
      const before = await rows();
      for (let tries = 0; tries < 5; tries += 1) {
        await send(browser, nobodys.get(optionsIn(page.body)), page);
        assert.equal(browser.page.status, 429);
      }
      assert.match(browser.page.body, /PT-208/);
      assert.deepEqual(await rows(), before);
      // The password works on, and other networks do.
      await browser.signIn(await desk.join());
      const { soft } = await holder();
      assert.equal((await signIn(soft)).page.path, paths.home);
      desk.clock.advance(dayMs);
      browser.cookies.delete(cookies.session);
      await signIn(soft, browser);
      assert.equal(browser.page.path, paths.home);
    });

    it('counts no success', async () => {
      const { soft } = await holder();
      const browser = desk.browser();
      for (let times = 0; times < 35; times += 1) {
        browser.cookies.delete(cookies.session);
        await signIn(soft, browser);
        assert.equal(browser.page.path, paths.home);
      }
    });

    it('takes nothing without the page’s own guard, and answers a GET', async () => {
      const { soft } = await holder();
      const browser = desk.browser();
      await browser.open(paths.signIn);
      const answer = soft.get(optionsIn(browser.page.body));
      const { csrf = '' } = hiddenFields(browser.page.body);
      const site = { 'sec-fetch-site': 'cross-site' };
      assert.equal((await browser.send('POST', paths.passkeySignIn, { csrf, answer }, site)).status, 403);
      assert.equal((await browser.send('POST', paths.passkeySignIn, { csrf: 'x', answer })).status, 403);
      assert.equal((await browser.send('POST', paths.passkeySignIn, { csrf, answer, x: '1' })).status, 400);
      assert.equal((await browser.send('POST', paths.passkeySignIn, { csrf })).status, 400);
      await browser.open(`${paths.passkeySignIn}?suite=x`);
      assert.equal(browser.page.path, `${paths.signIn}?suite=x`);
    });

    it('is no way around the application of another account', async () => {
      const { soft } = await holder();
      const other = await desk.join();
      await giveApplication(desk.identity, other);
      desk.clock.advance(minuteMs);
      const browser = desk.browser();
      await browser.enter(other);
      assert.ok(browser.page.path.startsWith(paths.factor));
      const first = desk.browser();
      first.cookies.set(cookies.browser, browser.cookies.get(cookies.browser)!);
      await first.open(paths.signIn);
      await browser.submit({ answer: soft.get(optionsIn(first.page.body)) });
      assert.equal(browser.page.status, 422);
    });
  });
}
