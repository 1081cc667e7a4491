import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { newToken } from '../../src/core/tokens.ts';
import { paths } from '../../src/routes.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { hiddenFields } from '../support/member.ts';
import { ask, assertRefused, atPassword, form, formHeaders } from './support/asks.ts';

const urlencoded = 'application/x-www-form-urlencoded';

describe('hostile requests', () => {
  let desk: Desk;
  before(async () => {
    desk = await openDesk('sqlite');
  });
  after(() => desk?.close());

  /** A browser at the first page, with its form's fields. */
  const visitor = async () => {
    const browser = desk.browser();
    await browser.open(paths.signIn);
    return { browser, fields: hiddenFields(browser.page.body), headers: formHeaders(browser) };
  };
  const refuse = async (what: string, request: InjectOptions) =>
    assertRefused(await ask(desk.app, request), what);

  it('are refused without the token of this browser’s form', async () => {
    const { browser, fields, headers } = await visitor();
    const { csrf = '' } = fields;
    const other = await visitor();
    const tokens = [
      '',
      csrf.slice(0, -4),
      `${csrf}AAAA`,
      newToken(),
      other.fields.csrf ?? '',
      'null',
      'A'.repeat(86),
    ];
    for (const token of tokens) {
      const payload = form({ csrf: token, username: 'a@exemple.fr' });
      await refuse(`csrf=${token}`, { method: 'POST', url: paths.signIn, headers, payload });
    }
    await refuse('none', {
      method: 'POST',
      url: paths.signIn,
      headers,
      payload: form({ username: 'a@exemple.fr' }),
    });
    const payload = form({ csrf, username: 'a@exemple.fr' });
    const blocked = await ask(desk.app, {
      method: 'POST',
      url: paths.signIn,
      headers: { ...headers, cookie: '' },
      payload,
    });
    assert.match(blocked.body, /PT-303/);
    // A page of home bears the session's token: good for signing out, for no other form.
    const person = await desk.join();
    await browser.signIn(person);
    const home = hiddenFields(browser.page.body).csrf ?? '';
    const signedIn = formHeaders(browser);
    await refuse('the session’s', {
      method: 'POST',
      url: paths.signUp,
      headers: signedIn,
      payload: form({ csrf: home, username: 'a@exemple.fr' }),
    });
    await refuse('the browser’s', {
      method: 'POST',
      url: paths.signOut,
      headers: signedIn,
      payload: form({ csrf }),
    });
  });

  it('are refused from other sites, by Fetch Metadata or by Origin', async () => {
    const { fields, headers } = await visitor();
    const payload = form({ ...fields, username: 'a@exemple.fr' });
    const { 'sec-fetch-site': _, ...old } = headers;
    for (const from of [
      { ...headers, 'sec-fetch-site': 'cross-site' },
      { ...headers, 'sec-fetch-site': 'same-site' },
      { ...old, origin: 'null' },
      { ...old, origin: 'https://autre.exemple' },
      { ...old, origin: 'http://localhost:1' },
    ]) {
      const answer = await ask(desk.app, { method: 'POST', url: paths.signIn, headers: from, payload });
      assert.equal(answer.status, 403);
      assert.match(answer.body, /PT-603/);
    }
    for (const from of [headers, { ...old, origin: desk.url }, old]) {
      const answer = await ask(desk.app, { method: 'POST', url: paths.signIn, headers: from, payload });
      assert.equal(answer.status, 303);
    }
  });

  it('get a page of the catalogue for any body that is not a form of ours', async () => {
    const { fields, headers } = await visitor();
    const good = form({ ...fields, username: 'a@exemple.fr' });
    const bodies: [string, string | Buffer, string?][] = [
      ['an unknown field', `${good}&role=admin`],
      ['a repeated field', `${good}&username=b@exemple.fr`],
      ['an array', `${form(fields)}&username[]=a@exemple.fr`],
      ['an object', `${form(fields)}&username[a]=a@exemple.fr`],
      ['a prototype', `${good}&__proto__[role]=admin`],
      ['NUL', `${form(fields)}&username=a%00@exemple.fr`],
      ['a lone surrogate', `${form(fields)}&username=%ED%A0%80@exemple.fr`],
      ['a broken escape', `${form(fields)}&username=%ZZ`],
      ['latin-1', `${form(fields)}&username=%E9@exemple.fr`],
      ['latin-1 bytes', Buffer.from(`${form(fields)}&username=\xe9@exemple.fr`, 'latin1')],
      ['65 kB', `${good}&x=${'a'.repeat(66_000)}`],
      ['a megabyte', 'a'.repeat(1_000_000)],
      ['20,000 fields', 'a=1&'.repeat(16_000)],
      ['text/plain', good, 'text/plain'],
      ['JSON', JSON.stringify({ ...fields, username: 'a@exemple.fr' }), 'application/json'],
      [
        'parts',
        `--x\r\ncontent-disposition: form-data; name="csrf"\r\n\r\nx\r\n--x--`,
        'multipart/form-data; boundary=x',
      ],
      ['nothing', ''],
    ];
    for (const [what, payload, type = urlencoded] of bodies) {
      await refuse(what, {
        method: 'POST',
        url: paths.signIn,
        headers: { ...headers, 'content-type': type },
        payload,
      });
    }
  });

  it('get a page of the catalogue for broken addresses and repeated parameters', async () => {
    for (const url of [
      '/%ZZ',
      '/%',
      '/connexion%00',
      '/%E9',
      '/%C0%AE%C0%AE/',
      '/connexion?j=%00',
      '/connexion?j=%ZZ',
      '/connexion/mot-de-passe?j=%ED%A0%80',
      '/connexion/mot-de-passe?j=a&j=b',
      '/connexion/mot-de-passe?j[]=a',
      '/connexion/mot-de-passe',
      `/connexion/mot-de-passe?j=${'a'.repeat(7_000)}`,
      '/assets/../package.json',
      '/assets/%2e%2e%2fpackage.json',
      '/../../etc/passwd',
      `/${'a/'.repeat(2_000)}`,
      '/connexion/lien?jeton=a&jeton=b',
      '/__proto__',
      '/constructor',
    ]) {
      await refuse(url.slice(0, 60), { url });
    }
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      await refuse(method, { method, url: paths.signIn, headers: { 'sec-fetch-site': 'same-origin' } });
    }
    // Mail gateways add parameters: those that are unknown are ignored.
    assert.equal((await ask(desk.app, { url: `${paths.signIn}?utm_source=x&fbclid=y` })).status, 200);
  });

  it('never lead to another site by the language switch, and never for ever', async () => {
    for (const url of [
      '//autre.exemple/?lang=en',
      '//autre.exemple/..?lang=en',
      '/%2f%2fautre.exemple?lang=en',
      '/\\autre.exemple?lang=en',
      '/\\/autre.exemple?lang=en',
      '///autre.exemple?lang=fr',
      '/connexion?lang=en&lang=//autre.exemple',
      '/connexion?lang=//autre.exemple',
      '/connexion?l%61ng=en',
      '/connexion?lang=en&l%61ng=en',
      '/connexion?l+ang=en&lang=en&x=https://autre.exemple',
      '/http://autre.exemple?lang=en',
    ]) {
      let path = url;
      for (let hops = 0; ; hops += 1) {
        assert.ok(hops < 3, `${url} never ends`);
        const { status, headers } = await ask(desk.app, { url: path });
        assert.ok(status < 500);
        if (status !== 303) break;
        const target = new URL(String(headers.location), desk.url);
        assert.equal(target.origin, desk.url, url);
        path = target.pathname + target.search;
      }
    }
  });

  it('never make a mailed link or a page name another host', async () => {
    const person = await desk.join();
    const { browser, fields } = await visitor();
    const hostile = {
      ...formHeaders(browser),
      host: 'autre.exemple',
      'x-forwarded-host': 'autre.exemple',
      'x-forwarded-proto': 'https',
      forwarded: 'host=autre.exemple;proto=https',
    };
    const answer = await ask(desk.app, {
      method: 'POST',
      url: paths.forgotten,
      headers: hostile,
      payload: form({ ...fields, username: person.email }),
    });
    assert.equal(answer.status, 303);
    assert.match(String(answer.headers.location), /^\//);
    const mail = await browser.mail(person.email, 'renouvellement');
    assert.ok(mail.text.includes(`${desk.url}${paths.resetLink}?jeton=`));
    assert.doesNotMatch(mail.raw, /autre\.exemple/);
    const page = await ask(desk.app, {
      url: paths.signIn,
      headers: { host: 'autre.exemple', 'x-forwarded-host': 'a.b' },
    });
    assert.doesNotMatch(page.body, /autre\.exemple/);
  });

  it('earn no second budget by an X-Forwarded-For that no trusted proxy wrote [security.md 36]', async () => {
    const bare = await openDesk('sqlite', { trustedProxies: [] });
    try {
      const person = await bare.join();
      const statuses: number[] = [];
      for (let tries = 0; tries < 6; tries += 1) {
        const browser = await atPassword(bare, person.email, bare.browser());
        statuses.push((await browser.post({ password: 'Pas-le-bon-du-tout-1' })).status);
      }
      assert.deepEqual(statuses, [422, 422, 422, 422, 422, 429]);
    } finally {
      await bare.close();
    }
  });

  it('never fail on cookies, whatever they hold', async () => {
    for (const cookie of [
      '__Host-poterne-session=',
      '__Host-poterne-session=%ZZ',
      '__Host-poterne-session=%00',
      `__Host-poterne-session=${'a'.repeat(8_000)}`,
      '__Host-poterne-browser=<script>; __Host-poterne-device=" OR 1=1',
      '__Host-poterne-language=de',
      '=; ;;; a; =b; __proto__=x',
      `${'a=b; '.repeat(1_500)}`,
      `__Host-poterne-session=${newToken()}; __Host-poterne-session=${newToken()}`,
    ]) {
      const { status } = await ask(desk.app, { url: paths.home, headers: { cookie } });
      assert.ok(status === 200 || status === 303, `${cookie.slice(0, 50)}: ${status}`);
    }
  });

  it('never get a 5xx, whatever is made up (fuzzing)', async () => {
    const { fields, headers } = await visitor();
    const every = Object.values(paths);
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('%00', '%ZZ', '[]', '\u202e', "'--"),
    );
    const request = fc.record({
      path: fc.constantFrom(...every),
      method: fc.constantFrom('GET', 'POST', 'HEAD', 'PUT') as fc.Arbitrary<'GET' | 'POST' | 'HEAD' | 'PUT'>,
      query: fc.array(fc.tuple(fc.constantFrom('j', 'jeton', 'lang', 'renvoi', 'x'), word), { maxLength: 3 }),
      body: fc.array(
        fc.tuple(
          fc.constantFrom('username', 'password', 'code', 'new', 'confirm', 'name', 'shared', 'action', 'z'),
          word,
        ),
        { maxLength: 5 },
      ),
      agent: fc.string({ maxLength: 300 }),
      forwarded: word,
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ path, method, query, body, agent, forwarded }) => {
        const search = query.map(([name, value]) => `${name}=${encode(value)}`).join('&');
        const sent = body.map(([name, value]) => `${name}=${encode(value)}`).join('&');
        const { status } = await ask(desk.app, {
          method,
          url: `${path}?${search}`,
          headers: { ...headers, 'user-agent': latin(agent), 'x-forwarded-for': latin(forwarded) },
          ...(method === 'POST' && { payload: `${form(fields)}&${sent}` }),
        });
        assert.ok(status < 500, `${method} ${path}: ${status}`);
      }),
      { numRuns: 400 },
    );
  });
});

/** As a browser would, or not at all where the text itself is the attack. */
function encode(text: string): string {
  return text.startsWith('%') || !text.isWellFormed()
    ? text.replaceAll(/[^\x20-\x7e]/g, '%ED%A0%80')
    : encodeURIComponent(text);
}

/** What HTTP lets a header hold. */
const latin = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, '?');
