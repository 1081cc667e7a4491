import { applicationOf } from '../../support/factors.ts';
import { expect, test } from '../support/fixtures.ts';
import { addAuthenticator } from '../support/passkeys.ts';
import { midStep } from '../support/time.ts';
import { guide } from '../support/visitor.ts';

const both = { tag: '@both-stores' };
const words = {
  signIn: "Se connecter avec une clé d'accès",
  use: "Utiliser ma clé d'accès",
  add: "Ajouter une clé d'accès",
};

test(
  'a passkey is added, signs in from the first screen, is a second factor, and is removed',
  both,
  async ({ page, portal, visitor, inspect }) => {
    const device = await addAuthenticator(page);
    const person = await portal.createAccount();
    await visitor.signIn(person);
    await page.goto('/mon-compte/securite');
    await visitor.title('Protection du compte');
    await inspect('factors-1-none');
    await page.getByRole('link', { name: words.add }).click();
    await visitor.title("Clés d'accès");
    await expect(page.getByLabel('Nom de la clé')).toHaveValue(/Chrome|Chromium/);
    await inspect('factors-2-add-passkey');
    await visitor.fill('Nom de la clé', 'Mon ordinateur');
    await visitor.press(words.add);
    await visitor.title('Vos codes de secours');
    expect(await device.count()).toBe(1);
    await expect(page.locator('pre')).toHaveText(/^([0-9A-Z]{4}(-[0-9A-Z]{4}){3}\s*){10}$/);
    await inspect('factors-3-recovery-codes');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Télécharger les codes' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('codes-de-secours.txt');
    await page.getByRole('link', { name: "J'ai conservé mes codes" }).click();
    await visitor.title('Protection du compte');
    await expect(page.getByRole('main')).toContainText('Mon ordinateur');
    await expect(page.getByRole('main')).toContainText('Il vous reste 10 codes de secours.');
    await inspect('factors-4-held');

    // From the first screen, by the button: its holder looks at it first.
    await device.consents(false);
    await page.context().clearCookies();
    await page.goto('/connexion');
    await expect(page.getByLabel(guide.email)).toHaveAttribute('autocomplete', 'username webauthn');
    await inspect('sign-in-1-passkey');
    await device.consents(true);
    await visitor.press(words.signIn);
    await visitor.isHome();

    // The browser that was recognised does without; another one asks for it after the password.
    await page.context().clearCookies();
    await device.consents(false);
    await visitor.enter(person);
    await visitor.title('Deuxième vérification');
    await inspect('factor-1-passkey');
    await device.consents(true);
    await visitor.press(words.use);
    await visitor.isHome();

    await page.goto('/mon-compte/cles-d-acces');
    await page.getByText('Renommer', { exact: true }).first().click();
    await inspect('factors-5-passkeys');
    await visitor.fill('Nouveau nom', 'Bureau');
    await page.getByRole('button', { name: "Renommer la clé d'accès Mon ordinateur" }).click();
    await expect(page.getByText("La clé d'accès est renommée.")).toBeVisible();
    await page.getByRole('link', { name: "Gérer les clés d'accès" }).click();
    await page.getByText('Renommer', { exact: true }).first().click();
    await page.getByRole('button', { name: "Supprimer la clé d'accès Bureau" }).click();
    await expect(page.getByText("La clé d'accès est supprimée.")).toBeVisible();

    // What the device still keeps opens nothing any more; it answers as soon as it is asked.
    await page.context().clearCookies();
    await page.goto('/connexion');
    await visitor.isDeadEnd('PT-207', "Cette clé d'accès n'a pas été acceptée.", ['Se connecter']);
    await inspect('dead-end-passkey-refused');
  },
);

test('the browser lists passkeys under the address field, without a button', async ({
  page,
  portal,
  visitor,
}) => {
  const device = await addAuthenticator(page);
  const person = await portal.createAccount();
  await visitor.signIn(person);
  await page.goto('/mon-compte/cles-d-acces');
  await visitor.press(words.add);
  await visitor.title('Vos codes de secours');
  await page.context().clearCookies();
  // The holder consents: what waits under the field is answered at once.
  await device.consents(true);
  await page.goto('/connexion');
  await visitor.isHome();
});

test('who cancels reads so, and can go on by either way', async ({ page, portal, visitor }) => {
  const device = await addAuthenticator(page);
  const person = await portal.createAccount();
  await visitor.signIn(person);
  await page.goto('/mon-compte/cles-d-acces');
  await visitor.press(words.add);
  await visitor.title('Vos codes de secours');
  await page.context().clearCookies();
  await device.isVerified(false);
  await page.goto('/connexion');
  await visitor.press(words.signIn);
  await expect(page.getByText("Aucune clé d'accès n'a été utilisée.")).toBeVisible();
  await device.isVerified(true);
  await visitor.press(words.signIn);
  await visitor.isHome();
});

test('who holds a passkey and an application may give either; Enter gives the code', async ({
  page,
  portal,
  visitor,
  inspect,
}) => {
  const device = await addAuthenticator(page);
  const person = await portal.createAccount();
  await visitor.signIn(person);
  await page.goto('/mon-compte/cles-d-acces');
  await visitor.press(words.add);
  await visitor.title('Vos codes de secours');
  await page.goto('/mon-compte/application');
  const application = applicationOf((await page.locator('code').textContent()) ?? '', Date.now);
  const label = "Code à 6 chiffres de l'application";
  await midStep();
  await visitor.fill(label, application.code());
  await visitor.press("Enregistrer l'application");
  await expect(page.getByText("L'application est enregistrée.")).toBeVisible();
  await device.consents(false);
  await page.context().clearCookies();
  await visitor.enter(person);
  await inspect('factor-5-both');
  await visitor.fill(label, application.code());
  await page.keyboard.press('Enter');
  await visitor.isRefused(label, "Ce code a déjà servi. Attendez que l'application en affiche un autre.");
  await device.consents(true);
  await visitor.press(words.use);
  await visitor.isHome();
});

test('a page that was open for long gets a new challenge before it asks', async ({
  page,
  portal,
  visitor,
}) => {
  const device = await addAuthenticator(page);
  const person = await portal.createAccount();
  await visitor.signIn(person);
  await page.goto('/mon-compte/cles-d-acces');
  await visitor.press(words.add);
  await visitor.title('Vos codes de secours');
  await page.context().clearCookies();
  await device.consents(false);
  await page.clock.install();
  await page.goto('/connexion');
  const challenge = () => page.getByRole('button', { name: words.signIn }).getAttribute('data-options');
  const first = await challenge();
  // What waits under the address field is renewed, as what is asked by the button would be.
  const [asked] = await Promise.all([
    page.waitForRequest(
      (request) => request.url().endsWith('/connexion') && request.resourceType() === 'fetch',
    ),
    page.clock.fastForward('06:00'),
  ]);
  expect(await (await asked.response())?.text()).not.toContain(JSON.parse(first ?? '').challenge);
  await device.consents(true);
  await visitor.press(words.signIn);
  await visitor.isHome();
});

test('a device that has the passkey already says so', async ({ page, portal, visitor }) => {
  await addAuthenticator(page);
  const person = await portal.createAccount();
  await visitor.signIn(person);
  await page.goto('/mon-compte/cles-d-acces');
  await visitor.press(words.add);
  await visitor.title('Vos codes de secours');
  await page.goto('/mon-compte/cles-d-acces');
  await visitor.press(words.add);
  await expect(page.getByText("Cette clé d'accès est déjà enregistrée.")).toBeVisible();
});

test('without support there is no button, and the pages say what else there is', {
  tag: '@without-script',
}, async ({ page, portal, visitor, inspect, javaScriptEnabled }) => {
  // As an old browser: nothing is known of passkeys.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'PublicKeyCredential'));
  await page.goto('/connexion');
  await expect(page.getByRole('button', { name: words.signIn })).toHaveCount(0);
  const person = await portal.createAccount();
  await visitor.signIn(person);
  await page.goto('/mon-compte/cles-d-acces');
  await expect(page.getByText("Ce navigateur ne propose pas les clés d'accès")).toBeVisible();
  await expect(page.getByRole('button', { name: words.add })).toHaveCount(0);
  await inspect(`factors-without-support${javaScriptEnabled === false ? '-nor-scripts' : ''}`);
});
