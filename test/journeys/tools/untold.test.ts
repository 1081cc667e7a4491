import { test as base, expect } from '@playwright/test';
import { codeIn } from '../../support/mails.ts';
import { startTwoTools, type TwoTools } from '../../tools/two-tools.ts';
import { findViolations } from '../support/axe.ts';
import { inspectIn } from '../support/looks.ts';
import { guide, subjects, visitorAt } from '../support/visitor.ts';

const test = base.extend<object, { two: TwoTools }>({
  two: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
    async ({}, use) => {
      const two = await startTwoTools();
      await use(two);
      await two.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

test('a tool that does not answer is named, and the person decides when to go on', {
  tag: ['@without-script'],
}, async ({ page, two, javaScriptEnabled }) => {
  const { portal, formations, dossiers } = two;
  const person = await portal.createAccount();
  const visitor = visitorAt({ page, portal });
  await page.goto(`${formations.url}/connexion`);
  await visitor.giveAddress(person.email);
  await visitor.givePassword(person.password);
  await visitor.giveCode(codeIn(await visitor.mail(person.email, subjects.code)));
  await expect(page).toHaveURL(`${formations.url}/`);
  await page.goto(`${dossiers.url}/connexion`);
  await expect(page).toHaveURL(`${dossiers.url}/`);
  dossiers.gate.be('silent');

  await page.goto(formations.url);
  await visitor.press('Se déconnecter partout');
  if (javaScriptEnabled === false) await visitor.press('Se déconnecter');
  await visitor.title('Vous êtes déconnecté(e).');
  await expect(page.getByRole('status')).toContainText(
    "Dossiers n'a pas répondu : fermez-y votre session, ou fermez le navigateur.",
  );
  const extent = javaScriptEnabled === false ? 'none' : 'whole';
  const axe = async (only?: 'colours') => {
    expect(await findViolations(page, { scripts: true, only })).toEqual([]);
  };
  await inspectIn({ page, axe, extent })('signed-out-untold');
  await page.getByRole('link', { name: 'Revenir vers Formations' }).click();
  await expect(page).toHaveURL(`${formations.url}/au-revoir`);
  await page.goto(portal.url);
  await visitor.title(guide.signIn);
});
