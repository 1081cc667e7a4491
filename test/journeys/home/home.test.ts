import { expect, test } from '../support/fixtures.ts';
import { letPass } from '../support/time.ts';
import { guide } from '../support/visitor.ts';

const all = { tag: ['@both-stores', '@without-script'] };

test(
  'home shows the tools of the configuration; signing out ends the session everywhere',
  all,
  async ({ context, page, portal, visitor }) => {
    const person = await portal.createAccount();
    await visitor.signIn(person);
    await expect(page.getByRole('heading', { name: 'Vos outils' })).toBeAttached();
    const tool = page.getByRole('link', { name: /^Espace Entreprise/ });
    await expect(tool).toHaveAttribute('href', 'https://outil-0.exemple.fr/');
    await page.goto('/connexion');
    await visitor.isHome();

    const session = (await context.cookies()).find(({ name }) => name === '__Host-poterne-session');
    expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', expires: -1 });
    await visitor.signOut();
    await context.addCookies([session!]);
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(guide.connected);
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(guide.connected);
  },
);

test(
  'a session that rested for an hour has ended, and says so',
  all,
  async ({ page, portal, visitor, inspect }) => {
    await visitor.signIn(await portal.createAccount());
    await letPass(portal, 60 * 60_000 + 61_000);
    await page.reload();
    await visitor.isDeadEnd('PT-301', 'Votre session est terminée.', ['Se connecter']);
    await inspect('dead-end-session-ended');
    await page.getByRole('main').getByRole('link', { name: 'Se connecter' }).click();
    await visitor.title('Se connecter');
  },
);

test('a disabled account loses its session', async ({ page, portal, visitor }) => {
  const person = await portal.createAccount();
  await visitor.signIn(person);
  expect((await portal.command(['account', 'lock', person.email])).code).toBe(0);
  await page.reload();
  await visitor.isDeadEnd('PT-301', 'Votre session est terminée.', ['Se connecter']);
});
