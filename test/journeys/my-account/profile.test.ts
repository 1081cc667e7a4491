import { newPerson } from '../../support/people.ts';
import { expect, test } from '../support/fixtures.ts';

const all = { tag: ['@both-stores', '@without-script'] };

test(
  'one’s name and language change where the frame says them',
  all,
  async ({ page, portal, visitor, inspect }) => {
    await visitor.signIn(await portal.createAccount());
    await page.goto('/mon-compte');
    await page.getByRole('link', { name: 'Modifier le nom' }).click();
    await visitor.title('Modifier votre nom');
    await inspect('account-2-name');
    await visitor.fill('Prénom et nom', '');
    await visitor.press('Enregistrer');
    await visitor.isRefused('Prénom et nom', 'Saisissez votre prénom et votre nom.');
    await inspect('account-2-name-error');
    await visitor.fill('Prénom et nom', 'Zoé d’Aubigné');
    await visitor.press('Enregistrer');
    await expect(page.getByRole('status').first()).toContainText('Votre nom est modifié.');
    await expect(page.getByRole('banner')).toContainText('Zoé d’Aubigné');

    await page.getByRole('link', { name: 'Modifier la langue' }).click();
    await visitor.title('Choisir votre langue');
    await inspect('account-2-language');
    await page.getByRole('radio', { name: 'English' }).check();
    await visitor.press('Enregistrer');
    await visitor.title('My account');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  },
);

test(
  'the password changes for who gives the current one',
  all,
  async ({ page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await visitor.signIn(person);
    await page.goto('/mon-compte');
    await page.getByRole('link', { name: 'Changer le mot de passe' }).click();
    await visitor.title('Changer le mot de passe');
    await inspect('account-3-password');
    const { password } = newPerson();
    const give = async (current: string) => {
      await visitor.fill('Mot de passe actuel', current);
      await visitor.fill('Nouveau mot de passe', password);
      await visitor.fill('Confirmer le nouveau mot de passe', password);
      await visitor.press('Changer le mot de passe');
    };
    await give('pas le bon mot de passe');
    await visitor.isRefused('Mot de passe actuel', "Ce n'est pas votre mot de passe actuel.");
    await inspect('account-3-password-error');
    await give(person.password);
    await expect(page.getByRole('status').first()).toContainText('Votre mot de passe est changé.');
    await visitor.signOut();
    await visitor.enter({ ...person, password });
    await visitor.isHome();
  },
);
