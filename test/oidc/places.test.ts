import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { crowdPath, entryLeavePath, entryPath } from '../../src/oidc/interactions/entries.ts';
import { paths } from '../../src/routes.ts';
import { AtTool, wiki } from '../forward-auth/at-tool.ts';
import type { Page } from '../support/member.ts';
import { parametersIn, parametersRead } from './support/parameters.ts';
import { openToolDesk, someTools, type ToolDesk } from './support/tools.ts';
import { signInHere, travel } from './support/travel.ts';

/** Whatever names a place, or might be taken to name one somewhere: every parameter of an address is tried. */
const names = [
  ...['redirect_uri', 'post_logout_redirect_uri', 'target_link_uri', 'login_hint', 'ui_locales', 'state'],
  ...['client_id', 'request_uri', 'issuer', 'iss', 'id_token_hint', 'resource', 'claims', 'logout_hint'],
  ...['response_mode', 'mode', 'suite', 'demande', 'to', 'rd', 'j', 'n', 'lang', 'jeton', 'ticket', 'codes'],
  ...['corriger', 'avant', 'moyen', 'secours', 'renvoi', 'fichier'],
  ...['next', 'return', 'returnTo', 'url', 'continue'],
];

/** The fields of forms that name no place, and what each of them is. */
const noPlaces: Record<string, string> = {
  csrf: 'the token of the form, compared and no more',
  action: 'one of the words that the form knows',
  answer: 'one of two words, or what a passkey answered, as JSON',
  language: 'one of two words',
  shared: '1 or nothing',
  code: 'six digits, compared',
  recovery: 'a recovery code, compared',
  username: 'an address of e-mail, or refused',
  email: 'an address of e-mail, or refused',
  name: 'a name, shown as text',
  password: 'compared, never shown',
  new: 'a password, never shown',
  confirm: 'a password, compared',
  id: 'the id of a passkey of this account',
  device: 'the id of a device of this account',
  session: 'the id of a session of this account',
  event: 'the id of a line of this account’s activity',
  tool: 'the id of a tool that this account allowed',
};

/** Where the source takes several at once, or by a name that stands elsewhere, and which those are. */
const takenOtherwise: Record<string, string> = {
  'src/journeys/sign-in/routes-passkey.ts: query = request.query as Record<string, unknown>': 'j and suite',
  'src/oidc/logout/routes.ts: (request.body as Record<string, unknown> | undefined)?.[name]':
    'what RP-initiated logout knows: tried below, by a form',
  "src/oidc/tend.ts: ctx.query = { ...ctx.query, response_mode: 'unsupported' }": 'written, for the provider',
  'src/oidc/tend.ts: ...ctx.query': 'the same',
  'src/web/web.ts: read(shape, request.body ?? {})': 'forms, whose fields are found where they are declared',
};

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
  ...[entryPath, entryLeavePath, crowdPath],
  ...Object.values(paths),
];

/** What a browser reads of an attribute or of « Refresh »: entities decoded, and the seconds before a place left out. */
function placeIn(text: string): string {
  const decoded = text
    .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
  return decoded
    .replace(/^\s*[\d.]+\s*[;,]?\s*(?:url\s*=\s*)?['"]?/i, '')
    .replace(/[\t\r\n]/g, '')
    .trim();
}

/** Neither redirected, nor refreshed, nor linked to elsewhere than `home` or where a tool is registered. */
function assertLeadsNowhere(
  { headers, body }: Pick<Page, 'headers' | 'body'>,
  { what, home, registered = [] }: { what: string; home: string; registered?: readonly string[] },
): void {
  for (const name of ['location', 'refresh', 'content-location', 'link'] as const) {
    const value = placeIn(String(headers[name] ?? ''));
    if (value === '') continue;
    const { origin, pathname, username } = new URL(value, home);
    if (registered.includes(origin + pathname)) continue;
    assert.deepEqual([origin, username], [home, ''], `${what}: ${name}`);
  }
  for (const [, href = ''] of body.matchAll(/\b(?:href|action|src|formaction|content)\s*=\s*"([^"]*)"/gi)) {
    assert.ok(!/^(?:\w+:|[/\\]{2}).*evil/i.test(placeIn(href)), `${what}: ${href}`);
  }
  assert.equal(headers['access-control-allow-credentials'], undefined, what);
}

describe('what tells whether something leads elsewhere', () => {
  const home = 'http://localhost:3999';
  it('sees every way that a page has', () => {
    for (const body of [
      '<a href="https://evil.example/">',
      '<a href="//evil.example/">',
      '<a href="/&#x5c;evil.example/">',
      '<a href=" https://evil.example/">',
      '<form action="\\\\evil.example">',
      '<a href="/&#92;evil.example">',
      '<meta http-equiv="refresh" content="0;url=https://evil">',
      '<meta http-equiv="refresh" content="0; URL=&#39;//evil.example&#39;">',
      '<META HTTP-EQUIV="refresh" CONTENT="5,https://evil.example/">',
    ]) {
      assert.throws(() => assertLeadsNowhere({ headers: {}, body }, { what: body, home }), body);
    }
    for (const headers of [
      { location: '//evil.example/' },
      { location: `${home}@evil.example/` },
      { refresh: '0;url=https://evil.example/' },
      { refresh: '3; URL="/\\evil.example"' },
    ]) {
      assert.throws(() => assertLeadsNowhere({ headers, body: '' }, { what: '', home }));
    }
  });
  it('lets what stays here pass', () => {
    const body =
      '<meta name="viewport" content="width=device-width"><a href="/connexion?next=//evil.example">';
    for (const headers of [{}, { refresh: '0;url=/a' }, { location: `${home}/?rd=https://evil.example` }]) {
      assertLeadsNowhere({ headers, body }, { what: body, home });
    }
  });
});

describe('the names under which places may come', () => {
  it('are all that the product reads of an address, and every field of a form but those that are no places', () => {
    const { query, form, unseen } = parametersRead();
    for (const known of ['to', 'demande', 'n', 'suite', 'j']) assert.ok(query.has(known), known);
    for (const known of ['csrf', 'suite', 'username', 'answer']) assert.ok(form.has(known), known);
    assert.deepEqual(
      [...query].filter((name) => !names.includes(name)),
      [],
      'nobody tries these parameters',
    );
    assert.deepEqual(
      [...form].filter((name) => !names.includes(name) && !Object.hasOwn(noPlaces, name)),
      [],
      'nobody says whether these fields are places',
    );
    assert.deepEqual(
      Object.keys(noPlaces).filter((name) => !form.has(name)),
      [],
      'no longer read',
    );
    assert.deepEqual([...new Set(unseen)].sort(), Object.keys(takenOtherwise).sort());
  });

  it('are seen however the source takes them', () => {
    const readings = `
      const { a, b: c } = (request.query ?? {}) as { a?: unknown; b?: unknown };
      const d = (request.query as { d?: unknown }).d; const e = asked.request.query['e'];
      const name = 'f'; const f = (request.query as Record<string, unknown> | undefined)?.[name];
      const g = new URL(request.url, home).searchParams.get('g');
      const { h } = (request.body ?? {}) as { h?: unknown };
      const form = z.strictObject({ ...formFields, i: typed }); const more = someForm.extend({ k: typed });
      const { l, ...others } = request.query; read(request.query); request.body[m];`;
    const all = { query: new Set<string>(), form: new Set<string>(), unseen: [] as string[] };
    parametersIn('x.ts', readings, all);
    assert.deepEqual([...all.query].sort(), ['a', 'b', 'd', 'e', 'f', 'g']);
    assert.deepEqual([...all.form].filter((one) => !one.startsWith('...')).sort(), ['h', 'i', 'k']);
    assert.equal(all.unseen.length, 3, all.unseen.join('\n'));
  });
});

describe('places named from outside', () => {
  let desk: ToolDesk;
  before(async () => {
    desk = await openToolDesk('sqlite', { tools: [...someTools, wiki] });
  });
  after(() => desk.close());

  const leadsNowhere = (page: Pick<Page, 'headers' | 'body'>, what: string, registered: string[] = []) =>
    assertLeadsNowhere(page, { what, home: desk.url, registered });
  /** Every name with every way to say « elsewhere », at the end of an address. */
  const everyway = (path: string) =>
    names.flatMap((name) =>
      elsewhere.map((value) => {
        const query = new URLSearchParams({ [name]: value });
        return { name, value, path: `${path}${path.includes('?') ? '&' : '?'}${query}` };
      }),
    );

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
    assert.equal((await member.send('GET', paths.home)).status, 200, 'signed in to the end');
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

  it('lead nowhere while a question is open: its page, its answer, what follows, and « Abandonner »', async () => {
    const [member, person, tool] = [desk.browser(), await desk.join(), await desk.tool('partner')];
    await member.signIn(person);
    const { page } = await travel(desk, member, (await tool.ask()).href);
    assert.match(page.path, /^\/outil\/[\w-]{21,}$/);
    assert.match(page.body, /Outil partner/);
    const resume = new RegExp(`^(?:0;url=)?(?:${desk.url})?/oidc/auth/[\\w-]{21,}$`);
    for (const { name, value, path } of everyway(page.path)) {
      const shown = await member.send('GET', path);
      assert.equal(shown.status, name === 'lang' && value === 'en' ? 303 : 200, path);
      leadsNowhere(shown, path);
      // A form knows its fields; « j », which every form may hold, would be an answer.
      if (name === 'j') continue;
      const answered = await member.post({ answer: 'yes', [name]: value }, page);
      assert.equal(answered.status, 400, path);
      leadsNowhere(answered, `${path}, by a form`);
    }
    for (const way of ['suite', 'abandonner']) {
      for (const { path } of everyway(`${page.path}/${way}`)) {
        const gone = await member.send('GET', path);
        assert.match(String(gone.headers.location ?? gone.headers.refresh), resume, path);
        leadsNowhere(gone, path);
      }
    }
    // Taken up with them in its address, the request ends at the tool, and nowhere else.
    const all = new URLSearchParams(names.map((name) => [name, elsewhere[0]!]));
    const { left } = await travel(desk, member, `${page.path}/abandonner?${all}`);
    assert.equal(left && left.origin + left.pathname, tool.redirectUri);
    assert.equal(left?.searchParams.get('error'), 'access_denied');
  });

  it('lead nowhere beside what the portal sealed of a request: to the sign-in, or back to the tool', async () => {
    const [other, tool] = [desk.browser(), await desk.tool('intranet')];
    const asked = await other.send('GET', (await tool.ask()).href.replace(desk.url, ''));
    const entry = String(asked.headers.location).replace(desk.url, '');
    assert.match(entry, /^\/\S+\?demande=/);
    const toSignIn = await other.send('GET', entry);
    assert.match(String(toSignIn.headers.location), /^\/connexion\?suite=/);
    await other.open(entry);
    await other.submit({ username: 'quelqu-un@exemple.fr' });
    const leave = other.page.body
      .match(/href="(\/connexion\/abandonner[^"]*)"/)?.[1]
      ?.replaceAll('&amp;', '&');
    assert.ok(leave, other.page.body);
    for (const { name, path } of everyway(entry).filter(({ name }) => name !== 'demande')) {
      const page = await desk.browser().send('GET', path);
      assert.equal(page.status, 303, name);
      leadsNowhere(page, path);
    }
    const renounce = String((await other.send('GET', leave)).headers.location).replace(desk.url, '');
    for (const { name, path } of everyway(renounce).filter(({ name }) => name !== 'demande')) {
      const page = await desk.browser().send('GET', path);
      assert.equal(page.status, 303, name);
      leadsNowhere(page, path, [tool.redirectUri]);
    }
  });

  it('lead nowhere by a form that a tool, or anybody, sends to the end of sessions', async () => {
    const [member, person] = [desk.browser(), await desk.join()];
    await member.signIn(person);
    for (const name of names) {
      for (const value of elsewhere) {
        const asked = await member.send('POST', '/oidc/session/end', { [name]: value });
        leadsNowhere(asked, `${name}=${value}`);
        if (asked.status !== 303) continue;
        const { left, page } = await travel(desk, member, String(asked.headers.location));
        assert.equal(left, null, `${name}=${value}`);
        leadsNowhere(page, `${name}=${value}, followed`);
        leadsNowhere(await member.send('POST', paths.signOut, { [name]: value }), `${name}=${value}, here`);
      }
    }
  });

  it('lead from the host of a tool to the portal, and back to that host alone', async () => {
    const host = 'wiki.exemple.fr';
    const home = `https://${host}`;
    const [stranger, visitor] = [new AtTool(desk), new AtTool(desk)];
    await visitor.portal.signIn(await desk.join());
    let ended = 0;
    const ways = [...everyway(paths.proxyStart), ...everyway(paths.proxyReturn)];
    for (const { path } of [...ways, ...everyway(paths.proxySignOut)]) {
      leadsNowhere(await stranger.send(host, path), path);
    }
    for (const value of elsewhere) {
      const mode = new URLSearchParams({ mode: 'redirect', to: value, rd: value });
      leadsNowhere(await stranger.verify(host, `/?${mode}`, { mode: 'redirect' }), value);
      leadsNowhere(await stranger.send(host, paths.proxySignOut, { method: 'POST' }), value);
      // To the end. A place that programs read differently opens nothing (403).
      const passed = await visitor.portal.send('GET', await visitor.knock(host, value));
      leadsNowhere(passed, value, [home + paths.proxyReturn]);
      if (passed.status !== 403) {
        const { headers } = await visitor.redeem(String(passed.headers.location));
        const back = new URL(String(headers.location));
        assert.deepEqual([back.origin, back.username], [home, ''], value);
        ended += 1;
      }
      const ticket = await visitor.ticket(host, '/a');
      const more = new URLSearchParams({ to: value, rd: value, next: value, suite: value, j: value });
      const { headers } = await visitor.redeem(`${ticket}&${more}`);
      assert.equal(headers.location, `${home}/a`, value);
    }
    assert.ok(ended >= 5, `${ended}`);
  });
});
