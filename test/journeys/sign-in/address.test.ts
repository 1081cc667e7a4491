import { expect, test } from '../support/fixtures.ts';
import { guide } from '../support/visitor.ts';

const both = { tag: '@without-script' };

test(
  'an address that is none is refused beside the field, and kept',
  both,
  async ({ page, visitor, inspect }) => {
    await page.goto('/connexion');
    await expect(visitor.field(guide.email)).toBeFocused();
    await visitor.press(guide.next);
    await visitor.isRefused(guide.email, 'Saisissez votre adresse de messagerie.');

    await visitor.fill(guide.email, 'camille.martin');
    await visitor.press(guide.next);
    await visitor.isRefused(guide.email, 'Saisissez une adresse complète, par exemple nom@exemple.fr.');
    await expect(visitor.field(guide.email)).toHaveValue('camille.martin');
    await inspect('sign-in-1-address-refused');

    await page.getByRole('alert').getByRole('link').click();
    await expect(visitor.field(guide.email)).toBeFocused();
  },
);

test(
  'a mistyped domain gets a suggestion that stops nobody',
  both,
  async ({ page, portal, visitor, inspect }) => {
    const person = await portal.createAccount({ email: `camille.${Date.now()}@gmail.com` });
    const slip = person.email.replace('gmail.com', 'gmial.com');
    await page.goto('/connexion');
    await visitor.giveAddress(slip);
    await expect(page.getByText(`Vouliez-vous dire ${person.email} ?`)).toBeVisible();
    await inspect('sign-in-2-suggestion');

    await page.getByRole('link', { name: person.email }).click();
    await expect(visitor.field(guide.email)).toBeEditable();
    await expect(visitor.field(guide.email)).toHaveValue(person.email);
    await visitor.giveAddress(person.email);
    await expect(page.getByText('Vouliez-vous dire')).toHaveCount(0);

    await page.goto('/connexion');
    await visitor.giveAddress(slip);
    await visitor.givePassword(person.password);
    await visitor.isRefused(guide.password, 'Adresse ou mot de passe incorrect.');
  },
);

test('« Modifier » gives the address back to be corrected', both, async ({ page, visitor }) => {
  await page.goto('/connexion');
  await visitor.giveAddress('camille.martn@exemple.fr');
  await expect(visitor.field(guide.email)).not.toBeEditable();
  await page.getByRole('link', { name: "Modifier l'adresse de messagerie" }).click();
  await expect(visitor.field(guide.email)).toBeEditable();
  await expect(visitor.field(guide.email)).toHaveValue('camille.martn@exemple.fr');
  await visitor.giveAddress('camille.martin@exemple.fr');
  await expect(visitor.field(guide.email)).toHaveValue('camille.martin@exemple.fr');
});

test('« Abandonner » leads to the portal that the configuration names', async ({
  page,
  visitor,
  request,
}) => {
  await page.goto('/connexion');
  await visitor.giveAddress('camille.martin@exemple.fr');
  const leave = page.getByRole('link', { name: 'Abandonner et retourner vers votre portail' });
  const answer = await request.get((await leave.getAttribute('href')) ?? '', { maxRedirects: 0 });
  expect(answer.headers().location).toBe('https://www.exemple.fr/');
});
