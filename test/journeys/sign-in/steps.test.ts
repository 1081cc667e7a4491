import { newPerson } from '../../support/people.ts';
import { expect, test } from '../support/fixtures.ts';
import { guide, visitorAt } from '../support/visitor.ts';

const both = { tag: '@without-script' };

test(
  'Back shows the earlier steps, and going on from there works',
  both,
  async ({ page, portal, visitor }) => {
    const person = await portal.createAccount();
    await page.goto('/connexion');
    await visitor.giveAddress(newPerson().email);
    await page.goBack();
    await visitor.title('Se connecter');
    await visitor.giveAddress(person.email);
    await visitor.givePassword(person.password);
    await visitor.title('Renforcement de la sécurité anti-fraude');
    const code = await visitor.code(person.email);
    await page.goBack();
    await visitor.title('Saisir votre mot de passe');
    await page.goForward();
    await visitor.title('Renforcement de la sécurité anti-fraude');
    await page.goBack();
    await visitor.givePassword(person.password);
    await visitor.title('Renforcement de la sécurité anti-fraude');
    // The code of a moment ago is still the one.
    await visitor.giveCode(code);
    await visitor.isHome();
    await page.goBack();
    await visitor.isHome();
  },
);

test('two tabs sign two people in, each with its own address and code', async ({
  context,
  page,
  portal,
  visitor,
}) => {
  const first = await portal.createAccount();
  const second = await portal.createAccount({ name: 'Dominique Petit' });
  const tab = await context.newPage();
  const other = visitorAt({ page: tab, portal });
  await visitor.enterUnknown(first);
  await other.enterUnknown(second);
  await expect(page.getByRole('main')).toContainText(first.email);
  await expect(tab.getByRole('main')).toContainText(second.email);
  await visitor.giveCode(await visitor.code(first.email));
  await visitor.isHome();
  await other.giveCode(await other.code(second.email));
  await other.isHome();
  await page.reload();
  await expect(page.getByText('Bonjour Dominique Petit')).toBeVisible();
});

test('a second tab of the same sign-in follows the first', async ({ context, page, portal, visitor }) => {
  const person = await portal.createAccount();
  await page.goto('/connexion');
  await visitor.giveAddress(person.email);
  const tab = await context.newPage();
  await tab.goto(page.url());
  const other = visitorAt({ page: tab, portal });
  await visitor.givePassword(person.password);
  await visitor.title('Renforcement de la sécurité anti-fraude');
  await other.givePassword(person.password);
  await other.title('Renforcement de la sécurité anti-fraude');
  await visitor.giveCode(await visitor.code(person.email));
  await visitor.isHome();
  // What it still shows is over: it joins the first tab.
  await other.giveCode('123456');
  await other.isHome();
});

test('no step can be jumped by its address', both, async ({ page, visitor }) => {
  await page.goto('/connexion');
  await visitor.giveAddress(newPerson().email);
  const { search } = new URL(page.url());
  for (const later of ['/connexion/code', '/connexion/nouveau-mot-de-passe', '/connexion/lien']) {
    await page.goto(`${later}${search}`);
    await visitor.title('Saisir votre mot de passe');
  }
  await page.goto('/');
  await visitor.title('Se connecter');
});

test('on a slow network the green button says so, and a double click sends once', async ({
  page,
  visitor,
}) => {
  await page.goto('/connexion');
  await visitor.giveAddress(newPerson().email);
  let sent = 0;
  const slow = Promise.withResolvers<void>();
  await page.route('**/connexion/mot-de-passe*', async (route) => {
    if (route.request().method() === 'POST') {
      sent += 1;
      await slow.promise;
    }
    await route.continue();
  });
  await visitor.fill(guide.password, 'mauvais mot de passe');
  const button = page.getByRole('button', { name: guide.signIn, exact: true });
  const size = await button.boundingBox();
  await page.evaluate(noteGreenButton);
  await button.dblclick({ noWaitAfter: true });
  slow.resolve();
  await visitor.isRefused(guide.password, 'Adresse ou mot de passe incorrect.');
  expect(sent).toBe(1);
  const noted = await page.evaluate(() => sessionStorage.getItem('noted') ?? '');
  expect(JSON.parse(noted)).toEqual({ text: 'Connexion en cours…', disabled: 'true', size });
});

/** Notes how the green button changes, where the next page can read it: Playwright's own look would wait for that page. */
function noteGreenButton() {
  const button = document.querySelector('main .btn-1');
  if (!button) return;
  const note = () => {
    const { x, y, width, height } = button.getBoundingClientRect();
    const noted = { text: button.textContent, disabled: button.getAttribute('aria-disabled') };
    sessionStorage.setItem('noted', JSON.stringify({ ...noted, size: { x, y, width, height } }));
  };
  new MutationObserver(note).observe(button, { attributes: true, childList: true });
}
