import { expect, test } from '../support/fixtures.ts';
import { visitorAt } from '../support/visitor.ts';

const all = { tag: ['@both-stores', '@without-script'] };

test(
  '« Mon compte » shows everything on one page, and each section has its place in the menu',
  all,
  async ({ browser, page, portal, visitor, inspect }) => {
    const person = await portal.createAccount({ name: 'Camille Lefèvre' });
    await visitor.signIn(person);
    const theirs = await browser.newPage();
    const elsewhere = visitorAt({ page: theirs, portal });
    await elsewhere.enterUnknown(person);
    await elsewhere.giveCode(await visitor.code(person.email));
    await elsewhere.isHome();
    await theirs.context().close();
    await page.goto('/connexion');
    await page.getByText('Camille Lefèvre').first().click();
    await page.getByRole('link', { name: 'Mon compte' }).click();
    await visitor.title('Mon compte');
    await expect(page.getByRole('main')).toContainText(person.email);
    for (const section of [
      'Profil',
      'Mot de passe',
      'Protection du compte',
      'Appareils reconnus',
      'Sessions',
      'Activité récente',
      'Outils autorisés',
      'Mes données',
    ]) {
      await expect(page.getByRole('heading', { level: 2, name: section })).toBeVisible();
      await page
        .getByRole('navigation', { name: 'Rubriques du compte' })
        .getByRole('link', { name: section })
        .click();
      await expect(page).toHaveURL(/#/);
    }
    await page.goto('/mon-compte');
    await inspect('account-1-overview');
  },
);
