import { newPerson } from '../../support/people.ts';
import { expect, test } from '../support/fixtures.ts';
import { guide } from '../support/visitor.ts';

const both = { tag: '@without-script' };

test('English is one link away on every page, stays on the same step, and is remembered', async ({
  page,
  visitor,
  axe,
}) => {
  const { email } = newPerson();
  await page.goto('/connexion');
  await visitor.giveAddress(email);
  const here = page.url();
  await page.getByRole('link', { name: 'English' }).click();
  await visitor.title('Enter your password');
  await expect(page).toHaveURL(here);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(visitor.field('E-mail address')).toHaveValue(email);
  await axe();
  await page.goto('/aide');
  await visitor.title('Help');
  await axe();
  await page.goto('/nowhere');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.goto('/connexion');
  await visitor.title('Sign in');
  await page.getByRole('link', { name: 'Français' }).click();
  await visitor.title('Se connecter');
});

test.describe('a browser that prefers English', () => {
  test.use({ locale: 'en-GB' });

  test(
    'is answered in English from the first page to the last',
    both,
    async ({ page, portal, visitor, inspect }) => {
      const person = await portal.createAccount();
      await page.goto('/');
      await visitor.title('Sign in');
      await expect(page.getByText("Sign in to access your l'Opcommerce tools.")).toBeVisible();
      await inspect('english-1-address');
      await visitor.fill('E-mail address', person.email);
      await visitor.press('Continue');
      await visitor.fill('Password', 'wrong password');
      await visitor.press('Sign in');
      await expect(page).toHaveTitle(/^Error: /);
      await expect(page.getByRole('alert')).toContainText('Incorrect address or password.');
      await inspect('english-2-password-refused');
      await visitor.fill('Password', person.password);
      await visitor.press('Sign in');
      await visitor.title('Anti-fraud security check');
      await inspect('english-3-code');
      await visitor.fill('6-digit sign-in code', await visitor.code(person.email));
      await visitor.press('Verify');
      await visitor.title(/^You are signed in/);
      await inspect('english-4-home');
      await visitor.menu.click();
      await inspect('english-5-menu');
      await visitor.press('Sign out');
      await visitor.title('You are signed out.');
    },
  );
});

test.describe('a browser that prefers a third language', () => {
  test.use({ locale: 'de-DE' });

  test('is answered in French', async ({ page, visitor }) => {
    await page.goto('/');
    await visitor.title('Se connecter');
    await expect(visitor.field(guide.email)).toBeVisible();
  });
});
