import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { paths } from '../../routes.ts';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`« Ce n’était pas moi » [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    it('voids the password, ends every session, forgets the devices, and mails a link', async () => {
      const person = await desk.join();
      const owner = desk.browser();
      await owner.signIn(person);
      const thief = desk.browser();
      await thief.signIn(person);
      const mailbox = desk.browser();
      const seen = desk.smtp.mails.length;
      await mailbox.open(await mailbox.link(person.email, 'nouvelle connexion'));
      assert.equal(mailbox.page.path.split('?')[0], paths.notMeConfirm);
      await mailbox.submit({});
      assert.equal(mailbox.page.path.split('?')[0], paths.notMeDone);
      const { devices, db } = desk.identity;
      assert.deepEqual(await devices.list(db.handle, person.id), []);
      for (const browser of [owner, thief]) {
        await browser.open(paths.home);
        assert.doesNotMatch(browser.page.body, /connecté\(e\)/);
        await browser.enter(person);
        assert.equal(browser.page.status, 422, 'the old password still opens the account');
      }
      const chosen = 'Girafe-Nuage-42-Tambour';
      await mailbox.open(await mailbox.link(person.email, 'renouvellement', seen));
      await mailbox.submit({ new: person.password, confirm: person.password });
      assert.match(mailbox.page.body, /déjà utilisé/);
      await mailbox.submit({ new: chosen, confirm: chosen });
      assert.equal(mailbox.page.path, paths.resetDone);
      // The device is a stranger now: the code is asked again.
      await thief.enter({ email: person.email, password: chosen });
      assert.match(thief.page.path, /^\/connexion\/code/);
    });

    it('signs the browser that reports it out, and leaves the cookie that others may share', async () => {
      const person = await desk.join();
      await desk.browser().signIn(person);
      const browser = desk.browser();
      await browser.signIn(person);
      await browser.open(await browser.link(person.email, 'nouvelle connexion'));
      await browser.submit({});
      assert.equal(browser.page.path.split('?')[0], paths.notMeDone);
      assert.equal(browser.cookies.has('__Host-poterne-session'), false);
      assert.equal(browser.cookies.has('__Host-poterne-device'), true);
    });

    it('works from the mail of a changed password too, for 30 days', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      const chosen = 'Girafe-Nuage-42-Tambour';
      await browser.open(paths.forgotten);
      await browser.submit({ username: person.email });
      await browser.open(await browser.link(person.email, 'renouvellement'));
      await browser.submit({ new: chosen, confirm: chosen });
      const link = await browser.link(person.email, 'a été modifié');
      desk.clock.advance(30 * 86_400_000 - 1);
      await browser.open(link);
      await browser.submit({});
      assert.equal(browser.page.path.split('?')[0], paths.notMeDone);
      await browser.enter({ email: person.email, password: chosen });
      assert.equal(browser.page.status, 422);
    });

    it('says in the audit log what it ended', async () => {
      const person = await desk.join();
      await desk.browser().signIn(person);
      const browser = desk.browser();
      await browser.signIn(person);
      await browser.open(await browser.link(person.email, 'nouvelle connexion'));
      await browser.submit({});
      const { audit, db } = desk.identity;
      const events = await audit.list(db.handle, { accountId: person.id, limit: 50 });
      const reported = events.find(({ type }) => type === 'not-me.reported');
      assert.deepEqual(reported?.data, {
        via: 'mail',
        sessionsEnded: 2,
        devicesForgotten: 2,
        factorsRemoved: 0,
        consentsRevoked: 0,
        emailRestored: false,
        operatorsTold: 0,
      });
      assert.match(browser.page.body, /2 sessions fermées\./);
      assert.match(browser.page.body, /2 appareils reconnus oubliés\./);
    });
  });
}
