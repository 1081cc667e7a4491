import { expect, test } from '../support/fixtures.ts';
import { guide, subjects, visitorAt } from '../support/visitor.ts';

const all = { tag: ['@both-stores', '@without-script'] };

test(
  'a browser that the account knows passes without a code, and home tells the last sign-in',
  all,
  async ({ page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await visitor.signIn(person);
    await visitor.signOut();
    await inspect('signed-out');
    await page.getByRole('link', { name: guide.signIn }).click();
    await visitor.giveAddress(person.email);
    await visitor.givePassword(person.password);
    await visitor.isHome();
    await expect(
      // « hier » where midnight came between the two.
      page.getByText(/^Dernière connexion\s: (aujourd'hui|hier) à \d?\d:\d\d, Chrome sur Linux$/),
    ).toBeVisible();
    await inspect('home-second-time');
  },
);

test(
  'an unknown browser is asked for a code, with the reason, and the owner is told by mail',
  all,
  async ({ browser, page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    const home = await browser.newPage();
    await visitorAt({ page: home, portal }).signIn(person);
    await home.context().close();

    await visitor.enterUnknown(person);
    await expect(page.getByText('Nous ne reconnaissons pas cet appareil.')).toBeVisible();
    await inspect('sign-in-3-code-unknown-device');
    // The first code of this mailbox was for the other browser.
    await visitor.code(person.email);
    await visitor.giveCode(await visitor.code(person.email));
    await visitor.isHome();
    await visitor.mail(person.email, subjects.newDevice);
  },
);

test('« Appareil partagé » is not recognised the next time', all, async ({ page, portal, visitor }) => {
  const person = await portal.createAccount();
  await visitor.enterUnknown(person);
  await page.getByRole('checkbox', { name: 'Appareil partagé : ne pas le reconnaître' }).check();
  await visitor.giveCode(await visitor.code(person.email));
  await visitor.isHome();
  await visitor.signOut();
  await visitor.enterUnknown(person);
});
