import { newPerson } from '../../support/people.ts';
import { expect, test } from '../support/fixtures.ts';
import { scan } from '../support/scanner.ts';
import { guide, subjects, visitorAt } from '../support/visitor.ts';

const all = { tag: ['@both-stores', '@without-script'] };

test(
  "« Ce n'était pas moi » closes everything, and a mailed link sets the next password",
  all,
  async ({ address, browser, page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await visitor.signIn(person);
    const theirs = await browser.newPage();
    const thief = visitorAt({ page: theirs, portal });
    await thief.enterUnknown(person);
    await visitor.code(person.email).then((code) => thief.giveCode(code));
    await thief.isHome();

    const link = await visitor.link(person.email, subjects.newDevice, '/ce-n-etait-pas-moi');
    await scan(browser, link, address);
    await theirs.reload();
    await thief.isHome();
    await page.goto(link);
    await expect(page).not.toHaveURL(/jeton/);
    await visitor.title("Ce n'était pas vous ?");
    await expect(page.getByRole('main')).toContainText(person.email);
    await inspect('not-me-1-confirm');
    await visitor.press("Oui, ce n'était pas moi");
    await visitor.title('Votre compte est protégé.');
    await inspect('not-me-2-done');

    await theirs.reload();
    await expect(theirs.getByRole('heading', { level: 1 })).not.toHaveText(guide.connected);
    await thief.enter(person);
    await expect(theirs.getByRole('alert')).toContainText('Adresse ou mot de passe incorrect.');
    await theirs.context().close();

    await page.goto(link);
    await visitor.isDeadEnd('PT-102', 'Ce lien a déjà servi.', [guide.signIn]);
    await page.goto(await visitor.link(person.email, subjects.reset, '/renouvellement'));
    const { password } = newPerson();
    await visitor.chooseNew(password);
    await visitor.title('Votre mot de passe est mis à jour.');
    await visitor.signIn({ ...person, password });
  },
);
