import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/routes.ts';
import { type Desk, openDesk } from '../support/desk.ts';

const chosen = 'Girafe-Nuage-42-Tambour';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`a sign-in under way when its password ends [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    /** The owner voids the password by the link of an alert. */
    const voidPassword = async (email: string) => {
      const owner = desk.browser();
      await owner.open(await owner.link(email, 'nouvelle connexion'));
      await owner.submit({});
      assert.equal(owner.page.path.split('?')[0], paths.notMeDone);
      return owner;
    };
    /** Someone signed in twice, so that an alert with its link is in the mailbox. */
    const alerted = async () => {
      const person = await desk.join();
      await desk.browser().signIn(person);
      await desk.browser().signIn(person);
      return person;
    };

    it('does not end well at the code page', async () => {
      const person = await alerted();
      const thief = desk.browser();
      const seen = desk.smtp.mails.length;
      await thief.enter(person);
      const code = await thief.code(person.email, seen);
      await voidPassword(person.email);
      await thief.submit({ code });
      assert.notEqual(thief.page.path, paths.home);
      assert.equal(thief.cookies.has('__Host-poterne-session'), false);
    });

    it('chooses no new password at the renewal page', async () => {
      const person = await alerted();
      const { accounts, db } = desk.identity;
      await accounts.requireRenewal(db.handle, { id: person.id, reason: 'operator' });
      const thief = desk.browser();
      const seen = desk.smtp.mails.length;
      await thief.enter(person);
      await thief.submit({ code: await thief.code(person.email, seen) });
      assert.match(thief.page.path, /nouveau-mot-de-passe/);
      await voidPassword(person.email);
      await thief.submit({ new: chosen, confirm: chosen });
      assert.equal(thief.cookies.has('__Host-poterne-session'), false);
      const account = await accounts.findByEmail(db.handle, person.email as never);
      assert.equal(account?.passwordHash, null);
    });

    it('does not end well once a mailed link has changed the password', async () => {
      const person = await desk.join();
      const thief = desk.browser();
      await thief.enter(person);
      const code = await thief.code(person.email);
      desk.clock.advance(1_000);
      const owner = desk.browser();
      await owner.open(paths.forgotten);
      await owner.submit({ username: person.email });
      await owner.open(await owner.link(person.email, 'renouvellement'));
      await owner.submit({ new: chosen, confirm: chosen });
      assert.equal(owner.page.path, paths.resetDone);
      await thief.submit({ code });
      assert.equal(thief.cookies.has('__Host-poterne-session'), false);
    });
  });
}
