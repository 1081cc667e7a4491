import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { secondMs } from '../../core/clock.ts';
import { paths } from '../../routes.ts';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`an owner under attack [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk.close());

    const forgotten = async (email: string, chosen: string) => {
      const browser = desk.browser();
      const seen = desk.smtp.mails.length;
      await browser.open(paths.forgotten);
      await browser.submit({ username: email });
      assert.match(browser.page.path, /envoye/, browser.page.body);
      await browser.open(await browser.link(email, 'renouvellement', seen));
      await browser.submit({ new: chosen, confirm: chosen });
      assert.equal(browser.page.path, paths.resetDone);
      return browser;
    };

    it('gets a link in the place of the code when a thief used up the codes’ mails, and codes again after a reset', async () => {
      const person = await desk.join();
      const { budgets, db } = desk.identity;
      const charge = [{ policy: 'code-mail.unknown', key: [person.id] }] as const;
      while ((await budgets.spend(db.handle, charge)).permitted);
      const owner = desk.browser();
      await owner.enter(person);
      assert.equal(owner.page.status, 200);
      await owner.mail(person.email, 'connexion');
      assert.match(owner.page.body, /lien/);
      const chosen = 'Girafe-Nuage-42-Tambour';
      const browser = await forgotten(person.email, chosen);
      const seen = desk.smtp.mails.length;
      await browser.enter({ email: person.email, password: chosen });
      await browser.submit({ code: await browser.code(person.email, seen) });
      assert.equal(browser.page.path, paths.home);
    });

    it('is let in by a mailed link when strangers locked the address', async () => {
      const person = await desk.join();
      const { budgets, db } = desk.identity;
      const charge = [{ policy: 'password.account', key: [person.email] }] as const;
      while ((await budgets.spend(db.handle, charge)).permitted);
      const owner = desk.browser();
      await owner.enter(person);
      assert.equal(owner.page.status, 429);
      const chosen = 'Girafe-Nuage-42-Tambour';
      const browser = await forgotten(person.email, chosen);
      await browser.signIn({ email: person.email, password: chosen });
    });

    it('can ask for a new password however many sign-ups strangers asked for', async () => {
      const person = await desk.join();
      for (let i = 0; i < 4; i += 1) {
        const stranger = desk.browser();
        await stranger.open(paths.signUp);
        await stranger.submit({ username: person.email });
      }
      await forgotten(person.email, 'Girafe-Nuage-42-Tambour');
    });

    it('can have the link sent again, and keep a shared browser unknown', async () => {
      const person = await desk.join();
      const { budgets, db } = desk.identity;
      const charge = [{ policy: 'code-mail.unknown', key: [person.id] }] as const;
      while ((await budgets.spend(db.handle, charge)).permitted);
      const browser = desk.browser();
      await browser.enter(person);
      const page = browser.page;
      desk.clock.advance(61 * secondMs);
      const seen = desk.smtp.mails.length;
      await browser.submit({ action: 'resend' }, page);
      assert.equal(browser.page.status, 200);
      await browser.open(await browser.link(person.email, 'connexion', seen));
      await browser.submit({ shared: '1' });
      assert.equal(browser.page.path, paths.home);
      browser.cookies.delete('__Host-poterne-session');
      await browser.enter(person);
      assert.notEqual(browser.page.path, paths.home);
    });

    it('makes a known browser unknown by saying that it is shared', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      desk.clock.advance(120 * 86_400 * secondMs);
      browser.cookies.delete('__Host-poterne-session');
      await browser.signIn(person, { shared: '1' });
      const { devices, db } = desk.identity;
      assert.equal((await devices.list(db.handle, person.id)).length, 0);
    });
  });
}
