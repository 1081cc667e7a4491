import { expect, test } from '../support/fixtures.ts';
import { guide } from '../support/visitor.ts';

test('« Afficher le mot de passe » is 44 px, says what it does, and masks again on the way out', async ({
  page,
  visitor,
  inspect,
}) => {
  await page.goto('/connexion');
  await visitor.giveAddress('camille.martin@exemple.fr');
  const field = page.getByLabel(guide.password, { exact: true });
  await field.fill('le mot de passe de Camille');
  const eye = page.getByRole('button', { name: 'Afficher le mot de passe' });
  const box = await eye.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  await eye.click();
  await expect(field).toHaveAttribute('type', 'text');
  const hide = page.getByRole('button', { name: 'Masquer le mot de passe' });
  await expect(hide).toBeVisible();
  await inspect('sign-in-2-password-shown');
  await page.evaluate(() => {
    document.forms[0]?.addEventListener('submit', () => {
      const shown = document.querySelector<HTMLInputElement>('#password');
      sessionStorage.setItem('type', shown?.type ?? '');
    });
  });
  await visitor.press(guide.signIn);
  await visitor.isRefused(guide.password, 'Adresse ou mot de passe incorrect.');
  expect(await page.evaluate(() => sessionStorage.getItem('type'))).toBe('password');
});

test('caps lock is told while the password is typed', async ({ page, visitor, axe }) => {
  await page.goto('/connexion');
  await visitor.giveAddress('camille.martin@exemple.fr');
  const field = page.getByLabel(guide.password, { exact: true });
  const said = page.getByText('La touche Verr. Maj est activée.');
  await field.dispatchEvent('keydown', { key: 'A', modifierCapsLock: true });
  await expect(said).toBeVisible();
  await axe();
  await field.dispatchEvent('keyup', { key: 'CapsLock', modifierCapsLock: false });
  await expect(said).toHaveCount(0);
});

test('the advice follows what is typed: length, mix, strength, the same twice', async ({
  page,
  portal,
  visitor,
  inspect,
}) => {
  const person = await portal.createAccount();
  await visitor.signIn(person);
  await visitor.signOut();
  expect((await portal.command(['account', 'renew', person.email])).code).toBe(0);
  await visitor.enter(person);
  const field = page.getByLabel(guide.newPassword, { exact: true });
  const meter = page.locator('.force');
  await field.pressSequentially('a');
  await expect(meter).toContainText('Encore 12 caractères');
  await expect(meter).toContainText('faible');
  await field.fill('Peuplier-42!');
  await expect(meter).toContainText('Encore 1 caractère');
  await inspect('sign-in-5-renewal-short');
  await field.fill('Peuplier-42!-Lanterne');
  await expect(meter).toContainText('21 caractères');
  await expect(meter).toContainText('très bonne');
  await expect(page.getByRole('listitem').filter({ hasText: '13 caractères au minimum' })).toContainText(
    'Fait :',
  );
  await expect(page.getByRole('listitem').filter({ hasText: 'Mélangez' })).toContainText('Fait :');
  await visitor.fill(guide.confirmPassword, 'Peuplier-42!-Lanterne');
  await expect(page.getByText('Les deux mots de passe sont identiques.')).toBeVisible();
  await inspect('sign-in-5-renewal-good');
});
