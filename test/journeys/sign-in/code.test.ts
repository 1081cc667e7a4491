import { expect, test } from '../support/fixtures.ts';
import { letPass } from '../support/time.ts';
import { guide } from '../support/visitor.ts';

const all = { tag: ['@both-stores', '@without-script'] };
const both = { tag: '@without-script' };

/** Six digits that are not those. */
const another = (code: string, by = 1) => String((Number(code) + by) % 1_000_000).padStart(6, '0');

test(
  'a wrong code says how many tries are left; the right one, typed with spaces, still works',
  both,
  async ({ portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await visitor.enterUnknown(person);
    const code = await visitor.code(person.email);
    await visitor.press(guide.verify);
    await visitor.isRefused(guide.code, 'Saisissez le code reçu par e-mail.');
    await visitor.giveCode('12 34');
    await visitor.isRefused(guide.code, "Le code comporte 6 chiffres. Recopiez-le depuis l'e-mail.");
    await visitor.giveCode(another(code));
    await visitor.isRefused(guide.code, "Ce code n'est pas le bon. Il vous reste 4 essais.");
    await inspect('sign-in-3-code-refused');
    await visitor.giveCode(` ${code.slice(0, 3)} ${code.slice(3)} `);
    await visitor.isHome();
  },
);

test(
  'five wrong codes end the sign-in; it can be begun again',
  all,
  async ({ page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await visitor.enterUnknown(person);
    const code = await visitor.code(person.email);
    for (let tries = 1; tries <= 4; tries += 1) {
      await visitor.giveCode(another(code, tries));
      const left = 5 - tries;
      const said = `Ce code n'est pas le bon. Il vous reste ${left} essai${left > 1 ? 's' : ''}.`;
      await visitor.isRefused(guide.code, said);
    }
    await visitor.giveCode(another(code, 5));
    await visitor.isDeadEnd('PT-202', 'Trop de codes incorrects', ['Se connecter']);
    await inspect('dead-end-too-many-codes');
    await page.getByRole('main').getByRole('link', { name: 'Se connecter' }).click();
    await visitor.giveAddress(person.email);
    await visitor.givePassword(person.password);
    await visitor.giveCode(await visitor.code(person.email));
    await visitor.isHome();
  },
);

test(
  '« Renvoyer » waits a minute, sends a new code and ends the old one, three times',
  all,
  async ({ page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await visitor.enterUnknown(person);
    const first = await visitor.code(person.email);
    const resend = page.getByRole('button', { name: guide.resend });
    // Before its time nothing leaves.
    await resend.click({ force: true });
    await visitor.title('Renforcement de la sécurité anti-fraude');

    await letPass(portal, 61_000);
    await page.reload();
    await resend.click();
    await expect(
      page.getByText('Un nouveau code vient de partir. Le précédent ne fonctionne plus.'),
    ).toBeVisible();
    await inspect('sign-in-3-code-sent-again');
    await visitor.code(person.email);
    await visitor.giveCode(first);
    await visitor.isRefused(guide.code, "Ce code n'est pas le bon. Il vous reste 4 essais.");

    let newest = '';
    for (let again = 2; again <= 3; again += 1) {
      await letPass(portal, 61_000);
      await page.reload();
      await resend.click();
      newest = await visitor.code(person.email);
    }
    await expect(page.getByText('Vous avez déjà demandé 3 nouveaux codes.')).toBeVisible();
    await expect(resend).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Recommencer la connexion' })).toBeVisible();
    await inspect('sign-in-3-code-no-more');
    await visitor.giveCode(newest);
    await visitor.isHome();
  },
);

test(
  'a code older than ten minutes is refused, and another can be asked for',
  both,
  async ({ page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await visitor.enterUnknown(person);
    const old = await visitor.code(person.email);
    await letPass(portal, 10 * 60_000 + 1_000);
    await visitor.giveCode(old);
    await visitor.isRefused(guide.code, 'Ce code a expiré. Demandez-en un nouveau.');
    await inspect('sign-in-3-code-expired');
    await page.getByRole('button', { name: guide.resend }).click();
    await visitor.giveCode(await visitor.code(person.email));
    await visitor.isHome();
  },
);
