import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type RunningProxy, startProxy, startTool } from '../../forward-auth/proxies.ts';
import { test as base, expect } from '../support/fixtures.ts';
import type { Visitor } from '../support/visitor.ts';

const all = { tag: ['@without-script'] };
const kinds = ['nginx', 'caddy'] as const;
/** A host of its own for each proxy and worker; browsers find *.localhost on this machine. */
const hosts = kinds.flatMap((kind, k) =>
  [0, 1, 2, 3].map((i) => ({ kind, worker: i, name: `wiki-${kind}.localhost`, port: 28_440 + 10 * k + i })),
);
const origins = hosts.map(({ name, port }) => `http://${name}:${port}`);
const wiki = {
  id: 'wiki',
  name: 'Wiki des équipes',
  url: `${origins[0]}/`,
  contact: 'wiki@exemple.fr',
  hosts: hosts.map(({ name, port }) => ({
    host: `${name}:${port}`,
    rules: [{ path: '/admin', allow: ['informatique'] }],
  })),
};

type Tools = { tools: Record<RunningProxy['kind'], string> };

/** The plain page behind each real proxy, for as long as the worker lives: the origin to open. */
const test = base.extend<object, Tools>({
  tools: [
    async ({ portal }, use, { parallelIndex }) => {
      const folder = mkdtempSync(join(tmpdir(), 'poterne-proxies-'));
      const tool = await startTool();
      const own = hosts.filter(({ worker }) => worker === parallelIndex);
      const proxies = await Promise.all(
        own.map(({ kind, name, port }) =>
          startProxy(kind, {
            folder: join(folder, kind),
            name,
            port,
            portal: new URL(portal.url).host.replace('localhost', '127.0.0.1'),
            tool: tool.address,
            tls: false,
          }),
        ),
      );
      const [nginx = '', caddy = ''] = own.map(({ name, port }) => `http://${name}:${port}`);
      await use({ nginx, caddy });
      for (const proxy of proxies) await proxy.stop();
      tool.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
});
test.use({ portalOptions: { config: { tools: [wiki] } }, elsewhere: origins });

/** Everything that a sign-in asks on a new browser, from its first page on. */
async function prove(visitor: Visitor, person: { email: string; password: string }): Promise<void> {
  await visitor.giveAddress(person.email);
  await visitor.givePassword(person.password);
  await visitor.giveCode(await visitor.code(person.email));
}
const atTool = (page: Page) => expect(page.getByRole('heading', { level: 1 })).toHaveText('Le wiki');

for (const kind of kinds) {
  test(
    `a plain page behind ${kind}: through the portal and back to what was asked for`,
    all,
    async ({ page, portal, visitor, tools }) => {
      const asked = `${tools[kind]}/pages/3?onglet=b&q=%C3%A9t%C3%A9`;
      await page.goto(asked);
      expect(page.url()).toContain(`${portal.url}/connexion`);
      await prove(visitor, await portal.createAccount());
      await page.waitForURL(asked);
      await atTool(page);
      await page.goto(`${tools[kind]}/autre`);
      await atTool(page);
      // Every cookie belongs to one host; the tool's has the portal's session in none of them.
      const cookies = await page.context().cookies();
      for (const { name, domain, secure, httpOnly } of cookies) {
        expect(name).toMatch(/^__Host-poterne-/);
        expect(domain.startsWith('.'), domain).toBe(false);
        expect([secure, httpOnly]).toEqual([true, true]);
      }
      const { hostname } = new URL(tools[kind]);
      const names = cookies.filter(({ domain }) => domain === hostname).map(({ name }) => name);
      expect(names.sort()).toEqual(['__Host-poterne-knock', '__Host-poterne-tool']);
    },
  );

  test(
    `a plain page behind ${kind} closes when one signs out of the portal, and signs out by its own button`,
    all,
    async ({ page, context, portal, visitor, tools }) => {
      const person = await portal.createAccount();
      await visitor.signIn(person);
      await page.goto(`${tools[kind]}/a`);
      await atTool(page);
      const other = await context.newPage();
      await other.goto(portal.url);
      await other.locator('form[action="/deconnexion"] button').dispatchEvent('click');
      await other.waitForURL(/deconnecte/);
      await expect(async () => {
        await page.goto(`${tools[kind]}/a`);
        expect(page.url()).toContain(`${portal.url}/connexion`);
      }).toPass({ timeout: 5_000 });
      // Known by now: no code.
      await visitor.giveAddress(person.email);
      await visitor.givePassword(person.password);
      await page.waitForURL(`${tools[kind]}/a`);
      await visitor.press('Quitter');
      await visitor.title('Vous êtes déconnecté(e).');
      await other.goto(portal.url);
      await expect(other.getByText('connecté(e) au portail')).toHaveCount(0);
      // The tool itself is closed too, not the portal alone.
      await page.goto(`${tools[kind]}/a`);
      expect(page.url()).toContain(`${portal.url}/connexion`);
      await visitor.title('Se connecter');
    },
  );
}

test('a member who may not see a page reads whom to ask', async ({
  page,
  portal,
  visitor,
  tools,
  inspect,
}) => {
  await visitor.signIn(await portal.createAccount());
  for (const kind of kinds) {
    await page.goto(`${tools[kind]}/`);
    await atTool(page);
    await page.goto(`${tools[kind]}/admin/comptes`);
    await expect(page.getByRole('main')).toContainText('Wiki des équipes');
    await expect(page.getByRole('link', { name: 'wiki@exemple.fr' })).toBeVisible();
    expect(page.url()).toContain(portal.url);
    await page.getByRole('link', { name: 'English' }).click();
    await expect(page.getByRole('main')).toContainText('Wiki des équipes');
    await page.getByRole('link', { name: 'Français' }).click();
  }
  await inspect('forward-auth-refused');
});

test(
  'an address with a ticket, opened again or passed on, opens nothing and says so',
  all,
  async ({ page, browser, context, portal, visitor, tools, inspect }) => {
    const tickets: string[] = [];
    context.on('request', (request) => {
      if (request.url().includes('/.poterne/return')) tickets.push(request.url());
    });
    await visitor.signIn(await portal.createAccount());
    await page.goto(`${tools.nginx}/secret?x=1`);
    await atTool(page);
    expect(tickets).toHaveLength(1);
    // Somebody else, to whom it was passed on.
    const stranger = await browser.newContext();
    const theirs = await stranger.newPage();
    await theirs.goto(tickets[0]!);
    await expect(theirs.getByRole('main')).toContainText('PT-502');
    expect((await stranger.cookies()).map(({ name }) => name)).not.toContain('__Host-poterne-tool');
    await stranger.close();
    await page.goto(tickets[0]!);
    await visitor.isDeadEnd('PT-502', "L'accès à cet outil n'a pas abouti.", ['Réessayer']);
    await inspect('forward-auth-ticket');
    // One is still signed in: to try again is enough.
    await page.getByRole('link', { name: 'Réessayer' }).click();
    await page.waitForURL(`${tools.nginx}/secret?x=1`);
    await atTool(page);
  },
);

test('a script of a page whose session is over hears 401, and is led nowhere', async ({
  page,
  portal,
  visitor,
  tools,
}) => {
  await visitor.signIn(await portal.createAccount());
  for (const kind of kinds) {
    await page.goto(`${tools[kind]}/`);
    await atTool(page);
    const status = () => page.evaluate(async () => (await fetch('/api', { redirect: 'error' })).status);
    expect(await status()).toBe(200);
    await page.context().clearCookies({ name: '__Host-poterne-tool' });
    expect(await status()).toBe(401);
  }
});
