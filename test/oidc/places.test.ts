import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/routes.ts';
import type { Page } from '../support/member.ts';
import { openToolDesk, type ToolDesk } from './support/tools.ts';
import { signInHere, travel } from './support/travel.ts';

/** Whatever names a place, or might be taken to name one somewhere. */
const names = [
  ...['redirect_uri', 'post_logout_redirect_uri', 'target_link_uri', 'login_hint', 'ui_locales', 'state'],
  ...['client_id', 'request_uri', 'issuer', 'iss', 'id_token_hint', 'resource', 'claims', 'logout_hint'],
  ...[
    'suite',
    'next',
    'rd',
    'j',
    'lang',
    'jeton',
    'ticket',
    'corriger',
    'return',
    'returnTo',
    'url',
    'continue',
  ],
];

/** Ways to say « elsewhere ». */
const elsewhere = [
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example',
  '\\\\evil.example',
  'https:evil.example',
  '/%2fevil.example',
  '/\t/evil.example',
  'javascript:alert("evil")',
  'data:text/html,evil',
  'http://localhost:3999@evil.example/',
  'http://localhost:3999.evil.example/',
  'fr&next=//evil.example',
  'en\r\nLocation: https://evil.example/',
];

const doors = [
  ...['/oidc/auth', '/oidc/session/end', '/oidc/jwks', '/oidc/.well-known/openid-configuration', '/oidc/me'],
  ...['/oidc/auth/x', '/outil/x', '/outil/x/suite', '/outil/x/abandonner', '//evil.example/oidc/auth'],
  ...[paths.home, paths.signIn, paths.password, paths.code, paths.leave, paths.onward, paths.factor],
  ...[paths.forgotten, paths.signUp, paths.signOut, paths.signedOut, paths.account, paths.verify],
  ...[paths.proxyAccess, paths.proxyStart, paths.proxyReturn, paths.notMeLink, paths.resetLink, paths.help],
];

describe('places named from outside', () => {
  let desk: ToolDesk;
  before(async () => {
    desk = await openToolDesk('sqlite');
  });
  after(() => desk.close());

  /** Neither redirected, nor refreshed, nor linked to. */
  const leadsNowhere = ({ headers, body }: Page, what: string) => {
    for (const name of ['location', 'refresh', 'content-location', 'link'] as const) {
      const value = String(headers[name] ?? '').replace(/^0;url=/, '');
      if (value === '') continue;
      const { origin, username } = new URL(value, desk.url);
      assert.deepEqual([origin, username], [desk.url, ''], `${what}: ${name}`);
    }
    const links = [...body.matchAll(/(?:href|action|src|formaction|content)="([^"]*)"/g)];
    for (const [, href = ''] of links) {
      assert.ok(!/^(?:\w+:|[/\\]{2}|\/\\).*evil/.test(href.replaceAll('&amp;', '&')), `${what}: ${href}`);
    }
    assert.equal(headers['access-control-allow-credentials'], undefined, what);
  };

  it('lead nowhere, by any name, at any door, signed in or not', async () => {
    const [stranger, member, person] = [desk.browser(), desk.browser(), await desk.join()];
    await member.signIn(person);
    for (const door of doors) {
      for (const name of names) {
        for (const value of elsewhere) {
          const path = `${door}?${new URLSearchParams({ [name]: value })}`;
          leadsNowhere(await stranger.send('GET', path), path);
        }
        const path = `${door}?${new URLSearchParams({ [name]: elsewhere[0]! })}`;
        leadsNowhere(await member.send('GET', path), `${path}, signed in`);
      }
    }
  });

  it('lead nowhere beside everything that a good request says', async () => {
    const [member, person, tool] = [desk.browser(), await desk.join(), await desk.tool('intranet')];
    await member.signIn(person);
    for (const name of names.filter((one) => !['redirect_uri', 'state', 'lang'].includes(one))) {
      for (const value of elsewhere) {
        const url = new URL((await tool.ask()).href);
        url.searchParams.set(name, value);
        const page = await member.send('GET', url.pathname + url.search);
        const to = page.headers.location && new URL(String(page.headers.location), desk.url);
        if (to && to.origin !== desk.url) {
          assert.equal(to.origin + to.pathname, tool.redirectUri, `${name}=${value}`);
        } else leadsNowhere(page, `${name}=${value}`);
      }
    }
  });

  it('leave the language switch on the portal, and the request whole', async () => {
    const [member, tool] = [desk.browser(), await desk.tool('intranet')];
    const url = new URL((await tool.ask()).href);
    url.searchParams.set('lang', 'en');
    const page = await member.send('GET', url.pathname + url.search);
    assert.equal(page.status, 303);
    url.searchParams.delete('lang');
    const to = new URL(String(page.headers.location), desk.url);
    assert.equal(to.origin, desk.url);
    assert.deepEqual(new Map(to.searchParams), new Map(url.searchParams));
  });

  it('lead home after a sign-in, unless the portal itself sealed them for this browser', async () => {
    const person = await desk.join();
    const other = desk.browser();
    const { page } = await travel(desk, other, (await (await desk.tool('intranet')).ask()).href);
    const anothers = new URL(page.path, desk.url).searchParams.get('suite')!;
    for (const suite of [...elsewhere, anothers, `${anothers}x`]) {
      const member = desk.browser();
      await member.open(`${paths.signIn}?${new URLSearchParams({ suite })}`);
      const { left, page: last } = await signInHere(desk, member, person);
      assert.equal(left, null);
      assert.equal(last.path, paths.home);
    }
  });

  it('lead a tool’s sign-out only to where that tool is registered', async () => {
    const [member, person, tool] = [desk.browser(), await desk.join(), await desk.tool('intranet')];
    await member.signIn(person);
    for (const uri of [...elsewhere, 'https://intranet.example/bye/', 'https://intranet.example/bye?x=1']) {
      for (const query of [{ client_id: tool.id }, {}, { client_id: 'robot' }]) {
        const parameters = { ...query, post_logout_redirect_uri: uri } as Record<string, string>;
        const path = `/oidc/session/end?${new URLSearchParams(parameters)}`;
        const { left } = await travel(desk, member, path);
        assert.equal(left, null, path);
        leadsNowhere(member.page, path);
      }
    }
  });
});
