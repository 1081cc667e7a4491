import { expect, test } from '../support/fixtures.ts';
import { guide } from '../support/visitor.ts';

const home = "Aller à l'accueil du portail";

test('an address that is none of the portal', async ({ page, visitor, inspect }) => {
  const answer = await page.goto('/conexion');
  expect(answer?.status()).toBe(404);
  await visitor.isDeadEnd('PT-601', "Cette page n'existe pas.", [home]);
  await inspect('dead-end-not-found');
  await page.getByRole('link', { name: home }).click();
  await visitor.title('Se connecter');
});

test('an address that only receives requests of tools, opened by hand', async ({
  page,
  visitor,
  inspect,
}) => {
  const answer = await page.goto('/oidc/token');
  expect(answer?.status()).toBe(405);
  await visitor.isDeadEnd('PT-602', "Cette adresse ne s'ouvre pas ainsi.", [home]);
  await inspect('dead-end-method');
});

test('a step of a sign-in that is over or another’s', async ({ page, visitor, inspect }) => {
  await page.goto('/connexion/mot-de-passe?j=ancien');
  await visitor.isDeadEnd('PT-302', "Cette page n'est plus valable.", ['Se connecter']);
  await inspect('dead-end-journey-ended');
});

test('a form older than the browser’s own cookie is refused, and the way on works', async ({
  context,
  page,
  visitor,
  inspect,
}) => {
  await page.goto('/connexion');
  await context.clearCookies();
  const tab = await context.newPage();
  await tab.goto('/connexion');
  await visitor.fill(guide.email, 'camille.martin@exemple.fr');
  await visitor.press(guide.next);
  await visitor.isDeadEnd('PT-603', 'Votre demande a été refusée.', ['Réessayer', 'Se connecter']);
  await inspect('dead-end-refused');
  await page.getByRole('link', { name: 'Réessayer' }).click();
  await visitor.giveAddress('camille.martin@exemple.fr');
});

test('a form sent by another site is refused', async ({ browser, portal }) => {
  const context = await browser.newContext({ locale: 'fr-FR' });
  const page = await context.newPage();
  await page.route('http://ailleurs.test/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<form method="post" action="${portal.url}/connexion"><input name="username" value="a@exemple.fr"><button>Gagner</button></form>`,
    }),
  );
  await page.goto('http://ailleurs.test/');
  await page.getByRole('button', { name: 'Gagner' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Votre demande a été refusée.');
  await context.close();
});

test('a field that the page has not is not guessed at', async ({ page, visitor, inspect }) => {
  await page.goto('/connexion');
  await visitor.fill(guide.email, 'camille.martin@exemple.fr');
  const form = page.locator('form').filter({ has: page.getByLabel(guide.email) });
  await form.evaluate((form) => {
    form.append(
      Object.assign(document.createElement('input'), { type: 'hidden', name: 'role', value: 'admin' }),
    );
  });
  await visitor.press(guide.next);
  await visitor.isDeadEnd('PT-604', "Votre demande n'a pas pu être lue.", ['Réessayer']);
  await inspect('dead-end-bad-input');
});

test('a book in the place of an address is too much', async ({ page, visitor, inspect }) => {
  await page.goto('/connexion');
  await visitor.fill(guide.email, 'a'.repeat(70_000));
  await visitor.press(guide.next);
  await visitor.isDeadEnd('PT-605', 'Votre demande est trop volumineuse.', ['Réessayer']);
  await inspect('dead-end-too-large');
});
