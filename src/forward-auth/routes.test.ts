import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { AtTool, paie, wiki } from '../../test/forward-auth/at-tool.ts';
import { type Desk, openDesk } from '../../test/support/desk.ts';
import { secondMs } from '../core/clock.ts';
import { StoreAway } from '../platform/db/faults.ts';
import { paths } from '../routes.ts';

const host = 'wiki.exemple.fr';

describe('what a reverse proxy asks, and what answers on a tool’s host', () => {
  let desk: Desk;
  before(async () => {
    desk = await openDesk('sqlite', { tools: [wiki, paie] });
  });
  after(() => desk?.close());

  const inside = async () => {
    const visitor = new AtTool(desk);
    await visitor.portal.signIn(await desk.join());
    await visitor.enter(host, '/');
    return visitor;
  };
  const portalCookie = '__Host-poterne-session';

  it('is answered to the proxies of the configuration alone', async () => {
    const visitor = await inside();
    const cookie = [...visitor.jar(host)].map((pair) => pair.join('=')).join('; ');
    const headers = { 'x-forwarded-host': host, 'x-forwarded-uri': '/', cookie };
    const ask = (remoteAddress: string, url: string = paths.verify) =>
      desk.app.inject({ url, remoteAddress, headers });
    assert.equal((await ask('127.0.0.1')).statusCode, 200);
    assert.equal((await ask('::ffff:127.0.0.1')).statusCode, 200);
    for (const stranger of ['203.0.113.5', '127.0.0.2', '::1']) {
      const { statusCode, headers: said } = await ask(stranger);
      assert.equal(statusCode, 403, stranger);
      assert.equal(said['remote-user'], undefined);
      for (const path of [paths.proxyStart, `${paths.proxyReturn}?ticket=x`, paths.proxySignOut]) {
        assert.equal((await ask(stranger, path)).statusCode, 404, `${stranger} ${path}`);
      }
    }
  });

  it('names a host that a tool declares, or nothing is let through', async () => {
    const visitor = await inside();
    for (const other of [
      'exemple.fr',
      'evil.wiki.exemple.fr',
      'wiki.exemple.fr.evil.example',
      `${host}, paie.exemple.fr`,
      `${host}:8443`,
      `${host}/`,
      `user@${host}`,
      'localhost:3999',
      '%',
      ' ',
    ]) {
      visitor.cookies.set(other, visitor.jar(host));
      assert.equal((await visitor.verify(other, '/')).statusCode, 403, other);
      assert.equal((await visitor.verify(other, '/', { mode: 'redirect' })).statusCode, 403, other);
      assert.equal((await visitor.send(other, `${paths.proxyStart}?to=/`)).statusCode, 404, other);
    }
    const nameless = await desk.app.inject({ url: paths.verify });
    assert.equal(nameless.statusCode, 400);
    // However the declared one is written, it is itself.
    for (const same of ['WIKI.exemple.fr', `${host}:443`, `${host}.`]) {
      visitor.cookies.set(same, visitor.jar(host));
      assert.equal((await visitor.verify(same, '/')).statusCode, 200, same);
    }
  });

  it('is 401 and no more to nginx; a person’s browser is led to the portal where the proxy wants it', async () => {
    const visitor = new AtTool(desk);
    const plain = await visitor.verify(host, '/a?b=c');
    assert.equal(plain.statusCode, 401);
    assert.equal(plain.headers.location, undefined);
    assert.equal(plain.headers['set-cookie'], undefined);
    const led = await visitor.verify(host, '/a?b=c', { mode: 'redirect' });
    assert.equal(led.statusCode, 303);
    assert.ok(String(led.headers.location).startsWith(`${desk.url}${paths.proxyAccess}?j=`));
    assert.match(
      String(led.headers['set-cookie']),
      /^__Host-poterne-knock=[\w-]{43}; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    assert.equal(led.headers['cache-control'], 'no-store');
    assert.equal(led.headers['strict-transport-security'], undefined);
    // And back at the very page.
    const person = await desk.join();
    await visitor.portal.signIn(person);
    const passed = await visitor.portal.send('GET', String(led.headers.location).replace(desk.url, ''));
    const back = await visitor.redeem(String(passed.headers.location));
    assert.equal(back.headers.location, `https://${host}/a?b=c`);
    assert.match(
      String(back.headers['set-cookie']),
      /^__Host-poterne-tool=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    assert.equal((await visitor.verify(host, '/a', { mode: 'redirect' })).statusCode, 200);
  });

  it('leads somebody who may not see a page to the words that say whom to ask', async () => {
    const visitor = await inside();
    assert.equal((await visitor.verify(host, '/admin')).statusCode, 403);
    const led = await visitor.verify(host, '/admin', { mode: 'redirect' });
    assert.equal(led.statusCode, 303);
    const { status, body } = await visitor.portal.send(
      'GET',
      String(led.headers.location).replace(desk.url, ''),
    );
    assert.equal(status, 403);
    assert.match(body, /wiki@exemple\.fr/);
  });

  it('never leads a script or a picture to a sign-in page', async () => {
    for (const headers of [
      { 'sec-fetch-mode': 'cors', accept: 'text/html' },
      { 'sec-fetch-mode': 'no-cors', accept: 'image/*' },
      { 'sec-fetch-mode': '', accept: 'application/json' },
    ]) {
      const visitor = new AtTool(desk);
      const verified = await visitor.verify(host, '/api', { mode: 'redirect', ...headers });
      const started = await visitor.send(host, paths.proxyStart, { headers });
      for (const { statusCode, headers: said } of [verified, started]) {
        assert.equal(statusCode, 401);
        assert.equal(said.location, undefined);
        assert.equal(said['set-cookie'], undefined);
      }
    }
    // An older browser says what it wants by what it takes.
    const asked = { url: `${paths.verify}?mode=redirect` };
    const old = { 'x-forwarded-host': host, 'x-forwarded-uri': '/', accept: 'text/html' };
    assert.equal((await desk.app.inject({ ...asked, headers: old })).statusCode, 303);
  });

  it('comes back to the page that the proxy says was asked for, or that `to` names, on that host alone', async () => {
    const person = await desk.join();
    const visitor = new AtTool(desk);
    await visitor.portal.signIn(person);
    const endOf = async (path: string, uri = path) => {
      const led = await visitor.send(host, path, { headers: { 'x-forwarded-uri': uri } });
      const passed = await visitor.portal.send('GET', String(led.headers.location).replace(desk.url, ''));
      return String((await visitor.redeem(String(passed.headers.location))).headers.location);
    };
    assert.equal(await endOf(paths.proxyStart, '/a/b?c=d&e=f'), `https://${host}/a/b?c=d&e=f`);
    assert.equal(await endOf(paths.proxyStart), `https://${host}/`);
    const to = (text: string) => endOf(`${paths.proxyStart}?to=${encodeURIComponent(text)}`);
    assert.equal(await to('/x?y=1&z=2'), `https://${host}/x?y=1&z=2`);
    for (const elsewhere of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      '\\/evil.example',
      'javascript:alert(1)',
      '/.poterne/start?to=/',
      '@evil.example/',
      'wiki.exemple.fr.evil.example',
    ]) {
      assert.equal(await to(elsewhere), `https://${host}/`, elsewhere);
    }
    assert.equal(await endOf(`${paths.proxyStart}?to=/a&to=//evil.example`), `https://${host}/`);
  });

  it('sends nobody elsewhere by an address that somebody made up', async () => {
    const visitor = new AtTool(desk);
    await visitor.portal.signIn(await desk.join());
    for (const j of ['x', 'https://evil.example', '//evil.example', '']) {
      const { status, headers, body } = await visitor.portal.send(
        'GET',
        `${paths.proxyAccess}?j=${encodeURIComponent(j)}`,
      );
      assert.equal(status, 410);
      assert.equal(headers.location, undefined);
      assert.doesNotMatch(body, /(?:href|src|action)="(?:https:)?\/\/evil/);
    }
    const path = await visitor.knock(host, '/');
    desk.clock.advance(3_600 * secondMs);
    assert.equal((await visitor.portal.send('GET', path)).status, 410);
  });

  it('lets several tabs knock at once', async () => {
    const visitor = new AtTool(desk);
    const entries = [await visitor.knock(host, '/one'), await visitor.knock(host, '/two')];
    await visitor.portal.signIn(await desk.join());
    for (const [i, entry] of entries.entries()) {
      const passed = await visitor.portal.send('GET', entry);
      const back = await visitor.redeem(String(passed.headers.location));
      assert.equal(back.headers.location, `https://${host}/${['one', 'two'][i]}`);
    }
  });

  it('signs out of everything by the tool’s own button, and asks first by a link', async () => {
    const visitor = await inside();
    const link = await visitor.send(host, paths.proxySignOut);
    assert.equal(link.headers.location, `${desk.url}${paths.signOut}`);
    const others: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: desk.url },
      { origin: 'null' },
    ];
    for (const headers of others) {
      const refused = await visitor.send(host, paths.proxySignOut, { method: 'POST', headers });
      assert.equal(refused.statusCode, 403, JSON.stringify(headers));
    }
    assert.equal((await visitor.portal.send('GET', paths.home)).status, 200);
    assert.equal((await visitor.verify(host, '/')).statusCode, 200);
    const before = new Map(visitor.jar(host));
    const pressed = await visitor.send(host, paths.proxySignOut, {
      method: 'POST',
      headers: { origin: `https://${host}` },
    });
    assert.equal(pressed.headers.location, `${desk.url}${paths.signedOut}`);
    assert.match(String(pressed.headers['set-cookie']), /^__Host-poterne-tool=; Max-Age=0/);
    assert.ok(visitor.portal.cookies.has(portalCookie));
    assert.notEqual((await visitor.portal.send('GET', paths.home)).status, 200);
    // Over on the server, not in the browser alone.
    visitor.cookies.set(host, before);
    assert.equal((await visitor.verify(host, '/')).statusCode, 401);
    // Twice is once.
    const again = await visitor.send(host, paths.proxySignOut, { method: 'POST' });
    assert.equal(again.headers.location, `${desk.url}${paths.signedOut}`);
  });

  it('says nothing of https to other hosts, and hardens the rest of its answers', async () => {
    const secure = await openDesk('sqlite', { tools: [wiki] }, { url: 'https://connexion.exemple.fr' });
    try {
      const visitor = new AtTool(secure);
      const portal = await visitor.portal.send('GET', paths.signIn);
      assert.match(String(portal.headers['strict-transport-security']), /includeSubDomains/);
      for (const answer of [
        await visitor.send(host, paths.proxyStart),
        await visitor.send(host, `${paths.proxyReturn}?ticket=x`),
        await visitor.send(host, paths.proxySignOut),
        await visitor.send(host, paths.proxySignOut, { method: 'POST' }),
        await visitor.verify(host, '/'),
        await visitor.verify(host, '/', { mode: 'redirect' }),
        await visitor.verify('other.example', '/'),
      ]) {
        assert.equal(answer.headers['strict-transport-security'], undefined);
        assert.equal(answer.headers['cache-control'], 'no-store');
        assert.equal(answer.headers['x-content-type-options'], 'nosniff');
        assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/);
      }
    } finally {
      await secure.close();
    }
  });

  it('is answered whatever is asked, and never by a fault', async () => {
    const text = fc.oneof(
      fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) }),
      fc.webPath(),
      fc.constantFrom(host, '/', '/public/%ff', '/%', '//', 'x'.repeat(9_000)),
    );
    const visitor = await inside();
    await fc.assert(
      fc.asyncProperty(text, text, text, fc.boolean(), async (name, uri, accept, isRedirect) => {
        visitor.cookies.set(name, visitor.jar(host));
        const headers = { accept, 'x-forwarded-proto': accept, ...(isRedirect && { mode: 'redirect' }) };
        for (const asked of [name, host]) {
          const { statusCode } = await visitor.verify(asked, uri, headers);
          assert.ok([200, 303, 400, 401, 403].includes(statusCode), `${statusCode}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('lets nobody in while the store is away', async () => {
    const visitor = await inside();
    desk.clock.advance(2 * secondMs);
    const { db } = desk.identity;
    const { executeQuery } = db.handle;
    db.handle.executeQuery = () => Promise.reject(new StoreAway('unreachable', new Error('away')));
    try {
      const { statusCode, headers } = await visitor.verify(host, '/', { mode: 'redirect' });
      assert.equal(statusCode, 503);
      assert.equal(headers['remote-user'], undefined);
      assert.equal(headers['retry-after'], '10');
    } finally {
      db.handle.executeQuery = executeQuery;
    }
    assert.equal((await visitor.verify(host, '/')).statusCode, 200);
  });
});
