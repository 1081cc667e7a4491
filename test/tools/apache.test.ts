import assert from 'node:assert/strict';
import { createServer, request, type Server } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../faults/support.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { freePort } from '../support/postgres.ts';
import { addTool } from './add-tool.ts';
import { type Apache, apacheUrl, startApache } from './apache.ts';
import { Traveller } from './traveller.ts';

type Seen = { path: string; headers: Record<string, string> };

describe('Apache with mod_auth_openidc, as deploy/apache-openidc.conf says', () => {
  let portal: TestPortal;
  let apache: Apache;
  let behind: Server;
  let url = '';
  /** How many requests reached the tool behind. */
  let reached = 0;

  before(async () => {
    url = await apacheUrl();
    behind = createServer(({ url: path, headers }, response) => {
      reached += 1;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ path, headers }));
    });
    const port = await freePort();
    await new Promise<void>((resolve) => behind.listen(port, '127.0.0.1', resolve));
    portal = await startPortal();
    const { clientSecret: secret } = await addTool(portal, [
      ...['--id', 'dossiers', '--name', 'Dossiers', '--offline'],
      ...['--redirect-uri', `${url}/.poterne/retour`],
      ...['--post-logout-uri', `${url}/au-revoir`],
      ...['--backchannel-uri', `${url}/.poterne/retour?logout=backchannel`],
    ]);
    apache = await startApache({ url, portalUrl: portal.url, behind: `http://127.0.0.1:${port}`, secret });
  });
  after(async () => {
    await apache?.stop();
    behind?.close();
    behind?.closeAllConnections();
    await portal?.destroy();
  });

  /** What the tool behind is told, or null when it was not reached. */
  const look = async (traveller: Traveller, path = '/page'): Promise<Seen | null> => {
    const place = await traveller.ask(`${url}${path}`);
    return place.status === 200 ? (JSON.parse(place.body) as Seen) : null;
  };
  const signedIn = async () => {
    const person = await portal.createAccount();
    const traveller = new Traveller();
    await traveller.open(`${url}/page?a=1&b=%C3%A9`);
    await traveller.signIn(portal, person);
    return { person, traveller };
  };

  /** What a request for a path is answered, the path sent as it is written. */
  const statusOf = (path: string, cookie: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(url);
      const headers = { host: new URL(url).host, accept: 'text/html', ...(cookie !== '' && { cookie }) };
      const asked = request({ host: '127.0.0.1', port, path, headers, agent: false }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      });
      asked.on('error', reject).end();
    });

  /** How many tokens the portal gave out. */
  const exchanges = async (): Promise<number> => {
    const metrics = await (await fetch(`${portal.metricsUrl}/metrics`)).text();
    const line = /_count\{method="POST",route="\/oidc\/token",status="200"\} (\d+)/.exec(metrics);
    return Number(line?.[1] ?? 0);
  };

  it('signs somebody in, comes back to the page that was asked, and tells the tool who it is', async () => {
    const { person, traveller } = await signedIn();
    assert.equal(traveller.page.url, `${url}/page?a=1&b=%C3%A9`, apache.log());
    const { headers } = JSON.parse(traveller.page.body) as Seen;
    assert.equal(headers['remote-email'], person.email);
    assert.equal(Buffer.from(headers['remote-name'] ?? '', 'latin1').toString(), person.name);
    assert.match(headers['remote-user'] ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(headers['remote-groups'], '');
  });

  it('believes nobody who says who they are', async () => {
    const forged = {
      'remote-user': 'x',
      'remote-email': 'chef@exemple.fr',
      'remote-groups': 'informatique',
      remote_user: 'x',
      Remote_Email: 'x',
    };
    const stranger = await fetch(`${url}/au-revoir`, { headers: forged });
    const { headers } = (await stranger.json()) as Seen;
    for (const name of Object.keys(forged)) assert.equal(headers[name.toLowerCase()] ?? '', '', name);
    assert.equal(headers.remote_user, undefined);
  });

  it('shows the farewell to everybody, and nothing below it or beside it, however it is written', async () => {
    const { traveller } = await signedIn();
    const cookie = traveller.cookieFor(url);
    const places = async (path: string, cookies = '') => {
      const before = reached;
      return { status: await statusOf(path, cookies), reached: reached > before };
    };
    assert.deepEqual(await places('/au-revoir'), { status: 200, reached: true });
    assert.deepEqual(await places('/au-revoir?a=..;b//c%2e'), { status: 200, reached: true });
    for (const path of ['/au-revoir/', '/au-revoir/x', '/au-revoirs', '/au-revoir%0a', '/AU-REVOIR', '/x']) {
      assert.deepEqual(await places(path), { status: 302, reached: false }, path);
    }
    // Not read alike by every program: neither a stranger's nor a member's.
    for (const path of [
      '/au-revoir/..;/admin',
      '/au-revoir;/../admin',
      '/au-revoir/..%3b/admin',
      '/au-revoir/../admin',
      '/au-revoir/%2e%2e/admin',
      '/au-revoir//../admin',
      '//admin',
      '/x/..;/admin',
      '/x/%2E./admin',
      '/au-revoir#/../admin',
      '/au-revoir\\..\\admin',
      '/au-revoir/..%5cadmin',
      '/%61dmin;x',
      '/x%252e%252e/admin',
    ]) {
      for (const cookies of ['', cookie]) {
        const place = await places(path, cookies);
        assert.equal(place.reached, false, path);
        assert.ok([400, 403, 404].includes(place.status), `${path}: ${place.status}`);
      }
    }
    for (const path of ['/page%20a/%C3%A9', '/a..b/.c/100%25', '/c%23?x=//..;']) {
      assert.equal((await places(path, cookie)).status, 200, path);
    }
  });

  it('lets nobody but a group into its part of the tool', async () => {
    const { person, traveller } = await signedIn();
    assert.equal(await look(traveller, '/admin/'), null);
    const grouped = await portal.command(['account', 'groups', person.email, '--add', 'informatique']);
    assert.equal(grouped.code, 0, grouped.stdout + grouped.stderr);
    const again = new Traveller();
    await again.open(`${url}/admin/`);
    await again.signIn(portal, person);
    assert.equal((JSON.parse(again.page.body) as Seen).headers['remote-groups'], 'informatique');
  });

  it('gets new tokens by its refresh token, again and again, while somebody is at work', async () => {
    const { traveller } = await signedIn();
    const before = await exchanges();
    for (const refreshed of [1, 2]) {
      // This test's Apache thinks that two seconds of a token's life are enough.
      await sleep(2_100);
      assert.ok(await look(traveller), apache.log());
      assert.equal(await exchanges(), before + refreshed, apache.log());
    }
  });

  it('signs out everywhere, and leads to its own page', async () => {
    const { traveller } = await signedIn();
    await traveller.open(`${url}/.poterne/retour?logout=${encodeURIComponent(`${url}/au-revoir`)}`);
    assert.match(traveller.page.body, /data-send/, apache.log());
    await traveller.submit({}, /deconnexion/);
    assert.equal(traveller.page.url, `${url}/au-revoir`);
    assert.equal(await look(traveller), null);
    assert.notEqual((await traveller.ask(`${portal.url}/`)).status, 200);
  });

  it('is told when somebody signs out of the portal', async () => {
    const { traveller } = await signedIn();
    assert.ok(await look(traveller));
    await traveller.open(`${portal.url}/`);
    const page = await traveller.submit({}, /deconnexion/);
    assert.doesNotMatch(page.body, /pas répondu/, apache.log());
    assert.equal(await look(traveller), null);
  });

  it('is told within five seconds when the account is locked', async () => {
    const { person, traveller } = await signedIn();
    assert.equal((await portal.command(['account', 'lock', person.email])).code, 0);
    const since = performance.now();
    await until('apache to be told', async () => (await look(traveller)) === null);
    assert.ok(performance.now() - since < 5_000);
  });
});
