import type { Page } from '@playwright/test';
import type { TestPortal } from '../../support/portal.ts';
import { freePort } from '../../support/postgres.ts';
import { addTool } from '../../tools/add-tool.ts';
import { test as base, expect } from '../support/fixtures.ts';
import type { Visitor } from '../support/visitor.ts';
import { addresses, byOauth4webapi, byOpenidClient } from './libraries.ts';
import { type RelyingParty, startRelyingParty } from './relying-party.ts';

const all = { tag: ['@without-script'] };
const libraries = { 'openid-client': byOpenidClient, oauth4webapi: byOauth4webapi };
const names = ['openid-client', 'oauth4webapi'] as const;
type Name = (typeof names)[number];

/** A tool of one's own for each library, made as an operator makes it, for as long as the worker lives. */
const test = base.extend<object, { parties: Record<Name, RelyingParty> }>({
  parties: [
    async ({ portal }, use) => {
      const [byOne, byOther] = await Promise.all(names.map((name) => startTool(portal, name)));
      const parties = { 'openid-client': byOne!, oauth4webapi: byOther! };
      await use(parties);
      for (const party of Object.values(parties)) party.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  elsewhere: async ({ parties }, use) => use(Object.values(parties).map(({ url }) => url)),
});

async function startTool(portal: TestPortal, id: Name): Promise<RelyingParty> {
  // Another host than the portal's: no cookie of one reaches the other.
  const url = `http://127.0.0.1:${await freePort()}`;
  const { clientSecret: secret, issuer } = await addTool(portal, [
    ...['--id', id, '--name', `Outil ${id}`, '--offline'],
    ...['--redirect-uri', addresses(url).back, '--post-logout-uri', addresses(url).signedOut],
  ]);
  const library = await libraries[id]({ issuer, secret, clientId: id, url });
  return startRelyingParty({ url, library });
}

type Sat = { page: Page; portal: TestPortal; visitor: Visitor };

const says = (page: Page, title: string) => expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
const isAtPortal = ({ page, portal }: Pick<Sat, 'page' | 'portal'>) =>
  expect(page).toHaveURL(({ href }) => href.startsWith(`${portal.url}/connexion`));
const follow = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();

/** From the tool to the portal, through a whole sign-in there, and back. */
async function comeIn({ page, portal, visitor }: Sat, { url }: RelyingParty) {
  const person = await portal.createAccount();
  await page.goto(url);
  await says(page, 'Personne');
  await follow(page, 'Se connecter');
  await isAtPortal({ page, portal });
  await visitor.giveAddress(person.email);
  await visitor.givePassword(person.password);
  await visitor.giveCode(await visitor.code(person.email));
  await page.waitForURL(`${url}/`);
  await says(page, `Bonjour ${person.name}`);
  await expect(page.getByText(person.email)).toBeVisible();
  return person;
}

for (const name of names) {
  test(
    `${name} signs a member in, gets new tokens, and signs out of the tool and of the portal`,
    all,
    async ({ page, portal, visitor, parties, javaScriptEnabled }) => {
      const { url, library, givenTo } = parties[name];
      const person = await comeIn({ page, portal, visitor }, parties[name]);
      for (const number of [2, 3]) {
        await follow(page, 'Rafraîchir');
        await expect(page.getByText(`Jetons n° ${number}`)).toBeVisible();
        await says(page, `Bonjour ${person.name}`);
      }
      const given = givenTo(person.email);
      expect(new Set(given.map(({ sub }) => sub)).size).toBe(1);
      for (const token of ['accessToken', 'refreshToken', 'idToken'] as const) {
        expect(new Set(given.map((one) => one[token])).size, token).toBe(3);
      }

      await follow(page, 'Se déconnecter');
      if (javaScriptEnabled === false) {
        await visitor.title('Déconnexion en cours…');
        await visitor.press('Se déconnecter');
      }
      await page.waitForURL(addresses(url).signedOut);
      await says(page, 'Au revoir');
      await page.goto(portal.url);
      await visitor.title('Se connecter');
      await page.goto(url);
      await says(page, 'Personne');
      await follow(page, 'Se connecter');
      await isAtPortal({ page, portal });
      await visitor.title('Se connecter');
      // What the tool may have kept is worth nothing.
      await expect(library.refresh(given.at(-1)!)).rejects.toMatchObject({ error: 'invalid_grant' });
    },
  );

  test(`${name} is refused new tokens once the member signed out of the portal`, async ({
    page,
    context,
    portal,
    visitor,
    parties,
  }) => {
    const person = await comeIn({ page, portal, visitor }, parties[name]);
    await follow(page, 'Rafraîchir');
    await says(page, `Bonjour ${person.name}`);
    const other = await context.newPage();
    await other.goto(portal.url);
    await other.locator('form[action="/deconnexion"] button').dispatchEvent('click');
    await other.waitForURL(/deconnecte/);
    await follow(page, 'Rafraîchir');
    await says(page, 'Refusé : invalid_grant');
  });
}
