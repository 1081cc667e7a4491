import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures.ts';
import { guide } from '../support/visitor.ts';

test('the whole sign-in by the keyboard alone, the focus always in sight', async ({
  page,
  portal,
  visitor,
}) => {
  const person = await portal.createAccount();
  await page.goto('/connexion');
  const passkey = "Se connecter avec une clé d'accès";
  expect(await tabs(page, 4)).toEqual([guide.email, guide.next, passkey, 'Créer un compte →']);
  await page.goto('/connexion');
  await answer(page, 'camille');
  await visitor.isRefused(guide.email, 'Saisissez une adresse complète, par exemple nom@exemple.fr.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(visitor.field(guide.email)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+a');
  await answer(page, person.email);

  await visitor.title('Saisir votre mot de passe');
  // The address above is for reading: between the header and the password « Modifier » alone takes the focus.
  for (const [key, name] of [
    ['Shift+Tab', "Modifier l'adresse de messagerie"],
    ['Shift+Tab', 'Aide'],
    ['Tab', "Modifier l'adresse de messagerie"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('link', { name, exact: true })).toBeFocused();
  }
  await page.keyboard.press('Tab');
  expect(await tabs(page, 5)).toEqual([
    guide.password,
    'Afficher le mot de passe',
    guide.forgotten,
    guide.signIn,
    'Abandonner et retourner vers votre portail',
  ]);
  await page.reload();
  await answer(page, person.password);

  await visitor.title('Renforcement de la sécurité anti-fraude');
  expect(await tabs(page, 4)).toEqual([
    guide.code,
    'Appareil partagé : ne pas le reconnaître',
    guide.verify,
    expect.stringMatching(guide.resend),
  ]);
  await page.reload();
  await answer(page, await visitor.code(person.email));
  await visitor.isHome();
});

test('« Aller au contenu » comes first, is in sight once focused, and skips the header', async ({
  page,
  portal,
  visitor,
}) => {
  await visitor.signIn(await portal.createAccount());
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Aller au contenu' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('link').first()).toBeFocused();
});

test('nothing on the pages needs a mouse or a wide screen', async ({ page, portal, visitor }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  const person = await portal.createAccount();
  await page.goto('/connexion');
  for (const said of [person.email, person.password]) {
    await answer(page, said);
    await page.waitForURL(/mot-de-passe|code/);
    if (said === person.email) await visitor.title('Saisir votre mot de passe');
  }
  await visitor.title('Renforcement de la sécurité anti-fraude');
  await answer(page, await visitor.code(person.email));
  await visitor.isHome();
});

/** Types into the field that the page put the focus on, in sight, and presses Enter. */
async function answer(page: Page, text: string): Promise<void> {
  await expect(page.locator('input:focus')).toBeInViewport();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** The names of what holds the focus now and after each Tab; each shows that it does [WCAG 2.2, 2.4.7]. */
async function tabs(page: Page, count: number): Promise<string[]> {
  await expect(page.locator('input:focus')).toBeVisible();
  const names: string[] = [];
  for (let i = 0; i < count; i += 1) {
    if (i > 0) await page.keyboard.press('Tab');
    const { name, marked } = await page.evaluate(() => {
      const focused = document.activeElement as HTMLElement;
      const label = (focused as HTMLInputElement).labels?.[0]?.textContent;
      const style = getComputedStyle(focused);
      const outlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
      return {
        name: focused.getAttribute('aria-label') ?? label ?? focused.textContent ?? '',
        marked: outlined || style.boxShadow !== 'none',
      };
    });
    expect(marked, `the focus shows on « ${name} »`).toBe(true);
    names.push(name.replaceAll(/\s+/g, ' ').trim());
  }
  return names;
}
