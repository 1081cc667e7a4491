import { expect, test } from '../support/fixtures.ts';

test.use({ portalOptions: { config: { signUp: 'closed' } } });

test('where sign-up is closed the button is gone and the page says so', async ({
  page,
  visitor,
  inspect,
}) => {
  await page.goto('/connexion');
  await visitor.title('Se connecter');
  await expect(page.getByRole('link', { name: 'Créer un compte' })).toHaveCount(0);
  await inspect('sign-in-1-address-closed');
  await page.goto('/creer-un-compte');
  await visitor.isDeadEnd('PT-401', 'La création de compte est fermée.', ['Se connecter']);
  await inspect('dead-end-sign-up-closed');
});
