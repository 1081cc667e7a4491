import { expect, test } from '../support/fixtures.ts';
import { guide, visitorAt } from '../support/visitor.ts';

const all = { tag: ['@both-stores', '@without-script'] };

test(
  'a line of the activity can be reported: « Ce n’était pas moi »',
  all,
  async ({ browser, page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await visitor.signIn(person);
    const theirs = await browser.newPage();
    const thief = visitorAt({ page: theirs, portal });
    for (let i = 0; i < 2; i += 1) await thief.enter({ ...person, password: 'pas le bon mot de passe' });
    await thief.enterUnknown(person);
    await thief.giveCode(await visitor.code(person.email));
    await thief.isHome();

    await page.goto('/mon-compte/activite');
    await visitor.title('Activité récente');
    const lines = page.getByRole('main').getByRole('listitem');
    await expect(lines.nth(0)).toContainText('Vous vous êtes connecté(e) depuis Chrome');
    await expect(lines.nth(0)).toContainText('« Nous ne reconnaissons pas cet appareil. »', {
      useInnerText: true,
    });
    await expect(lines.nth(1)).toContainText('À vérifier');
    await expect(lines.nth(1)).toContainText('2 mots de passe incorrects');
    await inspect('account-5-activity');
    await lines.nth(1).getByRole('button').click();
    await visitor.title("Ce n'était pas vous ?");
    await visitor.press("Oui, ce n'était pas moi");
    await visitor.title('Votre compte est protégé.');
    await expect(page.getByRole('main')).toContainText('2 sessions fermées.');
    await inspect('account-5-reported');
    await theirs.reload();
    await expect(theirs.getByRole('heading', { level: 1 })).not.toHaveText(guide.connected);
    await theirs.context().close();
  },
);
