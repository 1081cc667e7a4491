import type { Page } from '@playwright/test';
import { applicationOf } from '../../support/factors.ts';
import { newPerson } from '../../support/people.ts';
import { expect, test } from '../support/fixtures.ts';
import { letPass, midStep } from '../support/time.ts';
import { guide, subjects } from '../support/visitor.ts';
import { offered } from './seen.ts';

const application = "Code à 6 chiffres de l'application";
const twice = ['new-password password ', 'new-password password '];

test('password managers find who and what on every page [security.md 44]', {
  tag: '@without-script',
}, async ({ page, portal, visitor }) => {
  const person = await portal.createAccount();
  const who = `username email ${person.email}`;
  await page.goto('/connexion');
  expect(await offered(page)).toEqual(['username webauthn email ']);
  await visitor.giveAddress(person.email);
  expect(await offered(page)).toEqual([who, 'current-password password ']);
  await visitor.givePassword(person.password);
  await visitor.title('Renforcement de la sécurité anti-fraude');
  expect(await offered(page)).toEqual(['one-time-code text ']);
  await expect(visitor.field(guide.code)).toHaveAttribute('inputmode', 'numeric');
  expect(await visitor.field(guide.code).getAttribute('maxlength')).toBeNull();
  await visitor.giveCode(await visitor.code(person.email));
  await visitor.isHome();

  const chosen = [who, ...twice];
  const rules = 'minlength: 13; allowed: unicode;';
  expect((await portal.command(['account', 'renew', person.email])).code).toBe(0);
  await visitor.signOut();
  await visitor.enter(person);
  await visitor.title('Choisir un nouveau mot de passe');
  expect(await offered(page)).toEqual(chosen);
  const field = page.getByLabel(guide.newPassword, { exact: true });
  await expect(field).toHaveAttribute('passwordrules', rules);
  expect(await field.getAttribute('maxlength')).toBeNull();

  await page.goto('/mot-de-passe-oublie');
  expect(await offered(page)).toEqual(['username email ']);
  await visitor.fill(guide.email, person.email);
  await visitor.press(guide.goOn);
  await page.goto(await visitor.link(person.email, subjects.reset, '/renouvellement'));
  await visitor.title('Choisir un nouveau mot de passe');
  expect(await offered(page)).toEqual(chosen);

  const stranger = newPerson();
  await page.goto('/creer-un-compte');
  expect(await offered(page)).toEqual(['username email ']);
  await visitor.fill(guide.email, stranger.email);
  await visitor.press(guide.goOn);
  await page.goto(await visitor.link(stranger.email, subjects.verify, '/creer-un-compte/verification'));
  await visitor.title('Terminer la création du compte');
  expect(await offered(page)).toEqual(['name text ', `username email ${stranger.email}`, ...twice]);
});

test('password managers find who and what on the pages of who is signed in [security.md 44]', {
  tag: '@without-script',
}, async ({ page, portal, visitor }) => {
  const person = await portal.createAccount();
  const who = `username email ${person.email}`;
  await visitor.signIn(person);
  await page.goto('/mon-compte/mot-de-passe');
  const changing = [who, 'current-password password ', ...twice];
  expect(await offered(page)).toEqual(changing);
  await visitor.fill('Mot de passe actuel', 'pas le bon mot de passe');
  await visitor.press('Changer le mot de passe');
  expect(await offered(page)).toEqual(changing);
  await page.goto('/mon-compte/application');
  expect(await offered(page)).toEqual(['one-time-code text ']);
  await page.goto('/mon-compte/adresse');
  expect(await offered(page)).toEqual(['email email ']);

  await letPass(portal, 10 * 60_000);
  await page.goto('/mon-compte/mot-de-passe');
  await visitor.title('Saisir votre mot de passe');
  expect(await offered(page)).toEqual([who, 'current-password password ']);
  await visitor.givePassword(person.password);
  await visitor.title('Changer le mot de passe');
});

test('password managers find who on the pages of a first password, and codes alone where codes are asked [security.md 44]', {
  tag: '@without-script',
}, async ({ page, portal, visitor }) => {
  const { email, name, password } = newPerson();
  const args = ['account', 'create', '--email', email, '--name', name, '--role', 'operator', '--json'];
  const made = await portal.command(args);
  expect(made.code, made.stderr).toBe(0);
  await page.goto(JSON.parse(made.stdout).enrolmentUrl);
  await visitor.title('Choisir un mot de passe');
  expect(await offered(page)).toEqual([`username email ${email}`, ...twice]);
  await visitor.fill(guide.newPassword, password);
  await visitor.fill(guide.confirmPassword, password);
  await visitor.press('Enregistrer le mot de passe');
  await page.getByRole('link', { name: 'Enregistrer une application' }).click();
  await visitor.title('Enregistrer une application');
  expect(await offered(page)).toEqual(['one-time-code text ']);
  const { code } = applicationOf((await page.locator('code').textContent()) ?? '', Date.now);
  await midStep();
  await visitor.fill(application, code());
  await visitor.press("Enregistrer l'application");
  await visitor.title('Conserver vos codes de secours');
  const recovery = ((await page.locator('pre').textContent()) ?? '').split('\n')[0] ?? '';

  await visitor.enter({ email, name, password });
  await visitor.title('Deuxième vérification');
  expect(await offered(page)).toEqual(['one-time-code text ']);
  await page.getByRole('link', { name: 'Utiliser un code de secours' }).click();
  await visitor.title('Code de secours');
  expect(await offered(page)).toEqual(['off text ']);
  await visitor.fill('Code de secours', recovery);
  await visitor.press(guide.verify);
  await visitor.isHome();

  // Who gives the password anew, and then the application's code.
  await letPass(portal, 10 * 60_000);
  await page.goto('/mon-compte/mot-de-passe');
  await visitor.title('Saisir votre mot de passe');
  expect(await offered(page)).toEqual([`username email ${email}`, 'current-password password ']);
  await visitor.givePassword(password);
});

test('an address of 40 characters is read whole on a phone, and one of 122 pushes nothing off it', async ({
  page,
  portal,
  visitor,
}) => {
  const unique = newPerson().email.slice(0, 17);
  const person = await portal.createAccount({ email: `${unique}@m-commerces.exemple.fr` });
  expect(person.email).toHaveLength(40);
  await page.goto('/connexion');
  await visitor.giveAddress(newPerson().email);
  for (const width of [320, 360, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await isWhole(page, /^membre\.\w{10}@exemple\.fr$/);
  }
  await page.goto('/connexion');
  await visitor.giveAddress(person.email);
  await isWhole(page, person.email);
  await visitor.givePassword(person.password);
  await visitor.giveCode(await visitor.code(person.email));
  await visitor.isHome();
  await page.goto('/mon-compte/mot-de-passe');
  await isWhole(page, person.email);
  expect((await portal.command(['account', 'renew', person.email])).code).toBe(0);
  await visitor.signOut();
  await visitor.enter(person);
  await visitor.title('Choisir un nouveau mot de passe');
  await isWhole(page, person.email);

  const endless = `${'prenom.nom-'.repeat(5)}@${'exemple.'.repeat(8)}fr`;
  await page.goto('/connexion');
  await visitor.giveAddress(endless);
  await page.setViewportSize({ width: 320, height: 844 });
  expect(await sideways(page)).toBe(0);
  await expect(page.locator('#username')).toHaveAttribute('title', endless);
  await expect(page.locator('#username')).toHaveCSS('text-overflow', 'ellipsis');
});

/** Nothing of the address is cut, nothing sticks out, and it stays large enough to read. */
async function isWhole(page: Page, email: string | RegExp): Promise<void> {
  const field = page.locator('#username');
  await expect(field).toHaveValue(email);
  const { needed, given, size } = await field.evaluate((input) => ({
    needed: input.scrollWidth,
    given: input.clientWidth,
    size: Number.parseFloat(getComputedStyle(input).fontSize),
  }));
  expect(needed, 'the address is cut').toBeLessThanOrEqual(given);
  expect(size).toBeGreaterThanOrEqual(12);
  expect(await sideways(page)).toBe(0);
}

const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
