import { expect, test } from '../support/fixtures.ts';
import { scan } from '../support/scanner.ts';
import { spendCodes } from '../support/strangers.ts';
import { guide, subjects, visitorAt } from '../support/visitor.ts';

test('once a thief has used up the codes, a mailed link lets the owner in', {
  tag: ['@both-stores', '@without-script'],
}, async ({ address, browser, page, portal, visitor, inspect }) => {
  const person = await portal.createAccount();
  await spendCodes(portal.url, person);
  await visitor.enter(person);
  await visitor.title('Consultez votre boîte mail');
  await expect(page.getByRole('main')).toContainText('un lien remplace le code');
  await inspect('sign-in-3-link-sent');

  const link = await visitor.link(person.email, subjects.link, '/connexion/lien');
  await scan(browser, link, address);
  const elsewhere = await browser.newPage();
  await elsewhere.goto(link);
  await visitorAt({ page: elsewhere, portal }).isDeadEnd(
    'PT-105',
    "Ce lien s'ouvre dans un autre navigateur.",
    [guide.signIn],
  );
  await elsewhere.context().close();

  await page.goto(link);
  await expect(page).not.toHaveURL(/jeton/);
  await visitor.title('Continuer la connexion');
  await inspect('sign-in-3-link-confirm');
  await visitor.press(guide.goOn);
  await visitor.isHome();
});
