import { readFile } from 'node:fs/promises';
import { expect, test } from '../support/fixtures.ts';

const all = { tag: ['@both-stores', '@without-script'] };

test('one’s data come as a file', all, async ({ page, portal, visitor }) => {
  const person = await portal.createAccount();
  await visitor.signIn(person);
  await page.goto('/mon-compte');
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Télécharger mes données' }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^mes-donnees-\d{4}-\d\d-\d\d\.json$/);
  const copy = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(copy.account.email).toBe(person.email);
  expect(copy.events.length).toBeGreaterThan(1);
});

test(
  'an account can be deleted, and kept by who changes their mind',
  all,
  async ({ page, portal, visitor, inspect }) => {
    const person = await portal.createAccount();
    await visitor.signIn(person);
    await page.goto('/mon-compte');
    await page.getByRole('link', { name: 'Supprimer mon compte' }).click();
    await visitor.title('Supprimer mon compte');
    await inspect('account-6-deletion');
    await visitor.press('Supprimer mon compte');
    await visitor.title('Mon compte');
    await expect(page.getByRole('status').first()).toContainText("C'est noté");
    await inspect('account-6-deletion-due');
    await visitor.mail(person.email, "L'Opcommerce : vous avez demandé la suppression de votre compte.");
    await page.goto('/');
    await visitor.isHome();
    await expect(page.getByRole('main')).toContainText('Votre compte sera supprimé le');
    await inspect('account-6-deletion-due-home');
    await visitor.press('Annuler la suppression');
    await expect(page.getByRole('status').first()).toContainText('Votre compte ne sera pas supprimé.');
    await page.goto('/');
    await expect(page.getByRole('main')).not.toContainText('sera supprimé');
  },
);
