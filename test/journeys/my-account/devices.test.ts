import { expect, test } from '../support/fixtures.ts';
import { guide, visitorAt } from '../support/visitor.ts';

const all = { tag: ['@both-stores', '@without-script'] };

test(
  'another device is forgotten and its session closed; then all of them',
  all,
  async ({ browser, page, portal, visitor }) => {
    const person = await portal.createAccount();
    await visitor.signIn(person);
    const theirs = await browser.newPage();
    const elsewhere = visitorAt({ page: theirs, portal });
    await elsewhere.enterUnknown(person);
    await elsewhere.giveCode(await visitor.code(person.email));
    await elsewhere.isHome();

    await page.goto('/mon-compte');
    const devices = page.locator('#appareils');
    await expect(devices.getByRole('listitem').first()).toContainText('Cet appareil');
    await devices.getByRole('button', { name: /, Lieu inconnu$/ }).click();
    await expect(page.getByRole('status').first()).toContainText('est oublié. 1 session a été fermée.');
    await expect(devices.getByRole('listitem')).toHaveCount(1);
    await theirs.reload();
    await expect(theirs.getByRole('heading', { level: 1 })).not.toHaveText(guide.connected);
    await elsewhere.enterUnknown(person);
    await elsewhere.giveCode(await visitor.code(person.email));
    await page.goto('/mon-compte');
    await visitor.press('Fermer les autres sessions');
    await expect(page.getByRole('status').first()).toContainText('1 session a été fermée.');
    await theirs.reload();
    await expect(theirs.getByRole('heading', { level: 1 })).not.toHaveText(guide.connected);
    await theirs.context().close();
    await visitor.press('Tout fermer');
    await visitor.title('Vous êtes déconnecté(e).');
    await page.goto('/');
    await visitor.title('Se connecter');
  },
);
