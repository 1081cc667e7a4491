import { applicationOf } from '../../support/factors.ts';
import { expect, test } from '../support/fixtures.ts';
import { forgetStep, midStep } from '../support/time.ts';
import { guide } from '../support/visitor.ts';

const all = { tag: ['@both-stores', '@without-script'] };
const label = "Code à 6 chiffres de l'application";
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

test(
  'an application is set up by hand, asked for in the code’s place, and recovery codes stand in for it',
  all,
  async ({ page, portal, visitor, inspect, javaScriptEnabled }) => {
    const tail = javaScriptEnabled === false ? '-without-scripts' : '';
    const person = await portal.createAccount();
    await visitor.signIn(person);
    await page.goto('/mon-compte/securite');
    await page.getByRole('link', { name: 'Enregistrer une application' }).click();
    await visitor.title("Application d'authentification");
    await expect(page.getByRole('img', { name: "Code QR à scanner avec l'application" })).toBeVisible();
    await inspect(`factors-6-application${tail}`);
    const application = applicationOf((await page.locator('code').textContent()) ?? '', Date.now);
    await midStep();
    await visitor.fill(label, another(application.code()));
    await visitor.press("Enregistrer l'application");
    await visitor.isRefused(
      label,
      "Ce code n'est pas le bon. Vérifiez que l'heure du téléphone est exacte, puis recopiez le code affiché.",
    );
    const used = application.code();
    await visitor.fill(label, used);
    await visitor.press("Enregistrer l'application");
    await visitor.title('Vos codes de secours');
    const [recovery = '', second = ''] = ((await page.locator('pre').textContent()) ?? '').split('\n');
    await page.getByRole('link', { name: "J'ai conservé mes codes" }).click();
    await inspect(`factors-7-application-held${tail}`);

    // Another browser: no mail, the application.
    await page.context().clearCookies();
    await visitor.enter(person);
    await visitor.title('Deuxième vérification');
    const code = page.getByLabel(label, { exact: true });
    await expect(code).toHaveAttribute('autocomplete', 'one-time-code');
    await expect(code).toHaveAttribute('inputmode', 'numeric');
    await visitor.fill(label, used);
    await visitor.press(guide.verify);
    await visitor.isRefused(label, "Ce code a déjà servi. Attendez que l'application en affiche un autre.");
    await inspect(`factor-2-application${tail}`);
    await midStep();
    await visitor.fill(label, another(application.code()));
    await visitor.press(guide.verify);
    await visitor.isRefused(label, "Ce code n'est pas le bon. Il vous reste 3 essais.");
    await inspect(`factor-3-refused${tail}`);
    await forgetStep(portal);
    await visitor.fill(label, application.code());
    await visitor.press(guide.verify);
    await visitor.isHome();

    await page.context().clearCookies();
    await visitor.enter(person);
    await page.getByRole('link', { name: 'Utiliser un code de secours' }).click();
    await visitor.title('Code de secours');
    await inspect(`factor-4-recovery${tail}`);
    await visitor.fill('Code de secours', 'AAAA-AAAA-AAAA-0000');
    await visitor.press(guide.verify);
    await visitor.isRefused(
      'Code de secours',
      "Ce code de secours n'est pas le bon, ou il a déjà servi. Il vous reste 4 essais.",
    );
    await visitor.fill('Code de secours', recovery.toLowerCase());
    await visitor.press(guide.verify);
    await visitor.isHome();
    await visitor.mail(person.email, "L'Opcommerce : un code de secours a été utilisé.");

    // Who changes it anew gives the factor first; then it can go.
    await page.context().clearCookies();
    await visitor.enter(person);
    await page.getByRole('link', { name: 'Utiliser un code de secours' }).click();
    await visitor.fill('Code de secours', second);
    await visitor.press(guide.verify);
    await visitor.isHome();
    await page.goto('/mon-compte/application');
    await visitor.press("Supprimer l'application");
    await expect(page.getByText("L'application est supprimée.")).toBeVisible();
  },
);

test('five wrong codes end the sign-in', all, async ({ page, portal, visitor }) => {
  const person = await portal.createAccount();
  await visitor.signIn(person);
  await page.goto('/mon-compte/application');
  const application = applicationOf((await page.locator('code').textContent()) ?? '', Date.now);
  await midStep();
  await visitor.fill(label, application.code());
  await visitor.press("Enregistrer l'application");
  await visitor.title('Vos codes de secours');
  await page.context().clearCookies();
  await visitor.enter(person);
  for (let tries = 1; tries <= 5; tries += 1) {
    await visitor.fill(label, String(tries).repeat(6));
    await visitor.press(guide.verify);
  }
  await visitor.isDeadEnd('PT-202', 'Trop de codes incorrects', ['Se connecter']);
});
