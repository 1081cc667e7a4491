import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import type { Member } from '../../../test/support/member.ts';
import { minuteMs } from '../../core/clock.ts';
import { paths } from '../../routes.ts';
import { type Aim, createAims } from '../../web/aims.ts';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`a sign-in that is for something [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine, { links: { portal: 'https://www.exemple.fr/' } });
    });
    after(() => desk?.close());

    /** The first page with an aim, as a tool or a page of the account would lead there. */
    const openFor = async (browser: Member, aim: Aim) => {
      if (!browser.cookies.has('__Host-poterne-browser')) await browser.open(paths.signIn);
      const cookie = browser.cookies.get('__Host-poterne-browser') ?? '';
      return browser.open(createAims(desk.identity).link(paths.signIn, { aim, browser: cookie }));
    };
    const give = async (browser: Member, person: { email: string; password: string }) => {
      const seen = desk.smtp.mails.length;
      await browser.submit({ username: person.email });
      await browser.submit({ password: person.password });
      if (browser.page.path.startsWith(paths.code)) {
        await browser.submit({ code: await browser.code(person.email, seen) });
      }
    };

    it('leads there once signed in, through the code and a wrong password', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await openFor(browser, { next: paths.help });
      await browser.submit({ username: person.email });
      await browser.submit({ password: 'Faux-Mot-De-Passe-1' });
      assert.equal(browser.page.status, 422);
      const seen = desk.smtp.mails.length;
      await browser.submit({ password: person.password });
      await browser.submit({ code: await browser.code(person.email, seen) });
      assert.equal(browser.page.path, paths.help);
    });

    it('leaves for another site from a page of its own, never from the form [31]', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await openFor(browser, { next: '/outil/abc', away: true });
      await give(browser, person);
      assert.ok(browser.page.path.startsWith(`${paths.onward}?suite=`), browser.page.path);
      assert.equal(browser.page.status, 200);
      assert.equal(browser.page.headers.refresh, '0;url=/outil/abc');
      assert.match(browser.page.body, /href="\/outil\/abc"/);
    });

    it('asks nobody who is signed in already, unless a fresh sign-in is asked for', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      await openFor(browser, { next: paths.help });
      assert.equal(browser.page.path, paths.help);
      await openFor(browser, { next: paths.help, fresh: true, who: person.email });
      assert.match(browser.page.path, /^\/connexion\/mot-de-passe/);
      assert.doesNotMatch(browser.page.body, /Modifier/);
      await browser.submit({ password: person.password });
      assert.equal(browser.page.path, paths.help);
    });

    it('keeps what it is for when the address is corrected', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await openFor(browser, { next: paths.help, hint: 'quelqu.un@exemple.fr' });
      assert.match(browser.page.body, /value="quelqu\.un@exemple\.fr"/);
      await browser.submit({ username: 'autre@exemple.fr' });
      const edit = browser.page.body.match(/href="(\/connexion\?j=[^"]+)" aria-label/)?.[1] ?? '';
      await browser.open(edit);
      await give(browser, person);
      assert.equal(browser.page.path, paths.help);
    });

    it('leads « Abandonner » to where one came from, else to the configured portal', async () => {
      const browser = desk.browser();
      await openFor(browser, { next: paths.help, leave: '/aide?retour=1' });
      await browser.submit({ username: 'quelquun@exemple.fr' });
      const href = () => browser.page.body.match(/href="(\/connexion\/abandonner[^"]*)"/)?.[1] ?? '';
      const left = await browser.send('GET', href());
      assert.equal(left.headers.location, '/aide?retour=1');
      const elsewhere = await desk.browser().send('GET', href());
      assert.equal(elsewhere.headers.location, 'https://www.exemple.fr/');
    });

    it('asks for a code that is not due, and says that something asks for it', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      await openFor(browser, { next: paths.help, fresh: true, ask: 'code', who: person.email });
      const seen = desk.smtp.mails.length;
      await browser.submit({ password: person.password });
      assert.match(browser.page.path, /^\/connexion\/code/);
      assert.match(browser.page.body, /demande de confirmer/);
      await browser.submit({ code: await browser.code(person.email, seen) });
      assert.equal(browser.page.path, paths.help);
    });

    it('hands what the former session opened to the next one of the same person, and of nobody else', async () => {
      const [person, colleague] = [await desk.join(), await desk.join()];
      const browser = desk.browser();
      await browser.signIn(person);
      await openFor(browser, { next: paths.help, fresh: true, who: person.email });
      await browser.submit({ password: person.password });
      await openFor(browser, { next: paths.help, fresh: true });
      await give(browser, colleague);
      const { audit, db } = desk.identity;
      const events = await audit.list(db.handle, { accountId: person.id, limit: 20 });
      const ends = events.filter(({ type }) => type === 'session.ended').map(({ data }) => data.reason);
      assert.deepEqual(ends, ['replaced', 'renewed']);
    });

    it('needs a new sign-in ten minutes later where the page says so', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      await browser.open(paths.accountPassword);
      assert.equal(browser.page.path, paths.accountPassword);
      desk.clock.advance(10 * minuteMs);
      await browser.open(paths.accountPassword);
      assert.match(browser.page.path, /^\/connexion\/mot-de-passe/);
    });
  });
}
