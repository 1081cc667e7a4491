import { test as base, expect, type Page } from '@playwright/test';
import { findViolations } from '../support/axe.ts';
import { inspectIn } from '../support/looks.ts';
import { guide } from '../support/visitor.ts';
import { type Demo, startDemo } from './demo.ts';

/** The demonstration, as whoever tries it sees it: the portal and three sites beside it. */
const test = base.extend<{ inspect: (name: string) => Promise<void> }, { demo: Demo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
    async ({}, use) => {
      const demo = await startDemo();
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  inspect: async ({ page, javaScriptEnabled }, use) => {
    const scripts = javaScriptEnabled !== false;
    const axe = async (only?: 'colours') => {
      expect(await findViolations(page, { scripts, only })).toEqual([]);
    };
    await use(inspectIn({ page, axe, extent: scripts ? 'whole' : 'none' }));
  },
});

const all = { tag: ['@without-script'] };
const camille = 'camille.martin@membres.example';
const sam = 'sam.taylor@membres.example';

type Sat = { page: Page; demo: Demo };

/** The portal's sign-in as it stands, to wherever it leads. */
async function signIn({ page, demo }: Sat, email: string): Promise<void> {
  await page.getByLabel(guide.email, { exact: true }).fill(email);
  await page.getByRole('button', { name: guide.next, exact: true }).click();
  await page.getByLabel(guide.password, { exact: true }).fill(demo.passwords[email]!);
  await page.getByRole('button', { name: guide.signIn, exact: true }).click();
  await page.getByLabel(guide.code, { exact: true }).fill(await demo.code(email));
  await page.getByRole('button', { name: guide.verify, exact: true }).click();
}

const title = ({ page }: Pick<Sat, 'page'>, text: string | RegExp) =>
  expect(page.getByRole('heading', { level: 1 })).toHaveText(text);

test(
  'one sign-in opens two tools; signing out of one ends all three',
  all,
  async ({ page, demo, inspect, javaScriptEnabled }) => {
    const { Formations: formations = '', Dossiers: dossiers = '' } = demo.tools;
    await page.goto(formations);
    await title({ page }, 'Formations');
    await inspect('tool-nobody');
    await page.getByRole('link', { name: 'Se connecter avec le portail' }).click();
    await signIn({ page, demo }, camille);
    await expect(page).toHaveURL(`${formations}/`);
    await title({ page }, 'Bonjour Camille Martin');
    await expect(page.getByText(camille)).toBeVisible();
    await expect(page.getByText(/un code reçu par e-mail/)).toBeVisible();
    await expect(page.getByRole('listitem')).toHaveText(['gestion']);
    await inspect('tool-who');

    // The second one from the portal's home, and nothing is asked again.
    await page.getByRole('link', { name: 'Revenir au portail' }).click();
    await page.getByRole('link', { name: /^Dossiers/ }).click();
    await expect(page).toHaveURL(`${dossiers}/`);
    await title({ page }, 'Bonjour Camille Martin');

    await page.getByRole('button', { name: 'Se déconnecter partout' }).click();
    if (javaScriptEnabled === false) {
      await title({ page }, 'Déconnexion en cours…');
      await page.getByRole('button', { name: 'Se déconnecter' }).click();
    }
    await expect(page).toHaveURL(`${dossiers}/au-revoir`);
    await title({ page }, 'Vous êtes déconnecté(e)');
    await page.goto(formations);
    await title({ page }, 'Formations');
    await page.goto(demo.url);
    await title({ page }, 'Se connecter');
  },
);

test(
  'signing out of the portal ends the tool, and says that it did',
  all,
  async ({ page, demo, inspect }) => {
    const { Formations: formations = '' } = demo.tools;
    await page.goto(`${formations}/connexion`);
    await signIn({ page, demo }, camille);
    await title({ page }, 'Bonjour Camille Martin');
    await page.goto(demo.url);
    await page.locator('summary').click();
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await title({ page }, 'Vous êtes déconnecté(e).');
    await expect(page.getByText(/pas répondu/)).toHaveCount(0);
    await inspect('signed-out');
    await page.goto(formations);
    await title({ page }, 'Formations');
  },
);

test(
  'whoever is in no group of a tool is told whom to ask, and does not see it at home',
  all,
  async ({ page, demo }) => {
    const { Dossiers: dossiers = '' } = demo.tools;
    await page.goto(`${dossiers}/connexion`);
    await signIn({ page, demo }, sam);
    await title({ page }, /Vous n'avez pas accès à .*Dossiers/);
    await expect(page.getByRole('main')).toContainText('assistance@membres.example');
    await page.goto(demo.url);
    await expect(page.getByRole('link', { name: /^Formations/ })).toBeVisible();
    await expect(page.getByRole('link', { name: /^Dossiers/ })).toHaveCount(0);
  },
);

test(
  'the tool of another organisation learns who comes once the person agreed',
  all,
  async ({ page, demo, inspect }) => {
    const { Sondages: sondages = '' } = demo.tools;
    await page.goto(`${sondages}/connexion`);
    await signIn({ page, demo }, camille);
    await expect(page.getByRole('main')).toContainText('Sondages');
    await inspect('tool-consent');
    await page.getByRole('button', { name: /^(Autoriser|Accepter|Continuer)/ }).click();
    await expect(page).toHaveURL(`${sondages}/`);
    await title({ page }, 'Bonjour Camille Martin');
  },
);

test('a page that wants somebody signed out has to ask', all, async ({ page, demo, inspect }) => {
  const { Formations: formations = '' } = demo.tools;
  await page.goto(`${formations}/connexion`);
  await signIn({ page, demo }, camille);
  await title({ page }, 'Bonjour Camille Martin');
  await page.goto(`${demo.url}/oidc/session/end?client_id=formations`);
  await title({ page }, 'Se déconnecter');
  await expect(page.getByRole('main')).toContainText('Formations demande votre déconnexion.');
  await inspect('sign-out-asked');
  await page.getByRole('link', { name: 'Rester connecté(e)' }).click();
  await title({ page }, guide.connected);
});

test(
  '« Abandonner » on the portal leads back to the tool, which says so',
  all,
  async ({ page, demo, inspect }) => {
    const { Formations: formations = '' } = demo.tools;
    await page.goto(`${formations}/connexion`);
    await page.getByLabel(guide.email, { exact: true }).fill(camille);
    await page.getByRole('button', { name: guide.next, exact: true }).click();
    await page.getByRole('link', { name: /^Abandonner/ }).click();
    await title({ page }, 'Vous avez renoncé à vous connecter');
    await inspect('tool-left');
  },
);
