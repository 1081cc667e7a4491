import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { paths } from '../../routes.ts';

const chosen = 'Girafe-Nuage-42-Tambour';
const details = { name: 'Dominique Petit', new: chosen, confirm: chosen };
const newcomer = () => `nouveau.${randomBytes(5).toString('hex')}@exemple.fr`;

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`« Créer un compte » [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    it('verifies the address before anything else is asked, makes the account, and the person signs in', async () => {
      const email = newcomer();
      const browser = desk.browser();
      await browser.open(paths.signUp);
      assert.doesNotMatch(browser.page.body, /name="(name|new)"/);
      await browser.submit({ username: ` ${email.toUpperCase()} ` });
      assert.equal(browser.page.path.split('?')[0], paths.signUpSent);
      const { accounts, db } = desk.identity;
      assert.equal(await accounts.findByEmail(db.handle, email as never), null);
      await browser.open(await browser.link(email, 'confirmez votre adresse'));
      await browser.submit(details);
      assert.equal(browser.page.path, paths.signUpDone);
      assert.equal(browser.cookies.has('__Host-poterne-session'), false);
      const account = await accounts.findByEmail(db.handle, email as never);
      assert.equal(account?.role, 'member');
      await browser.signIn({ email, password: chosen });
    });

    it('tells an address that has an account so in its mailbox, and shows the same screen', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.open(paths.signUp);
      await browser.submit({ username: person.email });
      assert.equal(browser.page.path.split('?')[0], paths.signUpSent);
      const mail = await browser.mail(person.email, 'vous avez déjà un compte');
      assert.doesNotMatch(mail.text, /jeton=/);
    });

    it('says what is wrong beside the field and keeps what was typed, but the password', async () => {
      const email = newcomer();
      const browser = desk.browser();
      await browser.open(paths.signUp);
      await browser.submit({ username: 'pas une adresse' });
      assert.equal(browser.page.status, 422);
      assert.match(browser.page.body, /value="pas une adresse"/);
      await browser.submit({ username: email });
      await browser.open(await browser.link(email, 'confirmez votre adresse'));
      await browser.submit({ ...details, confirm: 'autre chose' });
      assert.equal(browser.page.status, 422);
      assert.match(browser.page.body, /value="Dominique Petit"/);
      assert.ok(!browser.page.body.includes(chosen));
      await browser.submit({ ...details, name: '' });
      assert.equal(browser.page.status, 422);
      await browser.submit({ ...details, new: 'Dominique-Petit', confirm: 'Dominique-Petit' });
      assert.equal(browser.page.status, 422);
      await browser.submit(details);
      assert.equal(browser.page.path, paths.signUpDone);
    });

    it('leads to the sign-in when the account was made meanwhile', async () => {
      const email = newcomer();
      const browser = desk.browser();
      await browser.open(paths.signUp);
      await browser.submit({ username: email });
      await browser.open(await browser.link(email, 'confirmez votre adresse'));
      await desk.join({ email });
      await browser.submit(details);
      assert.equal(browser.page.path, paths.signIn);
    });

    it('mails three times an hour at most to one address, wherever it is asked', async () => {
      const email = newcomer();
      for (const expected of [200, 200, 200, 429]) {
        const browser = desk.browser();
        await browser.open(paths.signUp);
        await browser.submit({ username: email });
        assert.equal(browser.page.status, expected);
      }
    });
  });
}

describe('who may create an account', () => {
  it('is nobody when it is closed: no button, and a page that says so', async () => {
    const desk = await openDesk('sqlite', { signUp: 'closed' });
    try {
      const browser = desk.browser();
      await browser.open(paths.signIn);
      assert.ok(!browser.page.body.includes(`href="${paths.signUp}"`));
      const form = { ...browser.page, path: paths.signUp };
      await browser.open(paths.signUp);
      assert.equal(browser.page.status, 403);
      assert.match(browser.page.body, /PT-401/);
      await browser.submit(
        { username: newcomer() },
        { ...form, body: form.body.replaceAll(/action="[^"]*"/g, '') },
      );
      assert.equal(browser.page.status, 403);
    } finally {
      await desk.close();
    }
  });

  it('is who has an address at a domain of the list, and no look-alike of it', async () => {
    const desk = await openDesk('sqlite', { signUp: { domains: ['exemple.fr'] } });
    try {
      for (const [username, expected] of [
        ['a@exemple.fr', 200],
        ['a@EXEMPLE.FR', 200],
        ['a@autre.fr', 403],
        ['a@sous.exemple.fr', 403],
        ['a@exemple.fr.autre.fr', 403],
        ['"a@exemple.fr"@autre.fr', 422],
      ] as const) {
        const browser = desk.browser();
        await browser.open(paths.signUp);
        await browser.submit({ username });
        assert.ok(
          browser.page.status === expected || (expected === 422 && browser.page.status === 403),
          username,
        );
      }
    } finally {
      await desk.close();
    }
  });
});
