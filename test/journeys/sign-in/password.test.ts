import { newPerson } from '../../support/people.ts';
import { expect, test } from '../support/fixtures.ts';
import { guide } from '../support/visitor.ts';

const both = { tag: '@without-script' };

test(
  'a wrong password is refused in words that do not tell whether the account exists',
  both,
  async ({ page, portal, visitor, inspect }) => {
    const known = await portal.createAccount();
    const said: string[] = [];
    for (const email of [known.email, newPerson().email]) {
      await visitor.enter({ ...known, email, password: 'Ce n’est pas le bon 1' });
      await visitor.isRefused(guide.password, 'Adresse ou mot de passe incorrect.');
      await expect(visitor.page.getByLabel(guide.password, { exact: true })).toHaveValue('');
      said.push((await page.getByRole('main').innerText()).replace(email, '…'));
    }
    expect(said[1]).toBe(said[0]);
    await inspect('sign-in-2-password-refused');

    await visitor.press(guide.signIn);
    await visitor.isRefused(guide.password, 'Saisissez votre mot de passe.');
  },
);

test(
  'too many wrong passwords: until when, and what to do meanwhile',
  both,
  async ({ page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await visitor.enter({ ...person, password: 'mauvais mot de passe 0' });
    for (let tries = 1; tries <= 5; tries += 1) await visitor.givePassword(`mauvais mot de passe ${tries}`);
    await visitor.isDeadEnd('PT-201', "Trop d'essais incorrects", [guide.forgotten, 'Se connecter']);
    await expect(page.getByRole('main')).toContainText(
      /Vous pourrez réessayer dans (\d\d secondes|1 minute), à \d?\d:\d\d/,
    );
    await inspect('dead-end-too-many-tries');
  },
);

test('a disabled account is told so, and only after its right password', async ({
  portal,
  visitor,
  inspect,
}) => {
  const person = await portal.createAccount();
  expect((await portal.command(['account', 'lock', person.email])).code).toBe(0);
  await visitor.enter({ ...person, password: 'mauvais mot de passe 0' });
  await visitor.isRefused(guide.password, 'Adresse ou mot de passe incorrect.');
  await visitor.givePassword(person.password);
  await visitor.isDeadEnd('PT-204', 'Ce compte est désactivé.', ["Aller à l'accueil du portail"]);
  await inspect('dead-end-account-locked');
});
