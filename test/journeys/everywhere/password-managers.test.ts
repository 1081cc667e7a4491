import type { Page } from '@playwright/test';
import { newPerson } from '../../support/people.ts';
import { expect, test } from '../support/fixtures.ts';
import { letPass } from '../support/time.ts';
import { guide, subjects } from '../support/visitor.ts';

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

  const chosen = [who, 'new-password password ', 'new-password password '];
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
  expect(await offered(page)).toEqual([
    'name text ',
    `username email ${stranger.email}`,
    'new-password password ',
    'new-password password ',
  ]);
});

test('password managers find who and what on the pages of who is signed in [security.md 44]', {
  tag: '@without-script',
}, async ({ page, portal, visitor }) => {
  const person = await portal.createAccount();
  const who = `username email ${person.email}`;
  await visitor.signIn(person);
  await page.goto('/mon-compte/mot-de-passe');
  const changing = [who, 'current-password password ', 'new-password password ', 'new-password password '];
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

/** What a manager sees of the form, in its order: the purpose, the type and the value of each field it can see. */
function offered(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>('main form input[autocomplete]')]
      // Managers pass over what is not drawn at all.
      .filter((input) => input.getClientRects().length > 0)
      .map((input) => `${input.autocomplete} ${input.type} ${input.value}`),
  );
}
