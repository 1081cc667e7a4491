import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';

/** How a tool finds its portal. `url` is where the tool itself is. */
export type Connection = { issuer: string; clientId: string; secret: string; url: string };

/** What must be remembered between leaving for the portal and coming back. */
export type Departure = { state: string; nonce: string; verifier: string };

/** What a tool is given at a sign-in and at every refresh; who it is for is asked with the access token, each time. */
export type Given = {
  sub: string;
  name: string;
  email: string;
  accessToken: string;
  refreshToken: string;
  idToken: string;
};

/** As the libraries say it, in the words of this file. */
function given(
  who: { sub: string; name?: unknown; email?: unknown },
  tokens: { access_token: string; refresh_token?: string; id_token?: string },
): Given {
  return {
    ...{ sub: who.sub, name: String(who.name), email: String(who.email) },
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token!,
    idToken: tokens.id_token!,
  };
}

/** What a tool does with the portal. Everything throws what the library throws. */
export type Library = {
  depart(departure: Departure): Promise<URL>;
  arrive(back: URL, departure: Departure): Promise<Given>;
  refresh(given: Given): Promise<Given>;
  /** Where to send somebody who signs out. */
  leave(given: Given): URL;
};

/** Where the portal sends people back to. */
export const addresses = (url: string) => ({ back: `${url}/retour`, signedOut: `${url}/au-revoir` });

const scope = 'openid profile email';
/** Everything is on loopback. */
const plainHttp = { [oauth.allowInsecureRequests]: true } as const;

/** A tool with a secret by openid-client, every check of the library on. */
export async function byOpenidClient({ issuer, clientId, secret, url }: Connection): Promise<Library> {
  const here = addresses(url);
  const config = await client.discovery(
    new URL(issuer),
    clientId,
    { id_token_signed_response_alg: 'ES256' },
    client.ClientSecretBasic(secret),
    { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  );
  const received = async (
    tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers,
  ): Promise<Given> => {
    const { sub } = tokens.claims()!;
    const { name, email } = await client.fetchUserInfo(config, tokens.access_token, sub);
    return given({ sub, name, email }, tokens);
  };
  return {
    depart: async ({ state, nonce, verifier }) =>
      client.buildAuthorizationUrl(config, {
        redirect_uri: here.back,
        scope,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }),
    arrive: async (back, { state, nonce, verifier }) =>
      received(
        await client.authorizationCodeGrant(config, back, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        }),
      ),
    refresh: async ({ refreshToken }) => received(await client.refreshTokenGrant(config, refreshToken)),
    leave: ({ idToken }) =>
      client.buildEndSessionUrl(config, {
        id_token_hint: idToken,
        post_logout_redirect_uri: here.signedOut,
      }),
  };
}

/** The same by oauth4webapi, which leaves every step to its caller. */
export async function byOauth4webapi({ issuer, clientId, secret, url }: Connection): Promise<Library> {
  const here = addresses(url);
  const from = new URL(issuer);
  const as = await oauth.processDiscoveryResponse(from, await oauth.discoveryRequest(from, plainHttp));
  const tool: oauth.Client = { client_id: clientId, id_token_signed_response_alg: 'ES256' };
  const auth = oauth.ClientSecretBasic(secret);
  const received = async (answer: Response, tokens: oauth.TokenEndpointResponse): Promise<Given> => {
    await oauth.validateApplicationLevelSignature(as, answer, plainHttp);
    const { sub } = oauth.getValidatedIdTokenClaims(tokens)!;
    const asked = await oauth.userInfoRequest(as, tool, tokens.access_token, plainHttp);
    const { name, email } = await oauth.processUserInfoResponse(as, tool, sub, asked);
    return given({ sub, name, email }, tokens);
  };
  return {
    depart: async ({ state, nonce, verifier }) => {
      const asked = new URLSearchParams({
        client_id: clientId,
        redirect_uri: here.back,
        response_type: 'code',
        scope,
        state,
        nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return new URL(`${as.authorization_endpoint}?${asked}`);
    },
    arrive: async (back, { state, nonce, verifier }) => {
      const checked = oauth.validateAuthResponse(as, tool, back, state);
      const answer = await oauth.authorizationCodeGrantRequest(
        as,
        tool,
        auth,
        checked,
        here.back,
        verifier,
        plainHttp,
      );
      const checks = { expectedNonce: nonce, requireIdToken: true };
      return received(answer, await oauth.processAuthorizationCodeResponse(as, tool, answer, checks));
    },
    refresh: async ({ refreshToken }) => {
      const answer = await oauth.refreshTokenGrantRequest(as, tool, auth, refreshToken, plainHttp);
      return received(answer, await oauth.processRefreshTokenResponse(as, tool, answer));
    },
    leave: ({ idToken }) => {
      const asked = { id_token_hint: idToken, post_logout_redirect_uri: here.signedOut };
      return new URL(`${as.end_session_endpoint}?${new URLSearchParams(asked)}`);
    },
  };
}
