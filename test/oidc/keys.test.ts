import assert from 'node:assert/strict';
import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { dayMs, hourMs, minuteMs, secondMs } from '../../src/core/clock.ts';
import type { Member } from '../support/member.ts';
import type { Person } from '../support/people.ts';
import { openToolDesk, settings, type TestTool, type ToolDesk } from './support/tools.ts';
import { open } from './support/travel.ts';

type Jwks = { keys: (JsonWebKey & { kid: string; alg: string })[] };

/** Verifies as a tool does that fetched the keys once and keeps them. */
function verifies(token: string, { keys }: Jwks): boolean {
  const [head = '', body = '', signature = ''] = token.split('.');
  const { kid, alg } = JSON.parse(Buffer.from(head, 'base64url').toString());
  const jwk = keys.find((key) => key.kid === kid);
  if (!jwk) return false;
  assert.equal(jwk.alg, alg);
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const options = alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' as const } : { key };
  const data = Buffer.from(`${head}.${body}`);
  return verify('sha256', data, options, Buffer.from(signature, 'base64url'));
}

describe('the keys of a running portal', () => {
  let desk: ToolDesk;
  let tools: TestTool[];
  let member: Member;
  let person: Person;
  before(async () => {
    desk = await openToolDesk('sqlite', {
      tools: [settings('new', {}), settings('old', { signing: 'RS256' })],
    });
    tools = [await desk.tool('new'), await desk.tool('old')];
    [member, person] = [desk.browser(), await desk.join()];
  });
  after(() => desk.close());

  const jwks = async (): Promise<Jwks> => (await desk.app.inject({ url: '/oidc/jwks' })).json();
  const signed = async (): Promise<string[]> => {
    member.cookies.delete('__Host-poterne-session');
    await member.signIn(person);
    return Promise.all(tools.map(async (tool) => (await open(desk, tool, member)).id_token!));
  };

  it('publish nothing that is secret, and are kept by tools for a few minutes', async () => {
    const answer = await desk.app.inject({ url: '/oidc/jwks' });
    assert.equal(answer.headers['cache-control'], 'public, max-age=300');
    for (const key of (answer.json() as Jwks).keys) {
      for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) {
        assert.equal((key as Record<string, unknown>)[name], undefined);
      }
    }
  });

  it('sign each tool’s tokens as it wants them', async () => {
    const [first, second] = await signed();
    const alg = (token = '') => JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()).alg;
    assert.deepEqual([alg(first), alg(second)], ['ES256', 'RS256']);
    const keys = await jwks();
    assert.ok(verifies(first!, keys) && verifies(second!, keys));
  });

  it('change while tools run, and no tool that looks once a day meets a token that it cannot read', async () => {
    let seen = await jwks();
    const first = seen.keys.map(({ kid }) => kid);
    for (let day = 0; day < 95; day += 1) {
      // At the worst moments: as long after a look as there is, and just before the next one.
      desk.clock.advance(dayMs - minuteMs);
      const tokens = day > 85 ? await signed() : [];
      desk.clock.advance(minuteMs);
      if (day > 85) tokens.push(...(await signed()));
      const next = await jwks();
      for (const token of tokens) {
        assert.ok(verifies(token, seen), `a token that is newer than the keys, day ${day}`);
        assert.ok(verifies(token, next), `a token that is older than the keys, day ${day}`);
      }
      seen = next;
    }
    const last = seen.keys.map(({ kid }) => kid);
    assert.ok(
      last.every((kid) => !first.includes(kid)),
      'nothing is left of the first ones',
    );
  });

  it('follow a command within five seconds, on every portal', async () => {
    const before = await jwks();
    const { createSigningKeys } = await import('../../src/oidc/keys/service.ts');
    await createSigningKeys(desk.identity).rotate({ now: true });
    desk.clock.advance(5 * secondMs);
    const after = await jwks();
    assert.ok(after.keys.every(({ kid }) => !before.keys.some((key) => key.kid === kid)));
    for (const token of await signed()) {
      assert.ok(verifies(token, after));
      assert.ok(!verifies(token, before));
    }
  });

  it('are there as soon as a tool needs them', async () => {
    const { db, tools: all } = desk.identity;
    const { keys } = await jwks();
    assert.equal(keys.length, 2);
    desk.clock.advance(hourMs);
    await db.transaction((tx) =>
      all.add(tx, {
        id: 'latest',
        name: 'Latest',
        url: 'https://latest.example/',
        groups: null,
        party: 'first',
        oidc: {
          redirectUris: ['https://latest.example/cb'],
          postLogoutRedirectUris: [],
          clientAuth: 'none',
          signing: 'RS256',
        },
        hosts: [],
      }),
    );
    desk.clock.advance(5 * secondMs);
    member.cookies.delete('__Host-poterne-session');
    const tokens = await open(desk, await desk.tool('latest'), member, { person });
    assert.ok(verifies(tokens.id_token!, await jwks()));
  });
});
