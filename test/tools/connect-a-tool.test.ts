import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { until } from '../faults/support.ts';
import { startPortal, type TestPortal } from '../support/portal.ts';
import { freePort } from '../support/postgres.ts';
import { root } from '../support/program.ts';
import { blocksOf, page, sectionOf } from './connect-a-tool.ts';
import { Traveller } from './traveller.ts';

/** The words of the first command of the page that begins so, its lines joined. */
function commandOf(start: string): string[] {
  const line = blocksOf(page, 'sh')
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .find((one) => one.startsWith(start));
  assert.ok(line, `no ${start} in the page`);
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** What the discovery document lists. */
type Known = Record<string, string[] | undefined>;

describe('docs/connect-a-tool.md, done as it says', () => {
  let portal: TestPortal;
  let tool: ChildProcess;
  let here = '';
  let said: Record<string, string>;
  // Inside the repository, where the packages that the page installs are found.
  mkdirSync(join(root, 'build'), { recursive: true });
  const folder = mkdtempSync(join(root, 'build/connect-a-tool-'));
  let output = '';

  before(async () => {
    portal = await startPortal();
    here = `http://localhost:${await freePort()}`;
    const [, ...args] = commandOf('bin/poterne tool add --id my-tool');
    const added = await portal.command([
      ...args.map((word) => word.replace('http://localhost:8080', here)),
      '--json',
    ]);
    assert.equal(added.code, 0, added.stderr);
    said = JSON.parse(added.stdout) as Record<string, string>;
    const [file] = blocksOf(page, 'js');
    writeFileSync(join(folder, 'tool.mjs'), file!);
    tool = spawn(process.execPath, [join(folder, 'tool.mjs')], {
      env: { ISSUER: said.issuer, CLIENT_ID: said.clientId, CLIENT_SECRET: said.clientSecret, HERE: here },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [tool.stdout!, tool.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    await until('the tool', async () => output.includes(`The tool is on ${here}`)).catch((error) => {
      throw new Error(output, { cause: error });
    });
  });
  after(async () => {
    if (tool?.exitCode === null) {
      const ended = new Promise((resolve) => tool.on('close', resolve));
      tool.kill('SIGTERM');
      await ended;
    }
    await portal?.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  const signedIn = async () => {
    const person = await portal.createAccount();
    const traveller = new Traveller();
    await traveller.open(`${here}/`);
    assert.match(traveller.page.body, /href="\/sign-in"/);
    await traveller.open(`${here}/sign-in`);
    await traveller.signIn(portal, person);
    assert.equal(traveller.page.url, `${here}/`, output);
    return { person, traveller };
  };
  const isIn = async (traveller: Traveller) => /Hello/.test((await traveller.ask(`${here}/`)).body);

  it('signs somebody in and shows who came', async () => {
    const { person, traveller } = await signedIn();
    assert.ok(traveller.page.body.includes(`Hello ${person.name}`));
    assert.ok(traveller.page.body.includes(person.email));
  });

  it('signs out everywhere, and comes back', async () => {
    const { traveller } = await signedIn();
    await traveller.submit({}, /sign-out/);
    await traveller.submit({}, /deconnexion/);
    assert.equal(traveller.page.url, `${here}/`);
    assert.equal(await isIn(traveller), false);
  });

  it('hears of a sign-out at the portal', async () => {
    const { traveller } = await signedIn();
    await traveller.open(`${portal.url}/`);
    await traveller.submit({}, /deconnexion/);
    assert.equal(await isIn(traveller), false, output);
  });

  it('takes no logout token but the portal’s, and nobody else’s answer', async () => {
    const { traveller } = await signedIn();
    for (const forged of ['', 'a.b.c', `${btoa('{"alg":"none"}')}.${btoa('{}')}.`]) {
      const body = new URLSearchParams({ logout_token: forged });
      const answer = await fetch(`${here}/backchannel-logout`, { method: 'POST', body });
      assert.equal(answer.status, 400);
    }
    assert.equal(await isIn(traveller), true);
    const stranger = new Traveller();
    const place = await stranger.open(`${here}/callback?code=x&state=y`);
    assert.equal(place.status, 400);
  });

  it('says what the person gave up', async () => {
    const traveller = new Traveller();
    await traveller.open(`${here}/sign-in`);
    await traveller.submit({ username: 'quelqu-un@exemple.fr' });
    const leave = /href="([^"]*abandonner[^"]*)"/.exec(traveller.page.body)?.[1]?.replaceAll('&amp;', '&');
    assert.ok(leave, 'no way out');
    await traveller.open(new URL(leave, portal.url).href);
    assert.match(traveller.page.body, /access_denied/);
    assert.ok(traveller.page.url.startsWith(`${here}/callback`));
  });

  it('names the addresses that the portal names', async () => {
    const answer = await fetch(`${said.issuer}/.well-known/openid-configuration`);
    const known = Object.values((await answer.json()) as Record<string, unknown>);
    const named = [...page.matchAll(/`PUBLIC_URL(\/oidc\/[^`]*)`/g)].map(([, path]) => path!);
    assert.ok(named.length >= 7);
    for (const path of named.filter((one) => !one.includes('.well-known'))) {
      assert.ok(known.includes(`${portal.url}${path}`), path);
    }
  });

  it('says of each setting what the portal says of itself', async () => {
    const known = (await (await fetch(`${said.issuer}/.well-known/openid-configuration`)).json()) as Known;
    const settings = sectionOf('Anything else');
    /** The words in code of a row of the tables. */
    const row = (start: string) => {
      const [, line] = settings.split(`\n| ${start}`);
      assert.ok(line, `no row ${start}`);
      return [...line.split('\n')[0]!.matchAll(/`([^`]*)`/g)].map(([, word]) => word!);
    };
    const from = (words: string[], key: string) => words.filter((word) => known[key]?.includes(word));
    const rows: [start: string, key: string][] = [
      ['flow', 'response_types_supported'],
      ['flow', 'response_modes_supported'],
      ['PKCE', 'code_challenge_methods_supported'],
      ['client authentication', 'token_endpoint_auth_methods_supported'],
      ['scopes', 'scopes_supported'],
    ];
    for (const [start, key] of rows) assert.deepEqual(from(row(start), key), known[key], `${start}: ${key}`);
    assert.deepEqual(from(row('`acr`'), 'acr_values_supported'), known.acr_values_supported);
    assert.match(settings, /signature of tokens \| ES256;/);
    assert.ok(known.id_token_signing_alg_values_supported?.includes('ES256'));
    const claims = settings.slice(settings.indexOf('| claim | says |')).matchAll(/^\| (`[^|]*) \|/gm);
    const written = [...claims].flatMap(([, cell]) => [...cell!.matchAll(/`(\w+)`/g)].map(([, one]) => one!));
    const announced = known.claims_supported?.filter((claim) => claim !== 'iss');
    assert.deepEqual(written.sort(), announced?.sort());
  });

  it('names options that the command line has', async () => {
    const { stdout } = await portal.command(['tool', 'add', '--help']);
    const options = page.match(/--(?:secret-in-body|public|third-party|signing|offline|[a-z]+-uri)\b/g) ?? [];
    assert.ok(options.length >= 8);
    for (const option of options) assert.ok(stdout.includes(option), option);
  });

  it('names each refusal as it comes', async () => {
    const authorize = async (over: Record<string, string>) => {
      const query = new URLSearchParams({
        client_id: 'my-tool',
        redirect_uri: `${here}/callback`,
        response_type: 'code',
        scope: 'openid',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
        ...over,
      });
      const place = await new Traveller().ask(`${said.issuer}/auth?${query}`);
      const location = place.headers.get('location');
      // Where another type of answer was asked for, it comes behind « # ».
      return location
        ? new URL(location.replace('#', '?')).searchParams.get('error')
        : /PT-\d+/.exec(place.body)?.[0];
    };
    const token = async (secret: string) => {
      const answer = await fetch(`${said.issuer}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`my-tool:${secret}`)}` },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code: 'x',
          redirect_uri: `${here}/callback`,
          code_verifier: 'x'.repeat(43),
        }),
      });
      return ((await answer.json()) as { error: string }).error;
    };
    const seen = [
      await authorize({ client_id: 'nobody' }),
      await authorize({ redirect_uri: `${here}/callback/` }),
      await authorize({ prompt: 'none' }),
      await authorize({ code_challenge_method: 'plain' }),
      await authorize({ response_mode: 'fragment' }),
      await authorize({ response_type: 'none' }),
      await token('wrong'),
      await token(said.clientSecret!),
    ];
    assert.deepEqual(seen, [
      ...['PT-503', 'PT-503', 'login_required', 'invalid_request'],
      ...['unsupported_response_mode', 'unsupported_response_type'],
      ...['invalid_client', 'invalid_grant'],
    ]);
    const table = sectionOf('What each refusal means');
    for (const refusal of seen) assert.ok(table.includes(String(refusal)), String(refusal));
  });
});
