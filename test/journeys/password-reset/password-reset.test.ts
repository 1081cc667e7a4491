import { newPerson } from '../../support/people.ts';
import { expect, test } from '../support/fixtures.ts';
import { scan } from '../support/scanner.ts';
import { guide, subjects } from '../support/visitor.ts';

const all = { tag: ['@both-stores', '@without-script'] };

test(
  '« Mot de passe oublié », as the guide says, with a mail scanner on the way',
  all,
  async ({ address, browser, page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await page.goto('/connexion');
    await visitor.giveAddress(person.email);
    await page.getByRole('link', { name: guide.forgotten }).click();
    await visitor.title('Mot de passe oublié');
    await expect(page.getByText(person.email)).toBeVisible();
    await inspect('reset-1-forgotten');

    await visitor.press(guide.goOn);
    await visitor.title('Consultez votre boîte mail');
    const main = page.getByRole('main');
    await expect(main).toContainText('Si votre compte existe, un lien de renouvellement va vous être envoyé');
    await expect(main).toContainText(subjects.reset);
    await expect(main).toContainText(
      'Vérifiez votre boîte mail et vos courriers indésirables si vous ne le voyez pas.',
    );
    await inspect('reset-2-sent');

    const link = await visitor.link(person.email, subjects.reset, '/renouvellement');
    await scan(browser, link, address);
    await page.goto(link);
    await expect(page).not.toHaveURL(/jeton/);
    await visitor.title('Choisir un nouveau mot de passe');
    await inspect('reset-3-choose');

    await visitor.chooseNew('1234567890123');
    await expect(page.getByRole('alert')).toBeFocused();
    await inspect('reset-3-choose-refused');
    const { password } = newPerson();
    await visitor.chooseNew(password);
    await visitor.title('Votre mot de passe est mis à jour.');
    await expect(main).toContainText('Reconnectez-vous ensuite avec votre nouveau mot de passe.');
    await inspect('reset-4-done');
    await visitor.mail(person.email, subjects.changed);

    await main.getByRole('link', { name: guide.signIn }).click();
    await visitor.giveAddress(person.email);
    await visitor.givePassword(person.password);
    await visitor.isRefused(guide.password, 'Adresse ou mot de passe incorrect.');
    await visitor.givePassword(password);
    await visitor.giveCode(await visitor.code(person.email));
    await visitor.isHome();
  },
);

test('an address without an account sees the very same pages', async ({ page, portal, visitor }) => {
  const known = await portal.createAccount();
  const said: string[] = [];
  for (const { email } of [known, newPerson()]) {
    await page.goto('/mot-de-passe-oublie');
    await visitor.fill(guide.email, email);
    await visitor.press(guide.goOn);
    await visitor.title('Consultez votre boîte mail');
    const text = await page.getByRole('main').innerText();
    said.push(text.replace(email, '…').replaceAll(/\d+ s(econdes)?/g, ''));
  }
  expect(said[1]).toBe(said[0]);
});

test('without a sign-in before it, the address is asked for', async ({ page, visitor, inspect }) => {
  await page.goto('/.well-known/change-password');
  await visitor.title('Mot de passe oublié');
  await inspect('reset-1-forgotten-address');
  await visitor.press(guide.goOn);
  await visitor.isRefused(guide.email, 'Saisissez votre adresse de messagerie.');
});
