import { expect, test } from '../support/fixtures.ts';
import { letPass } from '../support/time.ts';
import { visitorAt } from '../support/visitor.ts';
import { comeFrom, frenchAddress, japaneseAddress, settle } from './support.ts';

const all = { tag: ['@both-stores', '@without-script'] };
const dayMs = 24 * 3_600_000;

test.use({
  portalOptions: { config: { risk: { mode: 'on' } } },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
  address: async ({}, use) => use(frenchAddress()),
});

test('the second sign-in on a device passes without a code', all, async ({ portal, visitor }) => {
  const person = await portal.createAccount();
  await visitor.signIn(person);
  await visitor.signOut();
  await visitor.enter(person);
  await visitor.isHome();
});

test(
  'a new device is asked, and says so',
  all,
  async ({ browser, page, address, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    const home = await browser.newPage({ extraHTTPHeaders: { 'X-Forwarded-For': address } });
    await settle(visitorAt({ page: home, portal }), person);
    await home.context().close();
    await visitor.enterUnknown(person);
    await expect(page.getByText('Nous ne reconnaissons pas cet appareil.', { exact: true })).toBeVisible();
    await inspect('risk-1-new-device');
  },
);

test(
  'a new country is asked on a known device, says so, and is known afterwards',
  all,
  async ({ context, page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await settle(visitor, person);
    const read = portal.smtp.mails.length;
    await comeFrom(context, japaneseAddress);
    await visitor.enterUnknown(person);
    await expect(
      page.getByText("Cette connexion vient d'un pays inhabituel.", { exact: true }),
    ).toBeVisible();
    await inspect('risk-2-new-country');
    await page.getByRole('link', { name: 'English' }).click();
    await expect(
      page.getByText('This sign-in comes from an unusual country.', { exact: true }),
    ).toBeVisible();
    await page.getByRole('link', { name: 'Français' }).click();
    await visitor.giveCode(await visitor.code(person.email));
    await visitor.isHome();
    expect(portal.smtp.mails.slice(read).filter(({ to }) => to.includes(person.email))).toHaveLength(1);
    await visitor.signOut();
    await visitor.enter(person);
    await visitor.isHome();
  },
);

test(
  'the regular date is asked on a known device, and says so',
  all,
  async ({ page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await settle(visitor, person, 2);
    await letPass(portal, 106 * dayMs);
    await visitor.enterUnknown(person);
    const said = 'Nous vous demandons un code régulièrement, par sécurité.';
    await expect(page.getByText(said, { exact: true })).toBeVisible();
    await inspect('risk-3-regular-date');
    await visitor.giveCode(await visitor.code(person.email));
    await visitor.isHome();
    await visitor.signOut();
    await visitor.enter(person);
    await visitor.isHome();
  },
);
