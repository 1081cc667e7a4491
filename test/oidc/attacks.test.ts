import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { secondMs } from '../../src/core/clock.ts';
import type { Member, Page } from '../support/member.ts';
import {
  type Ask,
  errorOf,
  openToolDesk,
  settings,
  someTools,
  type TestTool,
  type ToolDesk,
} from './support/tools.ts';
import { arrive, open, travel } from './support/travel.ts';

/** The negative cases of RFC 9700, by the attack that each one names. */
for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`attacks on OpenID Connect [${engine}]`, () => {
    let desk: ToolDesk;
    let tool: TestTool;
    let robot: TestTool;
    let member: Member;
    let person: Awaited<ReturnType<ToolDesk['join']>>;
    before(async () => {
      const twice = settings('twice', {
        redirectUris: ['https://twice.example/one?x=1', 'https://twice.example/two'],
      });
      desk = await openToolDesk(engine, {
        tools: [...someTools, twice, settings('archives', { offline: true })],
      });
      [tool, robot, person, member] = [
        await desk.tool('intranet'),
        await desk.tool('robot'),
        await desk.join(),
        desk.browser(),
      ];
      await member.signIn(person);
    });
    after(() => desk.close());

    /** The answer to an authorization request that was tampered with; null takes a parameter away. */
    const asking = async (changes: Record<string, string | null>, of = tool): Promise<Page> => {
      const url = new URL((await of.ask()).href);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) url.searchParams.delete(name);
        else url.searchParams.set(name, value);
      }
      return member.send('GET', url.pathname + url.search);
    };
    /** The error that the tool was told, by a redirect to its own address. */
    const told = async (changes: Record<string, string | null>): Promise<string | null> => {
      const { status, headers } = await asking(changes);
      assert.equal(status, 303);
      const to = new URL(String(headers.location));
      assert.equal(to.origin + to.pathname, tool.redirectUri);
      // Refused, a request for a token in the fragment is refused in the fragment.
      const answer = new URLSearchParams(to.search || to.hash.slice(1));
      assert.equal(answer.get('iss'), desk.issuer);
      assert.deepEqual(
        [answer.get('code'), answer.get('access_token'), answer.get('id_token')],
        [null, null, null],
      );
      return answer.get('error');
    };
    /** Nobody is told anything but the person: an unknown place is never redirected to. */
    const isShown = ({ status, headers, body }: Page, what: string) => {
      assert.equal(status, 400, what);
      assert.equal(headers.location, undefined, what);
      assert.equal(headers.refresh, undefined, what);
      assert.match(body, /PT-503/, what);
      assert.ok(!body.includes('evil'), what);
    };
    const post = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      desk.app.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        payload: new URLSearchParams(fields).toString(),
      });
    const basic = ({ id, secret }: TestTool) => ({
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    });
    const exchange = (of: TestTool, back: URL, { verifier }: Pick<Ask, 'verifier'>, more = {}) =>
      post(
        '/oidc/token',
        {
          grant_type: 'authorization_code',
          code: back.searchParams.get('code') ?? '',
          redirect_uri: of.redirectUri,
          code_verifier: verifier,
          ...more,
        },
        basic(of),
      );
    const arrived = (of: TestTool, more = {}) => arrive(desk, of, member, more);

    it('redirects to an address that is exactly a registered one, or to none (4.1)', async () => {
      const good = 'https://intranet.example/cb';
      for (const uri of [
        'https://evil.example/cb',
        `${good}/`,
        `${good}?`,
        `${good}?next=1`,
        `${good}#`,
        `${good}#here`,
        `${good}/../evil`,
        `${good}/%2e%2e/evil`,
        `${good}%00`,
        `${good};x`,
        ` ${good}`,
        'https://intranet.example/CB',
        'https://INTRANET.example/cb',
        'HTTPS://intranet.example/cb',
        'https://intranet.example:443/cb',
        'https://intranet.example:8443/cb',
        'https://intranet.example./cb',
        'https://evil@intranet.example/cb',
        'https://intranet.example@evil.example/cb',
        'https://intranet.example.evil.example/cb',
        'https://evilintranet.example/cb',
        'https://intranet.example\\@evil.example/cb',
        'https://intranet.example/cb\\..\\evil',
        'https://intranet.example/%63b',
        '//intranet.example/cb',
        '/cb',
        'http://intranet.example/cb',
        'http://localhost/cb',
        'javascript:alert(1)',
        'data:text/html,evil',
        'intranet:/cb',
        'urn:ietf:wg:oauth:2.0:oob',
        '',
      ]) {
        isShown(await asking({ redirect_uri: uri }), uri);
      }
      isShown(await asking({ redirect_uri: null }), 'none');
      isShown(await asking({ redirect_uri: 'https://spa.example/cb' }), 'another tool’s');
      const url = new URL((await tool.ask()).href);
      url.searchParams.append('redirect_uri', 'https://evil.example/cb');
      isShown(await member.send('GET', url.pathname + url.search), 'two at once');
    });

    it('does so also where the request is wrong in another way, and where nothing may be shown', async () => {
      const evil = { redirect_uri: 'https://evil.example/cb' };
      for (const [name, value] of [
        ['response_type', 'token'],
        ['prompt', 'none'],
        ['scope', 'openid \u0001'],
        ['code_challenge', null],
        ['request_uri', 'https://evil.example/r'],
        ['max_age', '-1'],
        ['response_mode', 'form_post'],
      ] as const) {
        isShown(await asking({ ...evil, [name]: value }), name);
      }
      isShown(await asking({ client_id: 'nobody' }), 'an unknown tool');
      isShown(await asking({ client_id: null }), 'no tool');
      isShown(await asking({ client_id: 'https://evil.example/client.json' }), 'a tool by its address');
    });

    it('keeps a registered query as it is, and gives a code for the address that it was asked for', async () => {
      const twice = await desk.tool('twice');
      const { ask, back } = await arrived(twice);
      assert.equal(back.searchParams.get('x'), '1');
      const wrong = await exchange(twice, back, ask, { redirect_uri: 'https://twice.example/two' });
      assert.equal(wrong.json().error, 'invalid_grant');
      const none = await exchange(twice, back, ask, { redirect_uri: '' });
      assert.equal(none.statusCode, 400);
    });

    it('wants a proof of possession from every tool, and knows only the one that hides it (2.1.1, 4.5.3)', async () => {
      for (const [of, change] of [
        ['no challenge', { code_challenge: null, code_challenge_method: null }],
        ['the method alone', { code_challenge: null }],
        ['the challenge alone', { code_challenge_method: null }],
        ['plain', { code_challenge_method: 'plain' }],
        ['plain, in another case', { code_challenge_method: 's256' }],
        ['a short challenge', { code_challenge: 'abc' }],
        ['a challenge with other characters', { code_challenge: `${'a'.repeat(42)}=` }],
      ] as const) {
        assert.equal(await told(change), 'invalid_request', of);
      }
    });

    it('gives nothing for a code without its verifier, or with another’s: a downgrade (4.8.2)', async () => {
      const [first, second] = [await arrived(tool), await arrived(tool)];
      const body = { code_verifier: '' };
      for (const [name, answer] of [
        ['none', await exchange(tool, first.back, first.ask, body)],
        ['another’s', await exchange(tool, first.back, second.ask)],
        ['short', await exchange(tool, first.back, { verifier: 'abc' })],
      ] as const) {
        assert.equal(answer.statusCode, 400, name);
        assert.match(answer.json().error, /invalid_grant|invalid_request/, name);
      }
      assert.equal((await exchange(tool, first.back, first.ask)).statusCode, 200, 'its own');
    });

    it('takes everything back when a code is used a second time, and records it (4.5, 4.8)', async () => {
      const more = { scope: 'openid offline_access', prompt: 'consent' };
      const { ask, back } = await arrived(robot, more);
      const tokens = await robot.tokens(back, ask);
      const refreshed = await robot.refresh(tokens.refresh_token!);
      assert.equal(await errorOf(robot.tokens(back, ask)), 'invalid_grant');
      for (const access of [tokens.access_token, refreshed.access_token]) {
        assert.equal((await robot.introspect(access)).active, false);
      }
      assert.equal(await errorOf(robot.refresh(refreshed.refresh_token!)), 'invalid_grant');
      assert.deepEqual(await replays(), [{ tool: 'robot' }]);
      // The person is no worse off: the tool opens again without a question, and its new tokens live and are refreshed.
      const anew = await open(desk, robot, member, more);
      assert.equal((await robot.introspect(anew.access_token)).active, true);
      const { access_token: next } = await robot.refresh(anew.refresh_token!);
      assert.equal((await robot.introspect(next)).active, true);
    });

    /** Of several at the same moment one is given tokens, and they are dead by the time that everybody has an answer. */
    const oneWins = async (all: Awaited<ReturnType<typeof post>>[]) => {
      const [given, ...others] = all.filter(({ statusCode }) => statusCode === 200);
      assert.ok(given, 'nobody was given anything');
      assert.equal(others.length, 0, 'given more than once');
      const refused = all.filter((answer) => answer !== given);
      for (const answer of refused) {
        assert.deepEqual([answer.statusCode, answer.json().error], [400, 'invalid_grant']);
      }
      const { access_token: access, refresh_token: refresh } = given.json();
      assert.equal((await robot.introspect(access)).active, false);
      assert.equal(await errorOf(robot.refresh(refresh)), 'invalid_grant');
    };

    const replays = async () => {
      const { db, audit } = desk.identity;
      const events = await audit.list(db.handle, { accountId: person.id, limit: 100 });
      return events.filter(({ type }) => type === 'tool.replayed').map(({ data }) => data);
    };

    it('does so also when both come at the same moment', async () => {
      const before = (await replays()).length;
      const { ask, back } = await arrived(robot);
      await oneWins(await Promise.all(Array.from({ length: 5 }, () => exchange(robot, back, ask))));
      assert.ok((await replays()).length > before);
    });

    it('takes the whole family back when a refresh token is used a second time (4.14.2)', async () => {
      const more = { scope: 'openid offline_access', prompt: 'consent' };
      const first = await open(desk, robot, member, more);
      const second = await robot.refresh(first.refresh_token!);
      assert.notEqual(second.refresh_token, first.refresh_token);
      const third = await robot.refresh(second.refresh_token!);
      assert.equal(await errorOf(robot.refresh(first.refresh_token!)), 'invalid_grant');
      assert.equal(await errorOf(robot.refresh(third.refresh_token!)), 'invalid_grant');
      assert.equal((await robot.introspect(third.access_token)).active, false);
    });

    it('does so also when two refresh at the same moment', async () => {
      const { refresh_token: token = '' } = await open(desk, robot, member);
      const refresh = () =>
        post('/oidc/token', { grant_type: 'refresh_token', refresh_token: token }, basic(robot));
      const before = (await replays()).length;
      await oneWins(await Promise.all([refresh(), refresh(), refresh()]));
      assert.ok((await replays()).length > before);
    });

    it('gives a tool nothing for what another tool was given, and takes nothing from that one (4.5)', async () => {
      const { ask, back } = await arrived(robot);
      const stolen = { ...ask };
      assert.equal(
        (await exchange(tool, back, stolen, { redirect_uri: robot.redirectUri })).json().error,
        'invalid_grant',
      );
      const tokens = await robot.tokens(back, ask);
      // One that may refresh what is its own: any other is refused for that alone, whosever the token is.
      const thief = await desk.tool('archives');
      const own = await open(desk, thief, member);
      assert.ok((await thief.refresh(own.refresh_token!)).access_token, 'it could not refresh anyhow');
      const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token! };
      const refused = await post('/oidc/token', refresh, basic(thief));
      assert.deepEqual([refused.statusCode, refused.json().error], [400, 'invalid_grant']);
      const token = { token: tokens.access_token };
      assert.deepEqual((await post('/oidc/token/introspection', token, basic(tool))).json(), {
        active: false,
      });
      const revocation = await post('/oidc/token/revocation', token, basic(tool));
      assert.equal(revocation.statusCode, 400);
      assert.equal((await robot.introspect(tokens.access_token)).active, true);
      const { access_token: next } = await robot.refresh(tokens.refresh_token!);
      assert.equal((await robot.introspect(next)).active, true);
    });

    it('says who answers, so that a tool of several portals cannot be confused (4.4)', async () => {
      const { back, ask } = await arrived(tool);
      assert.equal(back.searchParams.get('iss'), desk.issuer);
      const elsewhere = new URL(back);
      elsewhere.searchParams.set('iss', 'https://other.example/oidc');
      await assert.rejects(tool.tokens(elsewhere, ask), 'the library notices');
      await tool.tokens(back, ask);
    });

    it('gives tokens at the token endpoint alone, never in an address (2.1.2, 4.3)', async () => {
      for (const type of [
        'token',
        'id_token',
        'id_token token',
        'code token',
        'code id_token',
        'none',
        'x',
      ]) {
        assert.match(
          String(await told({ response_type: type })),
          /unsupported_response_type|invalid_request/,
          type,
        );
      }
      assert.equal(await told({ response_type: null }), 'invalid_request');
      for (const mode of ['fragment', 'form_post', 'web_message', 'jwt', 'query.jwt', 'x']) {
        assert.equal(await told({ response_mode: mode }), 'unsupported_response_mode', mode);
      }
      const { access_token: token } = await open(desk, tool, member);
      const inAddress = await desk.app.inject({ url: `/oidc/me?access_token=${token}` });
      assert.equal(inAddress.statusCode, 400);
    });

    it('takes no request from elsewhere and registers nobody', async () => {
      assert.equal(await told({ request: 'eyJhbGciOiJub25lIn0.e30.' }), 'request_not_supported');
      assert.equal(await told({ request_uri: 'https://evil.example/r' }), 'request_uri_not_supported');
      assert.equal(await told({ registration: '{}' }), 'registration_not_supported');
      for (const path of [
        '/oidc/reg',
        '/oidc/register',
        '/oidc/request',
        '/oidc/device',
        '/oidc/interaction/x',
      ]) {
        for (const method of ['GET', 'POST'] as const) {
          const answer = await desk.app.inject({ method, url: path });
          assert.equal(answer.statusCode, 404, path);
        }
      }
      const discovery = (await desk.app.inject({ url: '/oidc/.well-known/openid-configuration' })).json();
      for (const name of ['registration_endpoint', 'pushed_authorization_request_endpoint']) {
        assert.equal(discovery[name], undefined);
      }
    });

    it('knows no way to a token but a code and its refresh (2.4)', async () => {
      const fields = { username: person.email, password: person.password, scope: 'openid' };
      for (const type of [
        'password',
        'client_credentials',
        'implicit',
        'urn:ietf:params:oauth:grant-type:device_code',
        'urn:ietf:params:oauth:grant-type:jwt-bearer',
        'urn:ietf:params:oauth:grant-type:token-exchange',
      ]) {
        const answer = await post('/oidc/token', { grant_type: type, ...fields }, basic(tool));
        assert.equal(answer.json().error, 'unsupported_grant_type', type);
      }
      // A tool that may not work offline cannot refresh.
      const refresh = { grant_type: 'refresh_token', refresh_token: 'x' };
      assert.match((await post('/oidc/token', refresh, basic(tool))).json().error, /invalid_request/);
    });

    it('knows a tool by its secret alone, given in one way (2.5)', async () => {
      const { back, ask } = await arrived(tool);
      const code = {
        grant_type: 'authorization_code',
        code: back.searchParams.get('code') ?? '',
        code_verifier: ask.verifier,
        redirect_uri: tool.redirectUri,
      };
      const both = await post('/oidc/token', { ...code, client_secret: tool.secret! }, basic(tool));
      assert.equal(both.json().error, 'invalid_request');
      const none = await post('/oidc/token', { ...code, client_id: 'intranet' });
      assert.equal(none.json().error, 'invalid_client');
      const kept = await desk.identity.db.handle.selectFrom('tool_secrets').selectAll().execute();
      for (const { secret_hash: secret } of kept) {
        const answer = await post('/oidc/token', code, basic({ ...tool, secret } as TestTool));
        assert.equal(answer.statusCode, 401, 'what the store holds opens nothing');
      }
    });

    it('lets no secret go on once it was replaced for good', async () => {
      const { db, tools } = desk.identity;
      await db.transaction((tx) => tools.rotateSecret(tx, { toolId: 'robot', atOnce: true }));
      const answer = await post('/oidc/token', { grant_type: 'refresh_token' }, basic(robot));
      assert.equal(answer.json().error, 'invalid_client');
    });

    it('answers servers in JSON and people in pages, and only the methods that there are', async () => {
      for (const path of ['/oidc/token', '/oidc/token/introspection', '/oidc/token/revocation']) {
        const get = await desk.app.inject({ url: path });
        assert.equal(get.statusCode, 405, path);
      }
      const json = await desk.app.inject({
        method: 'POST',
        url: '/oidc/token',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        payload: '{"grant_type":"authorization_code"}',
      });
      assert.deepEqual([json.statusCode, json.json().error], [400, 'invalid_request']);
      const big = await post('/oidc/token', { code: 'x'.repeat(100_000) });
      assert.equal(big.statusCode, 400);
      const page = await desk.app.inject({ url: '/oidc/me', headers: { accept: 'text/html' } });
      assert.match(page.body, /PT-503/);
      assert.match(String(page.headers['content-security-policy']), /default-src 'none'/);
    });

    it('says one host and one scheme, whatever a request claims (4.17)', async () => {
      const forged = {
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'gopher',
        'x-forwarded-port': '666',
        forwarded: 'host=evil.example;proto=gopher',
        'x-original-url': 'https://evil.example/',
      };
      for (const path of [
        '/oidc/.well-known/openid-configuration',
        '/.well-known/oauth-authorization-server/oidc',
      ]) {
        const { headers, body } = await desk.app.inject({ url: path, headers: forged });
        assert.ok(!(JSON.stringify(headers) + body).includes('evil'), path);
        assert.equal(JSON.parse(body).issuer, desk.issuer);
        assert.equal(JSON.parse(body).token_endpoint, `${desk.issuer}/token`);
      }
      const stranger = desk.browser();
      const { pathname, search } = new URL((await tool.ask()).href);
      const question = await stranger.send('GET', pathname + search, undefined, forged);
      assert.match(String(question.headers.location), /^\/outil\//);
      assert.ok(!JSON.stringify(question.headers).includes('evil'));
      const ask = await tool.ask();
      const answer = await member.send('GET', ask.href.replace(desk.url, ''), undefined, forged);
      assert.equal(new URL(String(answer.headers.location)).searchParams.get('iss'), desk.issuer);
      const wrong = await stranger.send('GET', '/oidc/auth?client_id=x', undefined, forged);
      assert.ok(!wrong.body.includes('evil'));
    });

    it('answers a form of another site nowhere that a cookie counts', async () => {
      const { pathname, search } = new URL((await (await desk.tool('partner')).ask()).href);
      const asked = await travel(desk, member, pathname + search);
      const answer = await member.post({ answer: 'yes' }, asked.page);
      assert.equal(answer.status, 303);
      const again = await travel(desk, member, (await (await desk.tool('partner-too')).ask()).href);
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { origin: 'https://evil.example', 'sec-fetch-site': '' },
      ]) {
        const { status } = await member.send('POST', again.page.path, { answer: 'yes' }, headers as never);
        assert.equal(status, 403);
      }
      const noToken = await member.send('POST', again.page.path, { answer: 'yes' });
      assert.ok([400, 403].includes(noToken.status));
    });

    it('makes a code that nobody can guess, and another one each time', async () => {
      const codes = new Set<string>();
      for (let i = 0; i < 20; i += 1) {
        const { back } = await arrived(tool);
        codes.add(back.searchParams.get('code') ?? '');
        desk.clock.advance(secondMs);
      }
      assert.equal(codes.size, 20);
      for (const code of codes) assert.match(code, /^[\w-]{43}$/);
    });
  });
}
