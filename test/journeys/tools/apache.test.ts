import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { listen } from '../../../demo/listen.ts';
import { html } from '../../../src/ui/html.ts';
import type { TestPortal } from '../../support/portal.ts';
import { addTool } from '../../tools/add-tool.ts';
import { type Apache, apacheUrl, startApache } from '../../tools/apache.ts';
import { test as base, expect } from '../support/fixtures.ts';
import type { Visitor } from '../support/visitor.ts';

const all = { tag: ['@without-script'] };

/** A tool that Apache guards, as deploy/apache-openidc.conf says, for as long as the worker lives. */
const test = base.extend<object, { apache: Apache }>({
  apache: [
    async ({ portal }, use) => {
      // Another host than the portal's: no cookie of one reaches the other.
      const url = await apacheUrl('127.0.0.1');
      const tool = await startTool(url);
      const { clientSecret: secret } = await addTool(portal, [
        ...['--id', 'dossiers', '--name', 'Dossiers', '--offline'],
        ...['--redirect-uri', `${url}/.poterne/retour`],
        ...['--post-logout-uri', `${url}/au-revoir`],
        ...['--backchannel-uri', `${url}/.poterne/retour?logout=backchannel`],
      ]);
      const apache = await startApache({ url, portalUrl: portal.url, behind: tool.url, secret });
      await use(apache);
      await apache.stop();
      tool.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  elsewhere: async ({ apache }, use) => use([apache.url]),
});

/** A tool that knows nothing of the portal: its pages say who the headers say that it is. */
async function startTool(apacheAt: string) {
  const out = `/.poterne/retour?logout=${encodeURIComponent(`${apacheAt}/au-revoir`)}`;
  const server = createServer(({ url, headers }, response) => {
    const name = Buffer.from(String(headers['remote-name'] ?? ''), 'latin1').toString();
    const title = name === '' ? 'Au revoir' : `Bonjour ${name}`;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.setHeader('cache-control', 'no-store');
    response.end(
      String(html`<!doctype html><html lang="fr"><title>${title}</title><h1>${title}</h1>
<p>${url ?? ''}</p><p>${String(headers['remote-email'] ?? '')}</p><p><a href="${out}">Se déconnecter</a></p></html>`),
    );
  });
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

type Sat = { page: Page; portal: TestPortal; visitor: Visitor };

const says = (page: Page, title: string) => expect(page.getByRole('heading', { level: 1 })).toHaveText(title);

const isAtPortal = ({ page, portal }: Sat) =>
  expect(page).toHaveURL(({ href }) => href.startsWith(`${portal.url}/connexion`));

const asked = '/dossiers/3?onglet=b&q=%C3%A9t%C3%A9';

/** To a page of the tool, through a whole sign-in at the portal, and back to that page. */
async function comeIn(sat: Sat, { url, log }: Apache) {
  const { page, portal, visitor } = sat;
  const person = await portal.createAccount({ name: 'Zoë d’Été' });
  await page.goto(url + asked);
  await isAtPortal(sat);
  await visitor.giveAddress(person.email);
  await visitor.givePassword(person.password);
  await visitor.giveCode(await visitor.code(person.email));
  await page.waitForURL(url + asked);
  await says(page, `Bonjour ${person.name}`);
  for (const told of [asked, person.email]) {
    await expect(page.getByText(told, { exact: true }), log()).toBeVisible();
  }
  return person;
}

/** Neither the tool nor the portal opens without a sign-in. */
async function isOut(sat: Sat, { url }: Apache): Promise<void> {
  const { page, portal, visitor } = sat;
  for (const place of [`${url}/dossiers/3`, portal.url]) {
    await page.goto(place);
    await isAtPortal(sat);
    await visitor.title('Se connecter');
  }
}

/** How many tokens the portal gave out. */
async function exchanges({ metricsUrl }: TestPortal): Promise<number> {
  const metrics = await (await fetch(`${metricsUrl}/metrics`)).text();
  const line = /_count\{method="POST",route="\/oidc\/token",status="200"\} (\d+)/.exec(metrics);
  return Number(line?.[1] ?? 0);
}

test(
  'a tool behind Apache: back to the page asked for, at work while tokens are refreshed, and signed out of both',
  all,
  async ({ page, portal, visitor, apache, javaScriptEnabled }) => {
    const person = await comeIn({ page, portal, visitor }, apache);
    let given = await exchanges(portal);
    for (const place of ['/dossiers/4', '/dossiers/5']) {
      // This test's Apache thinks that two seconds of a token's life are enough.
      await sleep(2_100);
      const response = await page.goto(apache.url + place);
      await says(page, `Bonjour ${person.name}`);
      await expect(page.getByText(place, { exact: true })).toBeVisible();
      // A sign-in anew, of which nobody sees anything, also brings a token: by way of the portal.
      expect(response?.request().redirectedFrom(), apache.log()).toBeNull();
      given += 1;
      expect(await exchanges(portal), apache.log()).toBe(given);
    }

    await page.getByRole('link', { name: 'Se déconnecter' }).click();
    if (javaScriptEnabled === false) {
      await visitor.title('Déconnexion en cours…');
      await visitor.press('Se déconnecter');
    }
    await page.waitForURL(`${apache.url}/au-revoir`);
    await says(page, 'Au revoir');
    await isOut({ page, portal, visitor }, apache);
  },
);

test('a tool behind Apache closes when the member signs out of the portal', async ({
  page,
  context,
  portal,
  visitor,
  apache,
}) => {
  await comeIn({ page, portal, visitor }, apache);
  const other = await context.newPage();
  await other.goto(portal.url);
  await other.locator('form[action="/deconnexion"] button').dispatchEvent('click');
  await other.waitForURL(/deconnecte/);
  await isOut({ page, portal, visitor }, apache);
});
