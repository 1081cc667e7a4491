import { expect, test } from '../support/fixtures.ts';

test.use({ portalOptions: { config: { tools: [], help: {}, links: {} } } });

test('a portal that is not configured yet has complete pages too', async ({
  page,
  portal,
  visitor,
  inspect,
}) => {
  await visitor.signIn(await portal.createAccount());
  await expect(page.getByText('Aucun outil pour le moment')).toBeVisible();
  await inspect('home-without-tools');
  await page.goto('/rien-ici');
  await visitor.title("Cette page n'existe pas.");
  await expect(page.getByRole('link', { name: 'Lire le guide de connexion' })).toBeVisible();
  await inspect('dead-end-not-found-bare');
});
