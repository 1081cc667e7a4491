import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/routes.ts';
import { until } from '../faults/support.ts';
import type { Person } from '../support/people.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { freePort } from '../support/postgres.ts';
import { type RunningProxy, startProxy, startTool } from './proxies.ts';
import { TwoHosts } from './two-hosts.ts';

const rules = [
  { path: '/public', allow: 'everyone' },
  { path: '/admin', allow: ['informatique'] },
];

for (const kind of ['nginx', 'caddy'] as const) {
  describe(`a plain page behind ${kind}, as deploy/ says`, () => {
    const folder = mkdtempSync(join(tmpdir(), `poterne-${kind}-`));
    let portal: TestPortal;
    let tool: Awaited<ReturnType<typeof startTool>>;
    let proxy: RunningProxy;
    let host = '';
    let origin = '';
    let ca = '';
    before(async () => {
      const port = await freePort();
      host = `wiki.exemple.test:${port}`;
      origin = `https://${host}`;
      tool = await startTool();
      portal = await startPortal({
        config: {
          trustedProxies: ['127.0.0.1'],
          tools: [{ id: 'wiki', name: 'Wiki', url: `${origin}/`, hosts: [{ host, rules }] }],
        },
      });
      proxy = await startProxy(kind, {
        folder,
        name: 'wiki.exemple.test',
        port,
        portal: new URL(portal.url).host.replace('localhost', '127.0.0.1'),
        tool: tool.address,
        tls: true,
      });
      ca = readFileSync(join(folder, 'fullchain.pem'), 'utf8');
    });
    after(async () => {
      await proxy?.stop();
      await portal?.destroy();
      tool?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Signs in on the way to a page of the tool, mailed code included. */
    const signIn = async (browser: TwoHosts, address: string, person: Person) => {
      await browser.open(address);
      assert.ok(browser.page.url.startsWith(`${portal.url}${paths.signIn}`), browser.page.url);
      await browser.submit({ username: person.email });
      await browser.submit({ password: person.password });
      if (/name="code"/.test(browser.page.body)) {
        const mail = await portal.smtp.waitFor(
          ({ to, subject }) => to.includes(person.email) && subject.includes('code de connexion'),
          20_000,
        );
        await browser.submit({ code: mail.text.match(/\b\d{6}\b/)?.[0] ?? '' });
      }
    };
    const inside = async (place = '/') => {
      const person = await portal.createAccount();
      const browser = new TwoHosts(ca);
      await signIn(browser, `${origin}${place}`, person);
      assert.ok(browser.page.body.includes('Le wiki'), browser.page.url);
      return { person, browser };
    };
    /** What the tool saw of the newest request for such a path. */
    const seenAt = (path: string) => tool.seen.findLast(({ url }) => url.split('?')[0] === path);

    it('is seen after a sign-in, at the page that was asked for, its query included', async () => {
      const before = tool.seen.length;
      const { browser, person } = await inside('/pages/a%20b?q=1&r=%2F%3F&s=é');
      assert.equal(browser.page.url, `${origin}/pages/a%20b?q=1&r=%2F%3F&s=%C3%A9`);
      assert.equal(tool.seen.length, before + 1);
      const { headers } = seenAt('/pages/a%20b')!;
      assert.match(String(headers['remote-user']), /^[\da-f-]{36}$/);
      assert.equal(headers['remote-email'], person.email);
      assert.equal(headers['remote-name'], person.name);
    });

    it('learns a name in UTF-8 and the groups', async () => {
      const person = await portal.createAccount({ name: 'Łucja Éloïse' });
      const { code, stderr } = await portal.command([
        'account',
        'groups',
        person.email,
        '--add',
        'informatique',
      ]);
      assert.equal(code, 0, stderr);
      const browser = new TwoHosts(ca);
      await signIn(browser, `${origin}/admin/x`, person);
      const { headers } = seenAt('/admin/x')!;
      assert.equal(Buffer.from(String(headers['remote-name']), 'latin1').toString('utf8'), 'Łucja Éloïse');
      assert.equal(headers['remote-groups'], 'informatique');
    });

    it('never learns from outside who it is', async () => {
      const lies = {
        'remote-user': 'admin',
        'Remote-Email': 'chef@exemple.fr',
        'REMOTE-NAME': 'Chef',
        'remote-groups': 'informatique',
        Remote_User: 'admin',
        remote_groups: 'informatique',
        'x-forwarded-host': 'autre.exemple.fr',
        'x-forwarded-uri': '/public',
        'x-forwarded-method': 'GET',
        'x-forwarded-for': '127.0.0.1',
      };
      const identity = (headers: object) =>
        Object.entries(headers).filter(
          ([name, value]) => /^remote[-_]/i.test(name) && value !== '' && value !== undefined,
        );
      const stranger = new TwoHosts(ca);
      assert.equal((await stranger.ask(`${origin}/public/lies`, { headers: lies })).status, 200);
      assert.deepEqual(identity(seenAt('/public/lies')!.headers), []);
      // Nor are the rules of another page theirs to choose.
      assert.equal((await stranger.ask(`${origin}/lies`, { headers: lies })).status, 303);
      assert.equal(seenAt('/lies'), undefined);
      const { browser, person } = await inside();
      assert.equal((await browser.ask(`${origin}/lies`, { headers: lies })).status, 200);
      const { headers } = seenAt('/lies')!;
      assert.equal(headers['remote-email'], person.email);
      assert.deepEqual(
        identity(headers)
          .map(([name]) => name)
          .sort(),
        ['remote-email', 'remote-name', 'remote-user'],
      );
      assert.equal((await browser.ask(`${origin}/admin/lies`, { headers: lies })).status, 303);
      assert.equal(seenAt('/admin/lies'), undefined);
    });

    it('is not reached by a path that is written in another way', async () => {
      const stranger = new TwoHosts(ca);
      const { browser } = await inside();
      const before = tool.seen.length;
      for (const rawPath of [
        '/public/../admin/t',
        '/public/..%2fadmin/t',
        '/public/%2e%2e/admin/t',
        '//admin/t',
        '/./admin/t',
        '/ADMIN/t',
        '/admin%2ft',
        '/public/..;/admin/t',
        '/.poterne/../admin/t',
        '/.poterne/%2e%2e/admin/t',
        '/%2epoterne/../admin/t',
      ]) {
        for (const who of [stranger, browser]) {
          const { status } = await who.ask(origin, { rawPath });
          assert.ok([303, 400, 401, 403, 404, 410].includes(status), `${rawPath}: ${status}`);
        }
      }
      assert.deepEqual(
        tool.seen.slice(before).map(({ url }) => url),
        [],
      );
    });

    it('is not reached behind a « # », which no browser sends', async () => {
      const stranger = new TwoHosts(ca);
      const { browser } = await inside();
      const before = tool.seen.length;
      for (const rawPath of [
        '/public#/../admin/secret.txt',
        '/public/#/../../admin/secret.txt',
        '/public/x#/../../admin/secret.txt',
        '/public?#/../admin/secret.txt',
      ]) {
        for (const who of [stranger, browser]) {
          const { status } = await who.ask(origin, { rawPath });
          if (kind === 'nginx') assert.equal(status, 400, rawPath);
          else
            assert.ok(
              rawPath.includes('?') || [303, 400, 401, 403].includes(status),
              `${rawPath}: ${status}`,
            );
        }
      }
      const reached = tool.seen.slice(before).map(({ url }) => url.split('?')[0]);
      assert.deepEqual(
        reached.filter((path) => path !== '/public'),
        [],
      );
    });

    it('says 401 to a script, and 403 to one of somebody who may not', async () => {
      const headers = { 'sec-fetch-mode': 'cors', accept: '*/*' };
      const { status, headers: said } = await new TwoHosts(ca).ask(`${origin}/api`, { headers });
      assert.deepEqual([status, said.location], [401, undefined]);
      const { browser } = await inside();
      assert.equal((await browser.ask(`${origin}/api`, { headers })).status, 200);
      assert.equal((await browser.ask(`${origin}/admin/api`, { headers })).status, 403);
    });

    it('leads who may not see a page to whom to ask, on the portal', async () => {
      const { browser } = await inside();
      const page = await browser.open(`${origin}/admin/secrets`);
      assert.ok(page.url.startsWith(portal.url));
      assert.equal(page.status, 403);
      assert.ok(page.body.includes('Wiki'));
      assert.equal(seenAt('/admin/secrets'), undefined);
    });

    it('does not send to the portal what a form held when the session was over', async () => {
      const browser = new TwoHosts(ca);
      const person = await portal.createAccount();
      const body = `texte=${'a'.repeat(200_000)}`;
      await browser.open(`${origin}/modifier?page=1`, { method: 'POST', body });
      await browser.submit({ username: person.email });
      await browser.submit({ password: person.password });
      assert.equal(seenAt('/modifier'), undefined);
      assert.match(browser.page.url, /^http:\/\/localhost/);
    });

    it('is closed within five seconds of a sign-out, of the portal or by the tool’s own button', async () => {
      for (const leave of [
        async (browser: TwoHosts) => {
          await browser.open(portal.url);
          return browser.submit({}, paths.signOut);
        },
        (browser: TwoHosts) =>
          browser.open(`${origin}${paths.proxySignOut}`, { method: 'POST', body: 'a=b' }),
      ]) {
        const { browser } = await inside();
        const jar = new Map(browser.cookies(host));
        const page = await leave(browser);
        assert.ok(page.url.startsWith(portal.url + paths.signedOut), page.url);
        for (const [name, value] of jar) browser.cookies(host).set(name, value);
        const isClosed = async () => (await browser.ask(`${origin}/`)).status === 303;
        await until('the tool is closed', isClosed, 5_000);
        assert.ok(!(await browser.open(portal.url)).body.includes('connecté(e)'));
      }
    });

    it('opens by no ticket of another, nor twice', async () => {
      const { browser } = await inside();
      const led = await browser.ask(`${origin}/x`, { headers: { cookie: '' } });
      const passed = await browser.ask(String(led.headers.location));
      const ticket = String(passed.headers.location);
      assert.ok(ticket.startsWith(`${origin}${paths.proxyReturn}?ticket=`), ticket);
      const thief = new TwoHosts(ca);
      const stolen = await thief.open(ticket);
      assert.ok(stolen.body.includes('PT-502'), stolen.url);
      assert.equal(thief.cookies(host).size, 0);
      assert.ok((await browser.open(ticket)).body.includes('PT-502'));
    });

    it('is closed while the portal cannot be asked', async () => {
      const { browser } = await inside();
      await portal.kill();
      const before = tool.seen.length;
      for (const path of ['/', '/public/x']) {
        const { status } = await browser.ask(`${origin}${path}`);
        assert.ok(status >= 500, `${path}: ${status}`);
      }
      assert.equal(tool.seen.length, before);
      await portal.start();
      assert.equal((await browser.ask(`${origin}/`)).status, 200);
    });
  });
}
