import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { paths } from '../../routes.ts';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`name and language in « Mon compte » [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    const member = async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      return { person, browser };
    };
    const typesOf = async (accountId: string) => {
      const { audit, db } = desk.identity;
      return (await audit.list(db.handle, { accountId, limit: 20 })).map(({ type }) => type);
    };

    it('shows the new name at the next page; the same again is no event', async () => {
      const { person, browser } = await member();
      for (let i = 0; i < 2; i += 1) {
        await browser.open(paths.accountName);
        await browser.press('Enregistrer', { name: '  Zoé d’Aubigné ' });
        assert.match(browser.page.body, /Votre nom est modifié\./);
      }
      await browser.open(paths.home);
      assert.match(browser.page.body, /Bonjour Zoé d’Aubigné/);
      assert.equal((await typesOf(person.id)).filter((type) => type === 'account.renamed').length, 1);
    });

    it('refuses what is no name, and keeps what was typed', async () => {
      const { browser } = await member();
      for (const [name, said] of [
        ['', /Saisissez votre prénom/],
        ['x'.repeat(101), /trop long/],
        ['a\u202eb', /caractère que nous ne pouvons pas/],
      ] as const) {
        await browser.open(paths.accountName);
        await browser.press('Enregistrer', { name });
        assert.equal(browser.page.status, 422);
        assert.match(browser.page.body, said);
      }
    });

    it('speaks the language that was chosen, here and in mails', async () => {
      const { person, browser } = await member();
      await browser.open(paths.accountLanguage);
      await browser.press('Enregistrer', { language: 'en' });
      assert.match(browser.page.body, /Your language is changed\./);
      assert.match(browser.page.body, /<html lang="en">/);
      const { accounts, db } = desk.identity;
      assert.equal((await accounts.get(db.handle, person.id)).locale, 'en');
      assert.ok((await typesOf(person.id)).includes('account.language-changed'));
      await browser.open(paths.accountLanguage);
      await browser.press('Save', { language: 'de' });
      assert.equal(browser.page.status, 400);
    });
  });
}
