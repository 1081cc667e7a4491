import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import type { Member } from '../../../test/support/member.ts';
import { dayMs } from '../../core/clock.ts';
import { paths } from '../../routes.ts';

/** Addresses of access providers: the bundled data know their countries. */
const french = '90.1.2.3';
const japanese = '133.200.4.5';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`what a sign-in teaches, and when it is unusual [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine, { risk: { mode: 'on' } });
    });
    after(() => desk.close());

    const events = async (accountId: string, type: string) =>
      (await desk.identity.audit.list(desk.identity.db.handle, { accountId, limit: 99 })).filter(
        (event) => event.type === type,
      );
    const learned = async (id: string) => {
      const rows = desk.identity.db.handle
        .selectFrom('risk_people')
        .select('times')
        .where('account_id', '=', id);
      return (await rows.executeTakeFirst())?.times ?? 0;
    };
    /** The same browser, somewhere else. */
    const moved = (browser: Member, address: string): Member => {
      const there = desk.browser({ address });
      for (const [name, value] of browser.cookies) there.cookies.set(name, value);
      return there;
    };
    const again = async (browser: Member, person: { email: string; password: string }) => {
      browser.cookies.delete('__Host-poterne-session');
      return browser.enter(person);
    };
    /** Someone who signed in four times at home, at their own browser. */
    const settled = async () => {
      const person = await desk.join();
      const browser = desk.browser({ address: french });
      await browser.signIn(person);
      for (let i = 0; i < 3; i += 1) {
        desk.clock.advance(dayMs);
        await again(browser, person);
        assert.equal(browser.page.path, paths.home);
      }
      return { person, browser };
    };

    it('asks of a known device in a country that is new, says so, and not there again', async () => {
      const { person, browser } = await settled();
      const abroad = moved(browser, japanese);
      const seen = desk.smtp.mails.length;
      await again(abroad, person);
      assert.match(abroad.page.path, /^\/connexion\/code/);
      assert.match(abroad.page.body, /Cette connexion vient d&#39;un pays inhabituel\./);
      const english = { 'accept-language': 'en' };
      const page = await abroad.send('GET', abroad.page.path, undefined, english);
      assert.match(page.body, /This sign-in comes from an unusual country\./);
      await abroad.submit({ code: await abroad.code(person.email, seen) });
      assert.equal(abroad.page.path, paths.home);
      await again(abroad, person);
      assert.equal(abroad.page.path, paths.home);
      const [asked] = await events(person.id, 'code.asked');
      assert.deepEqual(asked?.data.reasons, ['unusual-country']);
    });

    it('tells the audit log the same of a code and of the sign-in that it ends', async () => {
      const person = await desk.join();
      await desk.browser({ address: french }).signIn(person);
      const [asked] = await events(person.id, 'code.asked');
      const [done] = await events(person.id, 'sign-in.succeeded');
      assert.ok(asked?.data.risk);
      assert.deepEqual(done?.data.risk, asked.data.risk);
      assert.equal(done?.journeyId, asked.journeyId);
    });

    it('teaches nothing until it is proven in full', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.enter({ ...person, password: 'Pas-le-bon-du-tout-1' });
      await browser.enter(person);
      await browser.submit({ code: '000000' });
      assert.equal(await learned(person.id), 0);
      await browser.submit({ code: await browser.code(person.email) });
      assert.equal(browser.page.path, paths.home);
      assert.equal(await learned(person.id), 1);
    });

    it('teaches where it was completed, not where it was begun', async () => {
      const { person, browser } = await settled();
      const abroad = moved(browser, japanese);
      const seen = desk.smtp.mails.length;
      await again(abroad, person);
      const back = moved(abroad, french);
      back.page = abroad.page;
      await back.submit({ code: await back.code(person.email, seen) });
      assert.equal(back.page.path, paths.home);
      await again(abroad, person);
      assert.match(abroad.page.body, /pays inhabituel/);
    });

    it('counts every sign-in of one account at the same moment on two portals', async () => {
      const { person, browser } = await settled();
      const second = await desk.second();
      try {
        const tabs = Array.from({ length: 10 }, (_, i) => {
          const tab = desk.browser({ address: french, app: i % 2 === 0 ? desk.app : second.app });
          for (const [name, value] of browser.cookies) tab.cookies.set(name, value);
          return tab;
        });
        await Promise.all(tabs.map((tab) => again(tab, person)));
        for (const tab of tabs) assert.equal(tab.page.path, paths.home);
        assert.equal(await learned(person.id), 4 + tabs.length);
      } finally {
        await second.close();
      }
    });

    it('opens a sign-in that an older portal began, and tells nothing that was not assessed', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.enter(person);
      const { handle } = desk.identity.db;
      const row = await handle
        .selectFrom('journeys')
        .select(['id', 'data'])
        .where('account_id', '=', person.id)
        .executeTakeFirstOrThrow();
      const { risk, ...older } = JSON.parse(row.data) as Record<string, unknown>;
      assert.ok(risk);
      await handle
        .updateTable('journeys')
        .set({ data: JSON.stringify(older) })
        .where('id', '=', row.id)
        .execute();
      await browser.open(browser.page.path);
      await browser.submit({ code: await browser.code(person.email) });
      assert.equal(browser.page.path, paths.home);
      const [done] = await events(person.id, 'sign-in.succeeded');
      assert.equal(done?.data.risk, undefined);
      assert.equal(await learned(person.id), 1);
    });

    it('forgets the habits of an account whose owner says « Ce n’était pas moi »', async () => {
      const { person, browser } = await settled();
      const thief = desk.browser({ address: japanese });
      await thief.signIn(person);
      assert.equal(await learned(person.id), 5);
      await browser.open(await browser.link(person.email, 'nouvelle connexion'));
      await browser.submit({});
      assert.equal(await learned(person.id), 0);
    });

    it('goes with its account', async () => {
      const { person } = await settled();
      const { db, inactivity } = desk.identity;
      desk.clock.advance(400 * dayMs);
      const unused = { inactiveMs: 365 * dayMs, most: 500 };
      await db.transaction((tx) => inactivity.warn(tx, unused));
      desk.clock.advance(40 * dayMs);
      await db.transaction((tx) => inactivity.remove(tx, unused));
      assert.equal(await learned(person.id), 0);
      const nodes = await db.handle
        .selectFrom('risk_nodes')
        .select('key')
        .where('account_id', '=', person.id)
        .execute();
      assert.deepEqual(nodes, []);
    });
  });
}

it('asks nobody for a new country in the shadow, and records what it would have said', async () => {
  const desk = await openDesk('sqlite', { risk: { mode: 'shadow' } });
  try {
    const person = await desk.join();
    const browser = desk.browser({ address: french });
    for (let i = 0; i < 4; i += 1) {
      await browser.signIn(person);
      browser.cookies.delete('__Host-poterne-session');
    }
    const abroad = desk.browser({ address: japanese });
    for (const [name, value] of browser.cookies) abroad.cookies.set(name, value);
    await abroad.enter(person);
    assert.equal(abroad.page.path, paths.home);
    const { audit, db } = desk.identity;
    const [done] = await audit.list(db.handle, { accountId: person.id, limit: 1 });
    const { acting, levels } = done!.data.risk as { acting: boolean; levels: [string, number][] };
    assert.equal(acting, false);
    assert.ok(levels[0]![0] === 'country' && levels[0]![1] > 4);
  } finally {
    await desk.close();
  }
});
