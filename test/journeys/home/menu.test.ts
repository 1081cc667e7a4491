import { expect, test } from '../support/fixtures.ts';

test('the account menu says who is signed in, and leads to the account and out', {
  tag: '@without-script',
}, async ({ page, portal, visitor, inspect }) => {
  const person = await portal.createAccount({ name: 'Camille Lefèvre' });
  await visitor.signIn(person);
  const account = page.getByRole('link', { name: 'Mon compte' });
  await expect(account).toBeHidden();
  await visitor.menu.click();
  await expect(page.getByRole('navigation')).toContainText(person.email);
  await expect(account).toHaveAttribute('href', '/mon-compte');
  await inspect('home-menu');
  await page.getByRole('link', { name: 'Activité récente' }).click();
  await visitor.title('Activité récente');
  await visitor.menu.click();
  await page.getByRole('navigation').getByRole('link', { name: 'Appareils reconnus' }).first().click();
  await expect(page.getByRole('heading', { name: 'Appareils reconnus' })).toBeInViewport();
  await visitor.menu.click();
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await visitor.title('Vous êtes déconnecté(e).');
});

test('the account menu opens and closes by the keyboard, and when one goes elsewhere', async ({
  page,
  portal,
  visitor,
}) => {
  await visitor.signIn(await portal.createAccount());
  const out = page.getByRole('button', { name: 'Se déconnecter' });
  await page.getByRole('link', { name: 'Aide' }).focus();
  await page.keyboard.press('Tab');
  await expect(visitor.menu).toBeFocused();
  await page.keyboard.press('Enter');
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('Tab');
  await expect(out).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(out).toBeHidden();
  await expect(visitor.menu).toBeFocused();

  await page.keyboard.press('Space');
  await expect(out).toBeVisible();
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('Tab');
  await expect(out).toBeHidden();

  await visitor.menu.click();
  await expect(out).toBeVisible();
  await page.getByRole('heading', { level: 1 }).click();
  await expect(out).toBeHidden();
});

test('a long name and a long address stay inside the page', async ({ portal, visitor, inspect }) => {
  const name = 'Marie-Antoinette Joséphine de la Rochefoucauld-Liancourt d’Estissac de Montmorency';
  const email = `marie-antoinette.josephine.de-la-rochefoucauld-${Date.now()}@direction-des-ressources.exemple.fr`;
  await visitor.signIn(await portal.createAccount({ name, email }));
  await visitor.menu.click();
  await inspect('home-menu-long');
});
