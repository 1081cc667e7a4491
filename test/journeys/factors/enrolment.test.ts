import { applicationOf } from '../../support/factors.ts';
import { newAddress, newPerson } from '../../support/people.ts';
import type { TestPortal } from '../../support/portal.ts';
import { expect, test } from '../support/fixtures.ts';
import { addAuthenticator } from '../support/passkeys.ts';
import { scan } from '../support/scanner.ts';
import { forgetStep, midStep } from '../support/time.ts';
import { guide } from '../support/visitor.ts';

/** Makes an operator by the command line, as an operator would: the link is on stdout. */
async function createOperator(portal: TestPortal) {
  const person = newPerson();
  const { email, name } = person;
  const args = ['account', 'create', '--email', email, '--name', name, '--role', 'operator', '--json'];
  const { code, stdout, stderr } = await portal.command(args);
  expect(code, stderr).toBe(0);
  return { person, link: JSON.parse(stdout).enrolmentUrl as string };
}

test('an operator enrols with a passkey, by a link that no scanner burns, and signs in with it', {
  tag: '@both-stores',
}, async ({ browser, page, portal, visitor, inspect }) => {
  const { person, link } = await createOperator(portal);
  await scan(browser, link, newAddress());
  await addAuthenticator(page);
  await page.goto(link);
  expect(page.url()).not.toContain('jeton');
  await visitor.title('Choisir un mot de passe');
  await inspect('enrolment-1-password');
  await visitor.fill(guide.newPassword, 'court');
  await visitor.fill(guide.confirmPassword, 'court');
  await visitor.press('Enregistrer le mot de passe');
  await visitor.isRefused(
    guide.newPassword,
    'Ce mot de passe est trop court. Choisissez au moins 15 caractères.',
  );
  await visitor.fill(guide.newPassword, person.password);
  await visitor.fill(guide.confirmPassword, person.password);
  await visitor.press('Enregistrer le mot de passe');
  await visitor.title('Ajouter un deuxième moyen');
  await inspect('enrolment-2-factor');

  // Half-way there is no signing in.
  const other = await browser.newContext();
  const tab = await other.newPage();
  await tab.goto(`${portal.url}/connexion`);
  await tab.getByLabel(guide.email).fill(person.email);
  await tab.getByRole('button', { name: guide.next }).click();
  await tab.getByLabel(guide.password, { exact: true }).fill(person.password);
  await tab.getByRole('button', { name: guide.signIn, exact: true }).click();
  await expect(tab.getByRole('heading', { level: 1 })).toHaveText(
    'Il manque un deuxième moyen de connexion.',
  );
  await expect(tab.getByRole('main')).toContainText('PT-205');
  await other.close();

  await visitor.press("Ajouter une clé d'accès");
  await visitor.title('Conserver vos codes de secours');
  await inspect('enrolment-3-codes');
  await page.getByRole('link', { name: "J'ai conservé mes codes" }).click();
  await visitor.title('Votre compte est prêt.');
  await inspect('enrolment-4-done');
  await page.goto(link);
  await visitor.isDeadEnd('PT-106', "Ce lien d'activation n'est plus valable.", ['Se connecter']);
  await inspect('dead-end-enrolment-ended');

  // The passkey answers as soon as it is asked.
  await page.goto('/connexion');
  await visitor.isHome();
});

test('an operator enrols with an application', { tag: '@without-script' }, async ({
  page,
  portal,
  visitor,
  inspect,
  javaScriptEnabled,
}) => {
  const { person, link } = await createOperator(portal);
  await page.goto(link);
  await visitor.fill(guide.newPassword, person.password);
  await visitor.fill(guide.confirmPassword, person.password);
  await visitor.press('Enregistrer le mot de passe');
  await page.getByRole('link', { name: 'Enregistrer une application' }).click();
  await visitor.title('Enregistrer une application');
  await inspect(`enrolment-5-application${javaScriptEnabled === false ? '-without-scripts' : ''}`);
  const application = applicationOf((await page.locator('code').textContent()) ?? '', Date.now);
  await midStep();
  await visitor.fill("Code à 6 chiffres de l'application", application.code());
  await visitor.press("Enregistrer l'application");
  await visitor.title('Conserver vos codes de secours');
  await forgetStep(portal);
  for (let times = 0; times < 2; times += 1) {
    await visitor.enter(person);
    // On the first browser and on a known one: an operator is always asked.
    await visitor.title('Deuxième vérification');
    await midStep();
    await visitor.fill("Code à 6 chiffres de l'application", application.code());
    await visitor.press(guide.verify);
    await visitor.isHome();
    await forgetStep(portal);
    await visitor.signOut();
  }
  // What they may not be without cannot be taken away.
  await visitor.enter(person);
  await expect(page.getByText('Votre rôle demande toujours un deuxième moyen de connexion.')).toBeVisible();
  await visitor.fill("Code à 6 chiffres de l'application", application.code());
  await visitor.press(guide.verify);
  await visitor.isHome();
  await page.goto('/mon-compte/application');
  await visitor.press("Supprimer l'application");
  await expect(page.getByRole('alert')).toContainText('ajoutez-en un autre avant de supprimer celui-ci');
});

test('the help desk takes lost factors away, and the person hears of it', async ({
  page,
  portal,
  visitor,
}) => {
  const person = await portal.createAccount();
  const device = await addAuthenticator(page);
  await visitor.signIn(person);
  await page.goto('/mon-compte/cles-d-acces');
  await visitor.press("Ajouter une clé d'accès");
  await visitor.title('Vos codes de secours');
  expect((await portal.command(['account', 'reset-factors', person.email])).code).toBe(0);
  const changed = "L'Opcommerce : la protection de votre compte a changé.";
  const told = [await visitor.mail(person.email, changed), await visitor.mail(person.email, changed)];
  expect(told.map(({ text }) => text).join()).toContain("L'équipe d'aide vient de retirer");
  await page.context().clearCookies();
  await device.consents(false);
  await visitor.enter(person);
  await visitor.title('Renforcement de la sécurité anti-fraude');
});
