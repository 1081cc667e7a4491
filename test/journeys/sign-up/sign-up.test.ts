import { newPerson } from '../../support/people.ts';
import { expect, test } from '../support/fixtures.ts';
import { scan } from '../support/scanner.ts';
import { letPass } from '../support/time.ts';
import { guide, subjects } from '../support/visitor.ts';

const all = { tag: ['@both-stores', '@without-script'] };
const both = { tag: '@without-script' };
const linkPath = '/creer-un-compte/verification';

test(
  '« Créer un compte »: address, mail, name and password, then sign in',
  all,
  async ({ address, browser, page, visitor, inspect }) => {
    const person = newPerson({ name: 'Maëlle Le Goff-Nguyễn' });
    await page.goto('/connexion');
    await page.getByRole('link', { name: 'Créer un compte' }).click();
    await visitor.title('Créer un compte');
    await inspect('sign-up-1-address');
    await visitor.press(guide.goOn);
    await visitor.isRefused(guide.email, 'Saisissez votre adresse de messagerie.');
    await visitor.fill(guide.email, person.email);
    await visitor.press(guide.goOn);
    await visitor.title('Consultez votre boîte mail');
    await expect(page.getByRole('main')).toContainText(person.email);
    await inspect('sign-up-2-sent');

    const link = await visitor.link(person.email, subjects.verify, linkPath);
    await scan(browser, link, address);
    await page.goto(link);
    await expect(page).not.toHaveURL(/jeton/);
    await visitor.title('Terminer la création du compte');
    await inspect('sign-up-3-details');

    await visitor.press('Créer le compte');
    await visitor.isRefused('Prénom et nom', 'Saisissez votre prénom et votre nom.');
    await visitor.fill('Prénom et nom', person.name);
    await visitor.fill('Mot de passe', 'motdepasse');
    await visitor.fill('Confirmer le mot de passe', 'motdepasse');
    await visitor.press('Créer le compte');
    await visitor.isRefused(
      'Mot de passe',
      'Ce mot de passe est trop court. Choisissez au moins 13 caractères.',
    );
    await expect(visitor.field('Prénom et nom')).toHaveValue(person.name);
    await inspect('sign-up-3-details-refused');
    await visitor.fill('Mot de passe', person.password);
    await visitor.fill('Confirmer le mot de passe', person.password);
    await visitor.press('Créer le compte');
    await visitor.title('Votre compte est créé.');
    await inspect('sign-up-4-done');

    await page.getByRole('main').getByRole('link', { name: guide.signIn }).click();
    await visitor.giveAddress(person.email);
    await visitor.givePassword(person.password);
    await visitor.giveCode(await visitor.code(person.email));
    await visitor.isHome();
    await expect(page.getByText(`Bonjour ${person.name}`)).toBeVisible();
  },
);

test(
  'an address that has an account sees the same screen, and learns so by mail',
  both,
  async ({ page, portal, visitor }) => {
    const known = await portal.createAccount();
    const said: string[] = [];
    for (const { email } of [known, newPerson()]) {
      await page.goto('/creer-un-compte');
      await visitor.fill(guide.email, email);
      await visitor.press(guide.goOn);
      await visitor.title('Consultez votre boîte mail');
      const text = await page.getByRole('main').innerText();
      said.push(text.replace(email, '…').replaceAll(/\d+ s(econdes)?/g, ''));
    }
    expect(said[1]).toBe(said[0]);
    await visitor.mail(known.email, subjects.exists);
  },
);

test('a link of a sign-up that is used or too old leads to a new sign-up', async ({
  page,
  portal,
  visitor,
  inspect,
}) => {
  const person = newPerson();
  const ask = async () => {
    await page.goto('/creer-un-compte');
    await visitor.fill(guide.email, person.email);
    await visitor.press(guide.goOn);
    return visitor.link(person.email, subjects.verify, linkPath);
  };
  const old = await ask();
  await letPass(portal, 48 * 3_600_000 + 1_000);
  await page.goto(old);
  await visitor.isDeadEnd('PT-101', 'Ce lien a expiré.', ['Créer un compte']);
  await inspect('dead-end-sign-up-link-expired');
  await page.goto(await ask());
  await visitor.title('Terminer la création du compte');
});
