import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/routes.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { ask } from './support/asks.ts';

const session = '__Host-poterne-session';

describe('headers and cookies [security.md 32, 33]', () => {
  let desk: Desk;
  before(async () => {
    desk = await openDesk('sqlite');
  });
  after(() => desk?.close());

  /** One of every kind of answer. */
  const answers = async () => {
    const person = await desk.join();
    const browser = desk.browser();
    await browser.signIn(person);
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    const { body } = await ask(desk.app, { url: paths.signIn });
    const asset = body.match(/href="(\/assets\/[^"]+\.css)"/)?.[1] ?? '';
    return {
      page: await ask(desk.app, { url: paths.signIn }),
      home: await ask(desk.app, { url: paths.home, headers: { cookie } }),
      redirect: await ask(desk.app, { url: paths.home }),
      leave: await ask(desk.app, { url: paths.leave }),
      help: await ask(desk.app, { url: paths.help }),
      language: await ask(desk.app, { url: `${paths.signIn}?lang=en` }),
      'a dead journey': await ask(desk.app, { url: `${paths.password}?j=x` }),
      'not found': await ask(desk.app, { url: '/absente' }),
      'method not allowed': await ask(desk.app, {
        method: 'DELETE',
        url: paths.signIn,
        headers: { 'sec-fetch-site': 'same-origin' },
      }),
      'cross-site': await ask(desk.app, {
        method: 'POST',
        url: paths.signIn,
        headers: { 'sec-fetch-site': 'cross-site' },
      }),
      'bad input': await ask(desk.app, { url: '/%ZZ' }),
      head: await ask(desk.app, { method: 'HEAD', url: paths.signIn }),
      asset: await ask(desk.app, { url: asset }),
      'missing asset': await ask(desk.app, { url: `${paths.assets}absent.css` }),
      live: await ask(desk.app, { url: paths.live }),
      ready: await ask(desk.app, { url: paths.ready }),
      mailed: await ask(desk.app, { url: `${paths.resetLink}?jeton=x` }),
      'well-known': await ask(desk.app, { url: paths.changePassword }),
    };
  };

  it('ask browsers for the two hints that their user agents lack, on pages alone', async () => {
    const { page, home, redirect, asset } = await answers();
    for (const { headers } of [page, home]) {
      assert.equal(headers['accept-ch'], 'Sec-CH-UA-Platform-Version, Sec-CH-UA-Model');
    }
    for (const { headers } of [redirect, asset]) assert.equal(headers['accept-ch'], undefined);
  });

  it('stand on every answer, whatever it is', async () => {
    for (const [kind, { headers }] of Object.entries(await answers())) {
      const policy = String(headers['content-security-policy']);
      const csp = new Map(
        policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
      );
      assert.equal(csp.get('default-src'), "'none'", kind);
      for (const name of ['object-src', 'base-uri', 'frame-ancestors'])
        assert.equal(csp.get(name), "'none'", kind);
      assert.equal(csp.get('form-action'), "'self'", kind);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/, kind);
      assert.equal(headers['x-content-type-options'], 'nosniff', kind);
      assert.equal(headers['referrer-policy'], 'same-origin', kind);
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin', kind);
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin', kind);
      assert.match(String(headers['permissions-policy']), /camera=\(\)/, kind);
      assert.equal(
        headers['cache-control'],
        kind === 'asset' ? 'public, max-age=31536000, immutable' : 'no-store',
        kind,
      );
      assert.equal(headers['x-powered-by'], undefined, kind);
      assert.equal(headers.server, undefined, kind);
      assert.equal(headers['strict-transport-security'], undefined, 'HSTS on http');
      assert.equal(headers['access-control-allow-origin'], undefined, kind);
    }
  });

  it('keep every script and style in files of our own', async () => {
    for (const [kind, { body }] of Object.entries(await answers())) {
      assert.doesNotMatch(
        body,
        /<script(?![^>]* src="\/assets\/)|<style|\son[a-z]+="|\sstyle="|javascript:/i,
        kind,
      );
      assert.doesNotMatch(body, /(src|action)="(https?:)?\/\//i, kind);
    }
  });

  it('make every cookie Secure, HttpOnly, SameSite=Lax, __Host-, and the session’s end with the browser', async () => {
    const person = await desk.join();
    const browser = desk.browser();
    const seen: string[] = [];
    const note = (page: { headers: Record<string, unknown> }) =>
      seen.push(...[page.headers['set-cookie'] ?? []].flat().map(String));
    note(await browser.send('GET', paths.signIn));
    note(await browser.send('GET', `${paths.signIn}?lang=fr`));
    await browser.enter(person);
    note(await browser.post({ code: await browser.code(person.email) }));
    await browser.open(paths.home);
    note(await browser.post({}));
    const names = new Set(seen.map((cookie) => cookie.split('=')[0]));
    assert.equal(names.size, 4);
    for (const cookie of seen) {
      assert.match(cookie, /^__Host-poterne-[a-z]+=[^;]*; /);
      for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) {
        assert.ok(cookie.split('; ').includes(attribute), `${attribute}: ${cookie}`);
      }
      assert.doesNotMatch(cookie, /Domain/);
    }
    const [born, died] = seen.filter((cookie) => cookie.startsWith(session));
    assert.doesNotMatch(born ?? '', /Max-Age|Expires/);
    assert.match(died ?? '', /Max-Age=0/);
    const device = seen.find((cookie) => cookie.startsWith('__Host-poterne-device'));
    assert.match(device ?? '', new RegExp(`Max-Age=${180 * 86_400};`));
  });

  it('say HSTS for a year, subdomains included, when the portal is on https', async () => {
    const { securityHeaders } = await import('../../src/platform/http/headers.ts');
    const sent = securityHeaders({ https: true })['strict-transport-security'];
    assert.equal(sent, 'max-age=31536000; includeSubDomains');
  });
});
