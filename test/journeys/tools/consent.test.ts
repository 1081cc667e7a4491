import { createServer } from 'node:http';
import * as client from 'openid-client';
import { test as base, expect } from '../support/fixtures.ts';

const all = { tag: ['@without-script'] };
/** A port of its own for each worker. */
const places = [0, 1, 2, 3].map((i) => `http://127.0.0.1:${28_417 + i}`);
const partner = {
  id: 'partenaire',
  name: 'Sondages & Cie',
  description: 'Les enquêtes du partenaire.',
  url: `${places[0]}/`,
  redirectUris: places.map((place) => `${place}/cb`),
  party: 'third',
  clientAuth: 'none',
};

/** Somebody else's tool, on a port of its own: its title says what it was told. */
const test = base.extend<{ place: string; tool: client.Configuration }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
  place: async ({}, use, { parallelIndex }) => use(places[parallelIndex]!),
  tool: async ({ portal, place }, use) => {
    const server = createServer((request, response) => {
      const told = new URL(request.url ?? '/', place).searchParams;
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><title>${told.has('code') ? 'code' : told.get('error')}</title>`);
    });
    await new Promise<void>((resolve) => server.listen(Number(new URL(place).port), '127.0.0.1', resolve));
    const issuer = new URL(`${portal.url}/oidc`);
    const options = { execute: [client.allowInsecureRequests] };
    await use(await client.discovery(issuer, partner.id, undefined, client.None(), options));
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  },
});
test.use({ portalOptions: { config: { tools: [partner] } }, elsewhere: places });

async function ask(tool: client.Configuration, place: string): Promise<string> {
  const verifier = client.randomPKCECodeVerifier();
  return client.buildAuthorizationUrl(tool, {
    redirect_uri: `${place}/cb`,
    scope: 'openid profile email groups',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).href;
}

test('a third party asks, and hears no', all, async ({ page, portal, visitor, tool, place, inspect }) => {
  const person = await portal.createAccount();
  await visitor.signIn(person);
  await page.goto(await ask(tool, place));
  await visitor.title('Autoriser « Sondages & Cie » ?');
  const main = page.getByRole('main');
  for (const seen of [person.name, person.email, partner.description]) await expect(main).toContainText(seen);
  await inspect('consent');
  await visitor.press('Refuser');
  await expect(page).toHaveTitle('access_denied');
});

test(
  'a third party asks, and hears yes after a sign-in',
  all,
  async ({ page, portal, visitor, tool, place }) => {
    const person = await portal.createAccount();
    await page.goto(await ask(tool, place));
    await visitor.giveAddress(person.email);
    await visitor.givePassword(person.password);
    await visitor.giveCode(await visitor.code(person.email));
    await visitor.title('Autoriser « Sondages & Cie » ?');
    await page.getByRole('link', { name: 'English' }).click();
    await visitor.title('Allow “Sondages & Cie”?');
    await visitor.press('Accept');
    await expect(page).toHaveTitle('code');
    // Remembered: nothing is asked the next time.
    await page.goto(await ask(tool, place));
    await expect(page).toHaveTitle('code');
  },
);

test(
  'two tabs ask at once, and each hears its own answer',
  all,
  async ({ page, portal, visitor, tool, place }) => {
    const person = await portal.createAccount();
    const other = await page.context().newPage();
    await page.goto(await ask(tool, place));
    await other.goto(await ask(tool, place));
    await visitor.giveAddress(person.email);
    await visitor.givePassword(person.password);
    await visitor.giveCode(await visitor.code(person.email));
    await visitor.title('Autoriser « Sondages & Cie » ?');
    await other.reload();
    await expect(other.getByRole('heading', { level: 1 })).toContainText('Autoriser');
    await other.getByRole('button', { name: 'Refuser' }).click();
    await expect(other).toHaveTitle('access_denied');
    await visitor.press('Accepter');
    await expect(page).toHaveTitle('code');
  },
);

test('a tool that asks wrongly leaves nobody stuck', all, async ({ page, visitor, inspect }) => {
  const home = "Aller à l'accueil du portail";
  await page.goto('/oidc/auth?client_id=personne');
  await visitor.isDeadEnd('PT-503', "L'outil n'a pas pu vous connecter.", [home]);
  await inspect('dead-end-tool-request');
  await page.goto('/outil/nulle-part');
  await visitor.isDeadEnd('PT-504', "La connexion à l'outil n'est plus en cours.", [home]);
  await inspect('dead-end-tool-expired');
});
