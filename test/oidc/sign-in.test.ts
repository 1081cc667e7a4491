import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hourMs, minuteMs, secondMs } from '../../src/core/clock.ts';
import { acrs } from '../../src/identity/sessions/rules.ts';
import type { Member } from '../support/member.ts';
import { openToolDesk, type ToolDesk } from './support/tools.ts';
import { arrive, open, signInHere, travel } from './support/travel.ts';

const [password, code, factor] = acrs;

/** Leaves the seat, the portal's session lost. */
const standUp = (member: Member) => member.cookies.delete('__Host-poterne-session');

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`signing in to tools [${engine}]`, () => {
    let desk: ToolDesk;
    before(async () => {
      desk = await openToolDesk(engine);
    });
    after(() => desk.close());

    it('leads from the tool through the sign-in and back, and tells who came', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      const ask = await tool.ask({ login_hint: person.email });
      const { page } = await travel(desk, member, ask.href);
      assert.match(page.path, /^\/connexion\?suite=/);
      assert.ok(page.body.includes(`value="${person.email}"`), 'the hint is in the field');
      const { left, page: last } = await signInHere(desk, member, person);
      assert.ok(left);
      assert.equal(last.status, 303);
      const tokens = await tool.tokens(left, ask);
      const claims = tokens.claims()!;
      const at = Math.floor(desk.clock.now() / 1_000);
      assert.deepEqual(
        [claims.sub, claims.auth_time, claims.acr, claims.amr],
        [person.id, at, code, ['pwd', 'mail']],
      );
      assert.equal(claims.email, undefined, 'an ID token goes into addresses at sign-out');
      assert.deepEqual(await tool.who(tokens.access_token, claims.sub), {
        sub: person.id,
        name: person.name,
        email: person.email,
        email_verified: true,
        groups: [],
      });
      assert.equal(tokens.refresh_token, undefined, 'only tools that may work offline get one');
    });

    it('shows nothing to whoever is signed in, and tells the audit once a session', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      await member.signIn(person);
      for (let i = 0; i < 3; i += 1) {
        const ask = await tool.ask();
        const answer = await member.send('GET', ask.href.replace(desk.url, ''));
        assert.equal(answer.status, 303);
        await tool.tokens(new URL(String(answer.headers.location)), ask);
      }
      const { db, audit } = desk.identity;
      const events = await audit.list(db.handle, { accountId: person.id, limit: 50 });
      const opened = events.filter(({ type }) => type === 'tool.opened');
      assert.deepEqual(
        opened.map(({ data }) => data),
        [{ tool: 'intranet', via: 'oidc', acr: code }],
      );
      assert.equal(opened[0]?.address, member.address);
    });

    it('sets no cookie that says who somebody is', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      await open(desk, tool, member, { person });
      const names = [...member.cookies.keys()].filter((name) => name.startsWith('__Host-'));
      assert.deepEqual(names.sort(), [
        '__Host-poterne-browser',
        '__Host-poterne-device',
        '__Host-poterne-session',
      ]);
    });

    it('tells only what the scope asks for', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      const { db, tools } = desk.identity;
      await tools.addToGroup(db.handle, { accountId: person.id, group: 'rh' });
      const bare = await open(desk, tool, member, { person, scope: 'openid' });
      assert.deepEqual(await tool.who(bare.access_token, person.id), { sub: person.id });
      const more = await open(desk, tool, member, { scope: 'openid groups' });
      assert.deepEqual(await tool.who(more.access_token, person.id), { sub: person.id, groups: ['rh'] });
      const claims = JSON.stringify({ userinfo: { email: null } });
      const one = await open(desk, tool, member, { scope: 'openid', claims });
      assert.deepEqual(await tool.who(one.access_token, person.id), {
        sub: person.id,
        email: person.email,
      });
    });

    it('lets a tool without a secret sign in with its proof alone, and its pages ask from their own place', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('spa')];
      const { ask, back } = await arrive(desk, tool, member, { person });
      const exchange = (origin: string) =>
        desk.app.inject({
          method: 'POST',
          url: '/oidc/token',
          headers: {
            origin,
            'sec-fetch-site': 'cross-site',
            'content-type': 'application/x-www-form-urlencoded',
          },
          payload: new URLSearchParams({
            grant_type: 'authorization_code',
            client_id: 'spa',
            code: back.searchParams.get('code') ?? '',
            code_verifier: ask.verifier,
            redirect_uri: tool.redirectUri,
          }).toString(),
        });
      const elsewhere = await exchange('https://evil.example');
      assert.equal(elsewhere.statusCode, 400);
      assert.equal(elsewhere.headers['access-control-allow-origin'], undefined);
      const answer = await exchange('https://spa.example');
      assert.equal(answer.statusCode, 200, answer.body);
      assert.equal(answer.headers['access-control-allow-origin'], 'https://spa.example');
    });

    it('answers access_denied to the tool for « Abandonner »', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      const ask = await tool.ask();
      await travel(desk, member, ask.href);
      await member.submit({ username: person.email });
      const href = member.page.body.match(/href="(\/connexion\/abandonner[^"]*)"/)?.[1];
      assert.ok(href, member.page.body);
      const { left } = await travel(desk, member, href);
      assert.equal(left?.origin + String(left?.pathname), tool.redirectUri);
      assert.equal(left?.searchParams.get('error'), 'access_denied');
      assert.equal(left?.searchParams.get('state'), ask.state);
      assert.equal(left?.searchParams.get('iss'), desk.issuer);
    });

    it('asks a new sign-in where the tool wants one: prompt=login, max_age', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      await open(desk, tool, member, { person });
      desk.clock.advance(5 * minuteMs);
      for (const [name, value] of [
        ['prompt', 'login'],
        ['max_age', '0'],
        ['max_age', '60'],
      ] as const) {
        desk.clock.advance(2 * minuteMs);
        const ask = await tool.ask({ [name]: value });
        const { left, page } = await travel(desk, member, ask.href);
        assert.equal(left, null, `${name}=${value} was not asked`);
        assert.ok(page.body.includes(person.email), 'their own address stands there');
        const journey = await signInHere(desk, member, person);
        const tokens = await tool.tokens(journey.left!, ask);
        assert.equal(tokens.claims()?.auth_time, Math.floor(desk.clock.now() / 1_000));
      }
      await open(desk, tool, member, { max_age: '60' });
    });

    it('lets another person sign in where an account is to be chosen', async () => {
      const [first, second] = [await desk.join(), await desk.join()];
      const [member, tool] = [desk.browser(), await desk.tool('intranet')];
      await open(desk, tool, member, { person: first });
      desk.clock.advance(secondMs);
      const ask = await tool.ask({ prompt: 'select_account' });
      const { page } = await travel(desk, member, ask.href);
      assert.ok(!page.body.includes(first.email));
      const { left } = await signInHere(desk, member, second);
      assert.equal((await tool.tokens(left!, ask)).claims()?.sub, second.id);
    });

    it('answers at once with the standard’s errors where nothing may be shown', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      const silent = async (more: Record<string, string> = {}) => {
        const { href } = await tool.ask({ prompt: 'none', ...more });
        const { left } = await travel(desk, member, href);
        return left?.searchParams.get('error') ?? 'code';
      };
      assert.equal(await silent(), 'login_required');
      await member.signIn(person);
      assert.equal(await silent(), 'code');
      desk.clock.advance(2 * minuteMs);
      assert.equal(await silent({ max_age: '60' }), 'login_required');
      assert.equal(await silent({ prompt: 'none login' }), 'invalid_request');
      const strong = { id_token: { acr: { value: factor, essential: true } } };
      assert.equal(await silent({ claims: JSON.stringify(strong) }), 'login_required');
      assert.equal(await silent({ acr_values: factor! }), 'code', 'asked for, not required');
    });

    it('says how strong the sign-in was, in the words that were asked for', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      await open(desk, tool, member, { person });
      const acr = async (more: Record<string, string>) =>
        (await open(desk, tool, member, more)).claims()?.acr;
      assert.equal(await acr({}), code);
      assert.equal(await acr({ acr_values: password! }), password);
      assert.equal(await acr({ acr_values: `${factor} ${code}` }), code);
      assert.equal(await acr({}), code, 'what one request asked stays with it');
    });

    it('asks for the code where the tool wants one, due or not', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      await member.signIn(person);
      standUp(member);
      // A known device: the password alone would do.
      await member.signIn(person);
      const plain = await open(desk, tool, member);
      assert.equal(plain.claims()?.acr, password);
      desk.clock.advance(secondMs);
      const claims = JSON.stringify({ id_token: { acr: { value: code, essential: true } } });
      const strong = await open(desk, tool, member, { person, claims });
      assert.equal(strong.claims()?.acr, code);
    });

    it('tells the tool that a strength cannot be had, rather than ask in vain', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      const claims = JSON.stringify({ id_token: { acr: { value: 'urn:other', essential: true } } });
      const { left } = await travel(desk, member, (await tool.ask({ claims })).href);
      assert.equal(left?.searchParams.get('error'), 'unmet_authentication_requirements');
      await member.signIn(person);
      const { left: again } = await travel(desk, member, (await tool.ask({ claims })).href);
      assert.equal(again?.searchParams.get('error'), 'unmet_authentication_requirements');
    });

    it('signs in whom the ID token of before names, and nobody else', async () => {
      const [person, other] = [await desk.join(), await desk.join()];
      const [member, tool] = [desk.browser(), await desk.tool('intranet')];
      const { id_token: hint = '' } = await open(desk, tool, member, { person });
      desk.clock.advance(secondMs);
      await open(desk, tool, member, { id_token_hint: hint });
      const second = desk.browser();
      await second.signIn(other);
      desk.clock.advance(secondMs);
      const ask = await tool.ask({ id_token_hint: hint });
      const { left: none } = await travel(desk, second, ask.href);
      assert.equal(none, null, 'asked to be somebody else');
      const { left } = await signInHere(desk, second, other);
      assert.equal(left?.searchParams.get('error'), 'login_required');
    });

    it('speaks the language that the tool asks for, where nobody chose one', async () => {
      const [tool, member] = [await desk.tool('intranet'), desk.browser()];
      const { page } = await travel(desk, member, (await tool.ask({ ui_locales: 'de en-GB fr' })).href);
      assert.match(page.body, /<html lang="en">/);
      member.cookies.set('__Host-poterne-language', 'fr');
      const { page: chosen } = await travel(desk, member, (await tool.ask({ ui_locales: 'en' })).href);
      assert.match(chosen.body, /<html lang="fr">/);
    });

    it('speaks for whoever sits there now, not for whom it was answered', async () => {
      const [person, other] = [await desk.join(), await desk.join()];
      const [member, tool] = [desk.browser(), await desk.tool('intranet')];
      const ask = await tool.ask({ prompt: 'login' });
      const question = await member.send('GET', ask.href.replace(desk.url, ''));
      const page = String(question.headers.location);
      assert.match(page, /^\/outil\/[\w-]{43}$/);
      await member.signIn(person);
      const answered = await member.send('GET', page);
      standUp(member);
      await member.signIn(other);
      const { left } = await travel(desk, member, String(answered.headers.location));
      assert.equal((await tool.tokens(left!, ask)).claims()?.sub, other.id);
    });

    it('answers one browser alone: the address of a question is worth nothing elsewhere', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      const { href } = await tool.ask({ prompt: 'login' });
      const question = await member.send('GET', href.replace(desk.url, ''));
      const page = String(question.headers.location);
      const thief = desk.browser();
      await thief.signIn(person);
      for (const path of [page, `${page}/suite`, `${page}/abandonner`]) {
        const answer = await thief.send('GET', path);
        assert.equal(answer.status, 410);
        assert.match(answer.body, /PT-504/);
      }
      const resume = await thief.send('GET', page.replace('/outil/', '/oidc/auth/'));
      assert.equal(resume.status, 400);
    });

    it('is over when it was answered: Back leads to a page that says so', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      const { href } = await tool.ask({ prompt: 'login' });
      const question = await member.send('GET', href.replace(desk.url, ''));
      const page = String(question.headers.location);
      await travel(desk, member, page);
      await signInHere(desk, member, person);
      const back = await member.send('GET', page);
      assert.equal(back.status, 410);
      const resume = await member.send('GET', page.replace('/outil/', '/oidc/auth/'));
      assert.equal(resume.status, 400);
      assert.match(resume.body, /PT-504/);
    });

    it('stores nothing for whoever is not signed in, however often they come', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      const rows = async () => (await handle().selectFrom('oidc_records').select('key').execute()).length;
      const handle = () => desk.identity.db.handle;
      const before = await rows();
      const ask = await tool.ask();
      for (let i = 0; i < 5; i += 1) await travel(desk, member, ask.href);
      assert.equal(await rows(), before);
      assert.deepEqual(
        [...member.cookies.keys()].filter((name) => name.startsWith('__Secure-')),
        [],
      );
      const { left } = await signInHere(desk, member, person);
      await tool.tokens(left!, ask);
    });

    it('takes an hour’s old request, one that was touched, or one of a tool that moved, for none', async () => {
      const [member, tool] = [desk.browser(), await desk.tool('intranet')];
      const { page } = await travel(desk, member, (await tool.ask()).href);
      await member.submit({ username: 'a@exemple.fr' }, page);
      const leave = member.page.body.match(/href="(\/connexion\/abandonner[^"]*)"/)?.[1];
      const gone = await member.send('GET', leave!);
      const href = String(gone.headers.location);
      assert.match(href, /^\/outil\/renoncer\?demande=/);
      assert.equal((await member.send('GET', href)).status, 303);
      for (const touched of [`${href}x`, href.replace(/=.*/, '=x'), '/outil/renoncer', '/outil/entree']) {
        assert.equal((await member.send('GET', touched)).status, 410, touched);
      }
      desk.clock.advance(hourMs);
      assert.equal((await member.send('GET', href)).status, 410);
    });

    it('tells nothing to where a tool was, once it is gone or somewhere else', async () => {
      const { db, tools } = desk.identity;
      const oidc = {
        redirectUris: ['https://brief.example/cb'],
        postLogoutRedirectUris: [],
        clientAuth: 'none',
        signing: 'ES256',
      } as const;
      const known = { id: 'brief', name: 'Brief', url: 'https://brief.example/', groups: null, hosts: [] };
      await db.transaction((tx) => tools.add(tx, { ...known, party: 'first', oidc }));
      const [member, tool] = [desk.browser(), await desk.tool('brief')];
      const { page } = await travel(desk, member, (await tool.ask()).href);
      await member.submit({ username: 'a@exemple.fr' }, page);
      const leave = member.page.body.match(/href="(\/connexion\/abandonner[^"]*)"/)?.[1];
      await db.transaction((tx) => tools.remove(tx, 'brief'));
      desk.clock.advance(2 * secondMs);
      assert.deepEqual((await travel(desk, member, leave!)).left, null);
      const moved = { ...oidc, redirectUris: ['https://elsewhere.example/cb'] };
      await db.transaction((tx) => tools.add(tx, { ...known, party: 'first', oidc: moved }));
      desk.clock.advance(2 * secondMs);
      const { left, page: last } = await travel(desk, member, leave!);
      assert.deepEqual([left, last.status], [null, 410]);
    });

    it('keeps a request that is too long for an address', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      const ask = await tool.ask({ state: 'x'.repeat(3_000) });
      await travel(desk, member, ask.href);
      const { left } = await signInHere(desk, member, person);
      assert.equal(left?.searchParams.get('state')?.length, 3_000);
    });

    it('asks once for a second factor where the tool would like one, and insists where it must', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      await member.signIn(person);
      desk.clock.advance(secondMs);
      const wish = await tool.ask({ acr_values: factor! });
      assert.equal((await travel(desk, member, wish.href)).left, null);
      // They have none: what there is goes on.
      const { left } = await signInHere(desk, member, person);
      assert.notEqual((await tool.tokens(left!, wish)).claims()?.acr, factor);
      desk.clock.advance(secondMs);
      const claims = JSON.stringify({ id_token: { acr: { value: factor, essential: true } } });
      const must = await tool.ask({ claims });
      assert.equal((await travel(desk, member, must.href)).left, null);
      const { left: told } = await signInHere(desk, member, person);
      assert.equal(told?.searchParams.get('error'), 'unmet_authentication_requirements');
    });

    it('refuses what a tool asks without its secret or with another’s', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      const { back, ask } = await arrive(desk, tool, member, { person });
      const robot = await desk.tool('robot');
      for (const secret of [robot.secret!, 'x', tool.secret!.toUpperCase()]) {
        const wrong = await desk.app.inject({
          method: 'POST',
          url: '/oidc/token',
          headers: {
            authorization: `Basic ${Buffer.from(`intranet:${secret}`).toString('base64')}`,
            'content-type': 'application/x-www-form-urlencoded',
          },
          payload: `grant_type=authorization_code&code=${back.searchParams.get('code')}`,
        });
        assert.equal(wrong.statusCode, 401);
        assert.equal(wrong.json().error, 'invalid_client');
      }
      await tool.tokens(back, ask);
    });
  });
}
