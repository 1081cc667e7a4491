import { expect, test } from '../support/fixtures.ts';
import { visitorAt } from '../support/visitor.ts';
import { comeFrom, frenchAddress, settle } from './support.ts';

// A threshold so low that whatever can be named is asked.
test.use({
  portalOptions: { config: { risk: { mode: 'on', threshold: -30 } } },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
  address: async ({}, use) => use(frenchAddress()),
});

test('an unusual place in the usual country says so', async ({ context, page, portal, visitor, inspect }) => {
  const person = await portal.createAccount();
  await settle(visitor, person);
  await comeFrom(context, frenchAddress());
  await visitor.enterUnknown(person);
  await expect(page.getByText("Cette connexion vient d'un lieu inhabituel.", { exact: true })).toBeVisible();
  await inspect('risk-4-unusual-place');
});

test('a browser that took a device’s cookie with it says what it is', async ({
  browser,
  context,
  address,
  portal,
  page,
  visitor,
}) => {
  const person = await portal.createAccount();
  await settle(visitor, person);
  const other = await browser.newPage({
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    storageState: await context.storageState(),
    extraHTTPHeaders: { 'X-Forwarded-For': address },
    locale: 'fr-FR',
    baseURL: portal.url,
  });
  await page.close();
  await visitorAt({ page: other, portal }).enterUnknown(person);
  await expect(
    other.getByText('Cette connexion utilise un navigateur inhabituel.', { exact: true }),
  ).toBeVisible();
  await other.screenshot({ path: 'build/screens/risk-5-unusual-browser.png', fullPage: true });
  await other.context().close();
});
