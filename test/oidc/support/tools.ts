import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { FastifyInstance } from 'fastify';
import * as client from 'openid-client';
import { type Desk, openDesk } from '../../support/desk.ts';
import type { Engine } from '../../support/stores.ts';

/** A desk with tools, and the libraries that tools use, all on the desk's clock. */
export type ToolDesk = Desk & {
  issuer: string;
  /** What a library of a tool calls instead of the network. */
  fetch: typeof fetch;
  /** A tool of the configuration, as the program that its builder wrote. */
  tool(id: string): Promise<TestTool>;
};

/** What most tests work with: a tool with a secret, one without, one that may work offline, and a third party's. */
export const someTools = [
  settings('intranet', { postLogoutRedirectUris: ['https://intranet.example/bye'] }),
  settings('spa', { clientAuth: 'none' }),
  settings('robot', { offline: true }),
  settings('partner', { party: 'third', description: 'Les formations du partenaire.' }),
  settings('partner-too', {
    party: 'third',
    offline: true,
    redirectUris: ['https://partner-too.example/cb', 'https://other.partner-too.example/cb'],
  }),
  settings('finance', { groups: ['finance'], contact: 'Le service financier' }),
];

/** A tool as an operator writes it. */
export function settings(id: string, more: object = {}) {
  return {
    id,
    name: `Outil ${id}`,
    url: `https://${id}.example/`,
    redirectUris: [`https://${id}.example/cb`],
    ...more,
  };
}

export async function openToolDesk(engine: Engine, config: object = {}): Promise<ToolDesk> {
  const desk = await openDesk(engine, { tools: someTools, ...config });
  // The provider and the libraries of tools read the machine's clock.
  const { mock: machine } = mock.method(Date, 'now', () => desk.clock.now());
  const issuer = `${desk.url}/oidc`;
  const fetching = fetchFrom(desk.app);
  const made = new Map<string, Promise<TestTool>>();
  return {
    ...desk,
    issuer,
    fetch: fetching,
    tool: (id) => {
      const known = made.get(id) ?? makeTool(desk, id, fetching);
      made.set(id, known);
      return known;
    },
    close: async () => {
      await desk.close();
      machine.restore();
    },
  };
}

/** `fetch`, straight into the application. */
export function fetchFrom(app: FastifyInstance): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(String(input));
    const answer = await app.inject({
      method: (init.method ?? 'GET') as 'GET',
      url: url.pathname + url.search,
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(init.body !== null && init.body !== undefined && { payload: String(init.body) }),
    });
    const { 'set-cookie': _cookies, ...headers } = answer.headers;
    const body = [204, 303].includes(answer.statusCode) ? null : answer.body;
    return new Response(body, { status: answer.statusCode, headers: headers as Record<string, string> });
  };
}

/** The secret of a tool, made now. */
export async function newSecret(
  { identity: { db, tools } }: Desk,
  toolId: string,
): Promise<string | undefined> {
  const made = await db.transaction((tx) => tools.rotateSecret(tx, { toolId }));
  return made.ok ? made.secret : undefined;
}

async function makeTool(desk: Desk, id: string, fetching: typeof fetch): Promise<TestTool> {
  const tool = await desk.identity.tools.find(desk.identity.db.handle, id);
  assert.ok(tool?.oidc, `${id} is no tool`);
  const secret = await newSecret(desk, id);
  const config = await client.discovery(
    new URL(`${desk.url}/oidc`),
    id,
    { id_token_signed_response_alg: tool.oidc.signing },
    secret === undefined ? client.None() : client.ClientSecretBasic(secret),
    { [client.customFetch]: fetching as never, execute: [client.allowInsecureRequests] },
  );
  return new TestTool(config, { id, secret, redirectUri: tool.oidc.redirectUris[0]! });
}

/** What a tool remembers between the request and the answer. */
export type Ask = { href: string; verifier: string; state: string; nonce: string };

/** A tool that signs people in with openid-client. */
export class TestTool {
  readonly config: client.Configuration;
  readonly id: string;
  readonly secret: string | undefined;
  readonly redirectUri: string;

  constructor(
    config: client.Configuration,
    of: { id: string; secret: string | undefined; redirectUri: string },
  ) {
    this.config = config;
    this.id = of.id;
    this.secret = of.secret;
    this.redirectUri = of.redirectUri;
  }

  /** Where the tool sends a browser. */
  async ask(more: Record<string, string> = {}): Promise<Ask> {
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(this.config, {
      redirect_uri: this.redirectUri,
      scope: 'openid profile email groups',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...more,
    });
    return { href: url.href, verifier, state, nonce };
  }

  /** Exchanges what came back for tokens, with every check of the library. */
  tokens(back: URL, { verifier, state, nonce }: Ask) {
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
    return client.authorizationCodeGrant(this.config, back, checks);
  }

  refresh = (token: string, more = {}) => client.refreshTokenGrant(this.config, token, more);
  who = (token: string, sub: string) => client.fetchUserInfo(this.config, token, sub);
  introspect = (token: string) => client.tokenIntrospection(this.config, token);
  revoke = (token: string) => client.tokenRevocation(this.config, token);
}

/** The error that the server named in its answer; fails when there was none. */
export async function errorOf(answer: Promise<unknown>): Promise<string> {
  try {
    await answer;
  } catch (error) {
    const { error: code, cause } = error as { error?: string; cause?: { error?: string }[] | object };
    if (code !== undefined) return code;
    const parameters = (Array.isArray(cause) ? cause[0]?.parameters : undefined) as
      | Record<string, string>
      | undefined;
    return parameters?.error ?? String(error);
  }
  assert.fail('it was not refused');
}
