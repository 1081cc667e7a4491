import { hash } from 'node:crypto';
import { newToken } from '../src/core/tokens.ts';
import { paths } from '../src/routes.ts';
import { startPortal, type TestPortal } from '../test/support/portal.ts';
import type { Engine } from '../test/support/stores.ts';
import { Browser, signIn } from './browser.ts';
import { cpuMsOf, median } from './cpu.ts';
import { type Member, openStoreOf, seedMembers } from './seed.ts';

const rounds = 7;
const perRound = 100;
const atOnce = 2;
const redirect = 'https://paie.exemple.fr/retour';
const tool = { id: 'paie', name: 'Paie', url: 'https://paie.exemple.fr/', redirectUris: [redirect] };

export type TokenFigures = {
  engine: Engine;
  /** The portal's CPU for one: authorize with a live session, code, tokens; the median of the rounds. */
  cpuMs: number;
  perSecond: number;
};

/** Signed-in members open a first-party tool, over and over: what the portal's process spends on each. */
export async function measureToken(engine: Engine): Promise<TokenFigures> {
  const portal = await startPortal({ engine, config: { tools: [tool] } });
  try {
    const identity = await openStoreOf(portal);
    const members = await seedMembers(identity, atOnce);
    const made = await identity.db.transaction((tx) => identity.tools.rotateSecret(tx, { toolId: tool.id }));
    await identity.close();
    if (!made.ok) throw new Error(`no secret: ${made.reason}`);
    const openers = await Promise.all(members.map((member) => openerOf(portal, member, made.secret)));
    const round = async () => {
      const before = cpuMsOf(portal.pid());
      const started = performance.now();
      await Promise.all(
        openers.map(async ({ open }) => {
          for (let i = 0; i < perRound / atOnce; i += 1) await open();
        }),
      );
      const seconds = (performance.now() - started) / 1_000;
      return { cpuMs: (cpuMsOf(portal.pid()) - before) / perRound, perSecond: perRound / seconds };
    };
    // The compiler takes some hundreds to settle.
    for (let i = 0; i < 6; i += 1) await round();
    const all = [];
    for (let i = 0; i < rounds; i += 1) all.push(await round());
    for (const { close } of openers) close();
    return {
      engine,
      cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
      perSecond: median(all.map(({ perSecond }) => perSecond)),
    };
  } finally {
    await portal.destroy();
  }
}

/** A member's browser, signed in, and the tool that it opens. */
async function openerOf(portal: TestPortal, member: Member, secret: string) {
  const browser = new Browser(portal.url);
  // The tool's own connection: it brings no cookie.
  const back = new Browser(portal.url, {
    authorization: `Basic ${Buffer.from(`${tool.id}:${secret}`).toString('base64')}`,
  });
  await signIn(browser, member);
  const open = async () => {
    const verifier = newToken();
    const asked = new URLSearchParams({
      client_id: tool.id,
      response_type: 'code',
      redirect_uri: redirect,
      scope: 'openid profile email groups',
      state: newToken(),
      nonce: newToken(),
      code_challenge: hash('sha256', verifier, 'base64url'),
      code_challenge_method: 'S256',
    });
    const code = await authorize(browser, `${paths.oidc}/auth?${asked}`, portal.url);
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: verifier };
    const { status, body } = await back.send('POST', `${paths.oidc}/token`, form);
    const { id_token, access_token } = JSON.parse(body) as Record<string, unknown>;
    if (status !== 200 || !id_token || !access_token) throw new Error(`no tokens: ${status} ${body}`);
  };
  // The first time the portal's session becomes the provider's too.
  await open();
  return {
    open,
    close: () => {
      browser.close();
      back.close();
    },
  };
}

/** Follows the portal's own redirects up to the tool's: the code that it brings. */
async function authorize(browser: Browser, path: string, origin: string): Promise<string> {
  let next = path;
  for (let hops = 0; hops < 5; hops += 1) {
    const { status, headers, body } = await browser.send('GET', next);
    const to = headers.location ?? /^0;url=(.*)$/.exec(String(headers.refresh ?? ''))?.[1];
    if (to === undefined) throw new Error(`authorize ended at ${status} ${next}\n${body.slice(0, 500)}`);
    const url = new URL(to, origin);
    if (url.href.startsWith(redirect)) {
      const code = url.searchParams.get('code');
      if (code === null) throw new Error(`no code: ${url.search}`);
      return code;
    }
    next = url.pathname + url.search;
  }
  throw new Error('authorize goes round in circles');
}
