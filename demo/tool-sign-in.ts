import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as oidc from 'openid-client';

/** How a tool finds its portal. `url` is where the tool itself is. */
export type Connection = { issuer: string; clientId: string; secret: string; url: string };

/** Who came, as the portal says. */
export type Person = {
  sub: string;
  name: string;
  email: string;
  groups: string[];
  /** How they signed in (RFC 8176), how strongly, and when (epoch milliseconds). */
  amr: string[];
  acr: string;
  signedInAt: number;
};

/** What must be remembered between leaving for the portal and coming back. */
export type Departure = { state: string; nonce: string; verifier: string };
export type Arrival = { person: Person; sid: string; idToken: string };

/** Where the portal sends people back to, and what it calls when they sign out. */
export const addresses = (url: string) => ({
  back: `${url}/retour`,
  signedOut: `${url}/au-revoir`,
  backchannel: `${url}/fin-de-session`,
});

/** Everything that a tool does with the portal, by openid-client: docs/connect-a-tool.md tells the same in short. */
export function createSignIn(of: Connection) {
  const here = addresses(of.url);
  let known: Promise<oidc.Configuration> | null = null;
  let keys: JWTVerifyGetKey | null = null;

  /** The portal's addresses and keys, asked once; again after a failure. */
  const portal = (): Promise<oidc.Configuration> => {
    const plainHttp = of.issuer.startsWith('http:') ? { execute: [oidc.allowInsecureRequests] } : {};
    known ??= oidc.discovery(new URL(of.issuer), of.clientId, of.secret, undefined, plainHttp);
    known.catch(() => {
      known = null;
    });
    return known;
  };

  return {
    /** Where to send somebody who is to sign in. */
    async depart(): Promise<Departure & { href: string }> {
      const state = oidc.randomState();
      const nonce = oidc.randomNonce();
      const verifier = oidc.randomPKCECodeVerifier();
      const url = oidc.buildAuthorizationUrl(await portal(), {
        redirect_uri: here.back,
        scope: 'openid profile email groups',
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { state, nonce, verifier, href: url.href };
    },

    /** Who came back: throws what openid-client throws, AuthorizationResponseError when they gave up. */
    async arrive(query: string, { state, nonce, verifier }: Departure): Promise<Arrival> {
      const config = await portal();
      const tokens = await oidc.authorizationCodeGrant(config, new URL(`${here.back}${query}`), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      const info = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
      const person = {
        sub: claims.sub,
        name: String(info.name ?? ''),
        email: String(info.email ?? ''),
        groups: list(info.groups ?? claims.groups),
        amr: list(claims.amr),
        acr: String(claims.acr ?? ''),
        signedInAt: Number(claims.auth_time ?? claims.iat) * 1_000,
      };
      return { person, sid: String(claims.sid ?? ''), idToken: tokens.id_token! };
    },

    /** Where to send somebody who signs out everywhere. */
    async leave(idToken: string): Promise<string> {
      const url = oidc.buildEndSessionUrl(await portal(), {
        id_token_hint: idToken,
        post_logout_redirect_uri: here.signedOut,
      });
      return url.href;
    },

    /** Whose session is over, from a logout token of the portal (back-channel logout 1.0 §2.6). Throws on any other text. */
    async ended(logoutToken: string): Promise<{ sub: string; sid: string; jti: string }> {
      const metadata = (await portal()).serverMetadata();
      keys ??= createRemoteJWKSet(new URL(metadata.jwks_uri!));
      const { payload } = await jwtVerify(logoutToken, keys, {
        issuer: metadata.issuer,
        audience: of.clientId,
        typ: 'logout+jwt',
        requiredClaims: ['iat', 'jti', 'events'],
      });
      const events = Object.keys(payload.events as object);
      if (!events.includes('http://schemas.openid.net/event/backchannel-logout'))
        throw new Error('no logout event');
      if ('nonce' in payload) throw new Error('an ID token is no logout token');
      if (!payload.sub && !payload.sid) throw new Error('nobody named');
      return { sub: payload.sub ?? '', sid: String(payload.sid ?? ''), jti: String(payload.jti) };
    },
  };
}

const list = (claim: unknown): string[] => (Array.isArray(claim) ? claim.map(String) : []);
