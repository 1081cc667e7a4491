import { newPerson } from '../../support/people.ts';
import { expect, test } from '../support/fixtures.ts';
import { scan } from '../support/scanner.ts';
import { guide, subjects } from '../support/visitor.ts';

const all = { tag: ['@both-stores', '@without-script'] };
const verify = "L'Opcommerce : confirmez votre nouvelle adresse.";
const changed = "L'Opcommerce : votre adresse de messagerie a été modifiée.";

test(
  'the address changes once it is confirmed there, and the former one can take it back',
  all,
  async ({ address, browser, page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    const { email } = newPerson();
    await visitor.signIn(person);
    await page.goto('/mon-compte');
    await page.getByRole('link', { name: "Modifier l'adresse de messagerie" }).click();
    await visitor.title("Modifier l'adresse");
    await inspect('account-4-email');
    await visitor.fill('Nouvelle adresse de messagerie', person.email);
    await visitor.press('Envoyer la confirmation');
    await visitor.isRefused('Nouvelle adresse de messagerie', "C'est déjà l'adresse de votre compte.");
    await visitor.fill('Nouvelle adresse de messagerie', email);
    await visitor.press('Envoyer la confirmation');
    await expect(page.getByRole('main')).toContainText(`${email} attend d'être confirmée`);
    await inspect('account-4-email-pending');

    const link = await visitor.link(email, verify, '/nouvelle-adresse');
    await scan(browser, link, address);
    await page.goto('/mon-compte');
    await expect(page.getByRole('main')).toContainText(person.email);
    await page.goto(link);
    await expect(page).not.toHaveURL(/jeton/);
    await visitor.title('Confirmer votre nouvelle adresse');
    await inspect('account-4-email-confirm');
    await visitor.press('Confirmer cette adresse');
    await visitor.title('Votre adresse est changée.');
    await inspect('account-4-email-done');

    const undo = await visitor.link(person.email, changed, '/ancienne-adresse');
    await scan(browser, undo, address);
    await page.goto('/');
    await visitor.isHome();
    await page.goto(undo);
    await expect(page).not.toHaveURL(/jeton/);
    await visitor.title('Remettre votre adresse ?');
    await inspect('account-4-email-undo');
    await visitor.press('Oui, remettre mon adresse');
    await visitor.title('Votre compte est protégé.');
    await expect(page.getByRole('main')).toContainText('Votre adresse précédente est remise.');
    await inspect('account-4-email-undone');

    await page.goto(await visitor.link(person.email, subjects.reset, '/renouvellement'));
    const { password } = newPerson();
    await visitor.chooseNew(password);
    await visitor.title('Votre mot de passe est mis à jour.');
    await visitor.signIn({ ...person, password });
  },
);

test(
  'opened where nobody is signed in, the link asks to sign in first',
  all,
  async ({ browser, page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    const { email } = newPerson();
    await visitor.signIn(person);
    await page.goto('/mon-compte/adresse');
    await visitor.fill('Nouvelle adresse de messagerie', email);
    await visitor.press('Envoyer la confirmation');
    const link = await visitor.link(email, verify, '/nouvelle-adresse');
    await page.goto('/mon-compte');
    await visitor.signOut();
    await page.goto(link);
    await visitor.title('Confirmer votre nouvelle adresse');
    await expect(page.getByRole('button', { name: 'Confirmer cette adresse' })).toHaveCount(0);
    await expect(page.getByRole('main')).not.toContainText(person.email);
    await inspect('account-4-email-sign-in-first');
    await page.getByRole('main').getByRole('link', { name: 'Se connecter' }).click();
    await visitor.giveAddress(person.email);
    await visitor.givePassword(person.password);
    await visitor.title('Confirmer votre nouvelle adresse');
    await visitor.press('Confirmer cette adresse');
    await visitor.title('Votre adresse est changée.');
    await page.goto('/');
    await visitor.isHome();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(guide.connected);
    expect(browser.isConnected()).toBe(true);
  },
);
