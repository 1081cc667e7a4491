import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import type { Person } from '../support/people.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { Browser } from './support/browser.ts';
import { settings } from './support/tools.ts';

const scope = 'openid profile email offline_access';
const places = {
  redirectUris: ['https://robot.example/cb'],
  postLogoutRedirectUris: ['https://robot.example/bye'],
  offline: true,
};

/** Independent clients against the real portal, over the network: everything that they check is checked. */
describe('clients that we did not write', () => {
  let portal: TestPortal;
  let person: Person;
  let secret: string;
  before(async () => {
    const tools = [
      settings('robot', places),
      settings('page', { clientAuth: 'none' }),
      settings('app', {
        clientAuth: 'none',
        offline: true,
        postLogoutRedirectUris: ['https://app.example/bye'],
      }),
    ];
    portal = await startPortal({ config: { trustedProxies: ['127.0.0.1', '::1'], tools } });
    person = await portal.createAccount();
    const made = await portal.command(['tool', 'rotate-secret', 'robot', '--json']);
    secret = JSON.parse(made.stdout).clientSecret;
  });
  after(() => portal.destroy());

  /** Signs out by the page that a tool leads to, as somebody without scripts. */
  const signOut = async (browser: Browser, href: string): Promise<URL> => {
    const at = await browser.open(href);
    assert.equal(at.origin, portal.url);
    return browser.submit({});
  };

  it('openid-client signs in, asks who, refreshes, introspects, revokes and signs out', async () => {
    const config = await client.discovery(
      new URL(`${portal.url}/oidc`),
      'robot',
      { id_token_signed_response_alg: 'ES256' },
      client.ClientSecretBasic(secret),
      { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
    );
    const browser = new Browser(portal);
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: 'https://robot.example/cb',
      scope,
      prompt: 'consent',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    });
    assert.equal((await browser.open(url.href)).origin, portal.url);
    const back = await browser.signIn(person);
    assert.equal(back.origin + back.pathname, 'https://robot.example/cb');
    const tokens = await client.authorizationCodeGrant(config, back, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const { sub } = tokens.claims()!;
    const who = await client.fetchUserInfo(config, tokens.access_token, sub);
    assert.deepEqual([who.name, who.email, who.email_verified], [person.name, person.email, true]);
    const next = await client.refreshTokenGrant(config, tokens.refresh_token!);
    assert.equal(next.claims()?.sub, sub);
    const live = await client.tokenIntrospection(config, next.access_token);
    assert.deepEqual([live.active, live.client_id, live.sub], [true, 'robot', sub]);
    await client.tokenRevocation(config, next.refresh_token!);
    assert.equal((await client.tokenIntrospection(config, next.access_token)).active, false);
    const end = client.buildEndSessionUrl(config, {
      id_token_hint: next.id_token!,
      post_logout_redirect_uri: 'https://robot.example/bye',
      state: 'done',
    });
    assert.equal((await signOut(browser, end.href)).href, 'https://robot.example/bye?state=done');
    assert.equal((await browser.open('/')).pathname, '/connexion');
  });

  it('oauth4webapi does the same, for a tool with a secret', async () => {
    const options = { [oauth.allowInsecureRequests]: true };
    const issuer = new URL(`${portal.url}/oidc`);
    const found = await oauth.discoveryRequest(issuer, options);
    const as = await oauth.processDiscoveryResponse(issuer, found);
    const robot: oauth.Client = { client_id: 'robot', id_token_signed_response_alg: 'ES256' };
    const auth = oauth.ClientSecretPost(secret);
    const browser = new Browser(portal);
    const verifier = oauth.generateRandomCodeVerifier();
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
    const url = new URL(as.authorization_endpoint!);
    for (const [name, value] of Object.entries({
      client_id: 'robot',
      redirect_uri: 'https://robot.example/cb',
      response_type: 'code',
      scope,
      prompt: 'consent',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })) {
      url.searchParams.set(name, value);
    }
    await browser.open(url.href);
    const parameters = oauth.validateAuthResponse(as, robot, await browser.signIn(person), state);
    const redirect = 'https://robot.example/cb';
    // A secret in the body is as good as one in the header: both are used here.
    const answer = await oauth.authorizationCodeGrantRequest(
      as,
      robot,
      oauth.ClientSecretBasic(secret),
      parameters,
      redirect,
      verifier,
      options,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(as, robot, answer, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    await oauth.validateApplicationLevelSignature(as, answer, options);
    const { sub } = oauth.getValidatedIdTokenClaims(tokens)!;
    const userInfo = await oauth.userInfoRequest(as, robot, tokens.access_token, options);
    const who = await oauth.processUserInfoResponse(as, robot, sub, userInfo);
    assert.equal(who.email, person.email);
    const again = await oauth.refreshTokenGrantRequest(as, robot, auth, tokens.refresh_token!, options);
    const next = await oauth.processRefreshTokenResponse(as, robot, again);
    const asked = await oauth.introspectionRequest(as, robot, auth, next.access_token, options);
    assert.equal((await oauth.processIntrospectionResponse(as, robot, asked)).active, true);
    const revoked = await oauth.revocationRequest(as, robot, auth, next.refresh_token!, options);
    await oauth.processRevocationResponse(revoked);
    const gone = await oauth.introspectionRequest(as, robot, auth, next.access_token, options);
    assert.equal((await oauth.processIntrospectionResponse(as, robot, gone)).active, false);
    const end = new URL(as.end_session_endpoint!);
    end.searchParams.set('id_token_hint', next.id_token!);
    end.searchParams.set('post_logout_redirect_uri', 'https://robot.example/bye');
    assert.equal((await signOut(browser, end.href)).href, 'https://robot.example/bye');
    assert.equal((await browser.open('/')).pathname, '/connexion');
  });

  it('oauth4webapi finds the portal where RFC 8414 says, for tools without a secret', async () => {
    const options = { [oauth.allowInsecureRequests]: true, algorithm: 'oauth2' } as const;
    const issuer = new URL(`${portal.url}/oidc`);
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
    const browser = new Browser(portal);
    /** To the portal for a tool, `through` it there, and back: what the tool is given. */
    const enter = async (tool: oauth.Client, through: (href: string) => Promise<URL>) => {
      const verifier = oauth.generateRandomCodeVerifier();
      const url = new URL(as.authorization_endpoint!);
      const redirect = `https://${tool.client_id}.example/cb`;
      const challenge = await oauth.calculatePKCECodeChallenge(verifier);
      for (const [name, value] of Object.entries({
        client_id: tool.client_id,
        redirect_uri: redirect,
        response_type: 'code',
        scope: 'openid',
        code_challenge: challenge,
        code_challenge_method: 'S256',
        state: 'x',
      })) {
        url.searchParams.set(name, value);
      }
      const back = oauth.validateAuthResponse(as, tool, await through(url.href), 'x');
      const answer = await oauth.authorizationCodeGrantRequest(
        as,
        tool,
        oauth.None(),
        back,
        redirect,
        verifier,
        options,
      );
      return oauth.processAuthorizationCodeResponse(as, tool, answer);
    };
    const refresh = async (tool: oauth.Client, token: string) => {
      const answer = await oauth.refreshTokenGrantRequest(as, tool, oauth.None(), token, options);
      return oauth.processRefreshTokenResponse(as, tool, answer);
    };
    const [app, page] = [{ client_id: 'app' }, { client_id: 'page' }];
    const first = await enter(app, async (href) => {
      await browser.open(href);
      return browser.signIn(person);
    });
    const { sub } = oauth.getValidatedIdTokenClaims(first)!;
    const second = await refresh(app, first.refresh_token!);
    assert.equal(oauth.getValidatedIdTokenClaims(second)?.sub, sub);
    assert.notEqual(second.access_token, first.access_token);
    assert.notEqual(second.refresh_token, first.refresh_token);
    const third = await refresh(app, second.refresh_token!);
    // A tool that is not made to work offline is given nothing to refresh with.
    const plain = await enter(page, (href) => browser.open(href));
    assert.equal(plain.refresh_token, undefined);
    const who = await oauth.userInfoRequest(as, page, plain.access_token, options);
    assert.equal((await oauth.processUserInfoResponse(as, page, sub, who)).sub, sub);
    const end = new URL(as.end_session_endpoint!);
    end.searchParams.set('id_token_hint', third.id_token!);
    end.searchParams.set('post_logout_redirect_uri', 'https://app.example/bye');
    assert.equal((await signOut(browser, end.href)).href, 'https://app.example/bye');
    assert.equal((await browser.open('/')).pathname, '/connexion');
    await assert.rejects(refresh(app, third.refresh_token!), { error: 'invalid_grant' });
    const gone = await oauth.userInfoRequest(as, page, plain.access_token, options);
    assert.equal(gone.status, 401);
  });

  it('the command line changes the keys of the running portal', async () => {
    const kids = async () => {
      const { keys } = (await (await fetch(`${portal.url}/oidc/jwks`)).json()) as { keys: { kid: string }[] };
      return keys.map(({ kid }) => kid);
    };
    const seen = async (fits: (kids: string[]) => boolean) => {
      const giveUpAt = performance.now() + 10_000;
      while (!fits(await kids())) {
        assert.ok(performance.now() < giveUpAt, 'not within ten seconds');
        await sleep(200);
      }
    };
    const [first] = await kids();
    const next = await portal.command(['oidc', 'rotate-keys', '--json']);
    assert.deepEqual([next.code, JSON.parse(next.stdout).made], [0, ['ES256.2']]);
    await seen((all) => all.length === 2 && all[0] === first);
    const { code, stdout } = await portal.command(['oidc', 'rotate-keys', '--now']);
    assert.equal(code, 0, stdout);
    await seen((all) => all.length === 1 && all[0] !== first);
  });

  it('says so when the store takes nothing, to people and to tools, and works again after', async () => {
    const browser = new Browser(portal);
    await browser.open('/');
    await browser.signIn(person);
    const asked = new URLSearchParams({
      client_id: 'page',
      redirect_uri: 'https://page.example/cb',
      response_type: 'code',
      scope: 'openid',
      code_challenge: await oauth.calculatePKCECodeChallenge(oauth.generateRandomCodeVerifier()),
      code_challenge_method: 'S256',
    });
    const store = new DatabaseSync(portal.databaseUrl.replace('sqlite:', ''));
    store.exec('BEGIN IMMEDIATE');
    const page = await browser.send('GET', new URL(`/oidc/auth?${asked}`, portal.url));
    store.exec('ROLLBACK');
    store.close();
    assert.equal(page.status, 503);
    assert.match(page.body, /PT-702/);
    assert.deepEqual([page.headers.get('retry-after'), page.headers.get('location')], ['10', null]);
    assert.equal((await browser.open(`/oidc/auth?${asked}`)).origin, 'https://page.example');
  });

  it('a request for the whole address, or with a forged host, gets nothing that is not the portal’s', async () => {
    const { port } = new URL(portal.url);
    const { connect } = await import('node:net');
    const raw = (request: string) =>
      new Promise<string>((resolve, reject) => {
        let text = '';
        const socket = connect(Number(port), '127.0.0.1', () => socket.end(request));
        socket.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        socket.on('end', () => resolve(text)).on('error', reject);
      });
    const path = '/oidc/.well-known/openid-configuration';
    const whole = await raw(`GET http://evil.example${path} HTTP/1.1\r\nHost: evil.example\r\n\r\n`);
    assert.match(whole, /^HTTP\/1\.1 (?:404|400|200)/);
    assert.ok(!whole.includes('evil.example/oidc/token'), whole);
    const forged = await raw(`GET ${path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
    assert.ok(forged.includes(`"issuer":"${portal.url}/oidc"`));
    assert.ok(!forged.includes('evil.example'));
  });

  it('writes no code, token, secret or address of theirs into its log', async () => {
    const wrong = { client_id: 'robot', response_type: 'code', redirect_uri: 'https://evil.example/' };
    await fetch(`${portal.url}/oidc/auth?${new URLSearchParams(wrong)}`);
    // What the tool is not told: which of its addresses was wrong.
    const told = /"error":"invalid_redirect_uri".*"tool":"robot"/;
    for (let i = 0; i < 50 && !told.test(portal.log()); i += 1) await sleep(100);
    const log = portal.log();
    assert.match(log, told);
    for (const word of [secret, person.email, person.password]) assert.ok(!log.includes(word));
    assert.doesNotMatch(log, /[\w-]{43}(?=["&\s])/);
    assert.doesNotMatch(log, /oidc-provider (?:NOTICE|WARNING)/);
  });
});
