import type { Adapter, Configuration, Provider } from 'oidc-provider';
import { acrs } from '../identity/sessions/rules.ts';
import { networkOf } from '../platform/http/network.ts';
import { paths } from '../routes.ts';
import { clientsOf, compareSecrets, mayAskFrom } from './clients.ts';
import type { OidcDeps } from './deps.ts';
import { renderError } from './error-page.ts';
import { createGrants } from './grants.ts';
import type { Crowd } from './interactions/crowd.ts';
import { crowdPath, type Entries, entryOf, entryPath } from './interactions/entries.ts';
import type { KeySet } from './keys/service.ts';
import type { Knocks } from './knock.ts';
import { createLifetimes } from './lifetimes.ts';
import { drawNothing, toolFetch } from './logout/service.ts';
import { mirrorSessions } from './mirror.ts';
import { createPeople } from './people.ts';
import { createPolicy } from './policy.ts';
import { createRecords } from './records/service.ts';
import { pairwiseName, scopes } from './rules.ts';
import { tend, usedTwiceAtOnce } from './tend.ts';

type Module = typeof import('oidc-provider');
type ProviderDeps = OidcDeps & { knocks: Knocks; entries: Entries; crowd: Crowd };

const off = { enabled: false } as const;

/** The provider over these keys: a protocol engine, all of whose decisions are ours [security.md 29, 30, 31]. */
export function buildProvider(module: Module, deps: ProviderDeps, { jwks }: KeySet): Provider {
  const { origin, knocks, clock, db } = deps;
  const people = createPeople(deps);
  const clients = clientsOf(deps);
  const records = createRecords({
    handle: db.handle,
    clock,
    memory: () => module.default.ctx?.state ?? null,
    onUsed: (accountId) => {
      const ctx = module.default.ctx;
      if (ctx) ctx.state.accountId = accountId;
    },
    replayed: () => new module.errors.InvalidGrant({ detail: usedTwiceAtOnce }),
  });
  const mayOpen: Parameters<typeof createPolicy>[1]['mayOpen'] = async (ctx) => {
    const account = knocks.of(ctx)?.session?.account;
    return account !== undefined && people.mayOpenClient(ctx.oidc.client?.clientId ?? '', account);
  };
  const configuration: Configuration = {
    ...protocol,
    adapter: (model) => {
      if (model === 'Client') return clients;
      return model === 'Interaction' ? sparing(module, deps, records(model)) : records(model);
    },
    jwks: { keys: jwks.map((jwk) => ({ ...jwk }) as never) },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    clientBasedCORS: mayAskFrom as never,
    cookies: cookiesOf(deps),
    features: featuresOf(module, people),
    fetch: toolFetch as never,
    findAccount: people.findAccount,
    pairwiseIdentifier: async (_ctx, accountId, client) => pairwiseName(client.clientId, accountId),
    interactions: {
      policy: createPolicy(module, { mayOpen }),
      url: ({ state }, { uid }) => (state.entry as string | undefined) ?? `${paths.interaction}${uid}`,
    },
    loadExistingGrant: createGrants(deps),
    renderError: renderError(deps),
    sectorIdentifierUriValidate: () => false,
    ttl: createLifetimes(deps),
  };
  const provider = new module.default(`${origin}${paths.oidc}`, configuration);
  fixOrigin(provider, origin);
  mirrorSessions(provider, knocks);
  compareSecrets(provider, deps);
  tend(provider, deps);
  return provider;
}

/** Keeps no question that stands in the address instead, and not too many of strangers. */
function sparing(module: Module, { entries, knocks, crowd }: ProviderDeps, kept: Adapter): Adapter {
  return {
    ...kept,
    upsert: async (id, payload, seconds) => {
      const { ctx } = module.default;
      const url = (ctx?.req as { originalUrl?: string } | undefined)?.originalUrl ?? '';
      const entry = ctx?.oidc.route === 'authorization' ? entryOf(payload, url) : null;
      if (ctx && entry !== null) {
        ctx.state.entry = `${entryPath}?demande=${entries.seal(entry)}`;
        return;
      }
      const knock = ctx ? knocks.of(ctx) : null;
      if (ctx && knock?.session === null && !(await crowd.enter(networkOf(knock.request.ip)))) {
        ctx.state.entry = crowdPath;
        return;
      }
      await kept.upsert(id, payload, seconds);
    },
  };
}

/** What does not depend on anything. */
const protocol = {
  acrValues: [...acrs],
  allowOmittingSingleRegisteredRedirectUri: false,
  claims: {
    openid: ['sub', 'auth_time', 'acr', 'amr'],
    profile: ['name'],
    email: ['email', 'email_verified'],
    groups: ['groups'],
    iss: null,
    sid: null,
  },
  clientDefaults: { grant_types: ['authorization_code'], response_types: ['code'] },
  clockTolerance: 0,
  conformIdTokenClaims: true,
  discovery: { ui_locales_supported: ['fr', 'en'] },
  enableHttpPostMethods: false,
  enabledJWA: { idTokenSigningAlgValues: ['ES256', 'RS256'] },
  expiresWithSession: async (_ctx, source) => !source.scopes.has('offline_access'),
  issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  pkce: { required: () => true },
  responseTypes: ['code'],
  rotateRefreshToken: true,
  scopes: [...scopes],
  subjectTypes: ['public', 'pairwise'],
} satisfies Configuration;

/** Everything by name: what a new version brings is not on by itself unless it is said here. */
function featuresOf(
  { errors }: Module,
  { findAccount }: Pick<ReturnType<typeof createPeople>, 'findAccount'>,
): Configuration['features'] {
  const isOwn: (clientId: string, token: { clientId?: string }) => boolean = (clientId, token) =>
    token.clientId === clientId;
  return {
    backchannelLogout: { enabled: true },
    claimsParameter: { enabled: true },
    introspection: {
      enabled: true,
      // A tool learns of its own tokens alone, and only while they still speak for somebody.
      allowedPolicy: async (ctx, client, token) => {
        const { accountId } = token as { accountId?: string };
        if (!isOwn(client.clientId, token) || accountId === undefined) return false;
        return (await findAccount(ctx, accountId, token as never)) !== undefined;
      },
    },
    revocation: {
      enabled: true,
      allowedPolicy: async (_ctx, client, token) => {
        if (isOwn(client.clientId, token)) return true;
        throw new errors.InvalidRequest('client is not authorized to revoke the presented token');
      },
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: drawNothing,
      postLogoutSuccessSource: drawNothing,
    },
    userinfo: { enabled: true },
    attestClientAuth: off,
    ciba: off,
    clientCredentials: off,
    clientIdMetadataDocument: off,
    deviceFlow: off,
    devInteractions: off,
    dPoP: off,
    encryption: off,
    fapi: off,
    jwtIntrospection: off,
    jwtResponseModes: off,
    jwtUserinfo: off,
    mTLS: off,
    openid4vci: off,
    pushedAuthorizationRequests: off,
    registration: off,
    registrationManagement: off,
    requestObjects: off,
    resourceIndicators: off,
    richAuthorizationRequests: off,
    rpMetadataChoices: off,
    webMessageResponseMode: off,
  };
}

/** `__Host-` wants the whole site; those of one question keep to its page, so that tabs do not mix [security.md 31, 33]. */
function cookiesOf({ keyRing }: ProviderDeps): Configuration['cookies'] {
  const safe = { secure: true, httpOnly: true, sameSite: 'lax', signed: true, overwrite: true } as const;
  const purpose = 'oidc-cookie';
  return {
    names: {
      session: '__Host-poterne-provider',
      interaction: '__Secure-poterne-question',
      resume: '__Secure-poterne-resume',
    },
    long: { ...safe, path: '/' },
    short: safe,
    // Signed by the ring as everything else, so that a rotation is read through.
    keys: {
      sign: (data: string) => keyRing.mac(purpose, data),
      verify: (data: string, mac: string) => keyRing.matches(purpose, mac, data),
      index: (data: string, mac: string) => (keyRing.matches(purpose, mac, data) ? 0 : -1),
    } as never,
  };
}

/** Host, scheme and therefore every address that it says: the configured ones, whatever a request says [security.md 30, 36]. */
function fixOrigin({ request }: Provider, origin: string): void {
  const { host, protocol } = new URL(origin);
  Object.defineProperties(request, {
    host: { get: () => host },
    protocol: { get: () => protocol.slice(0, -1) },
    // For its cookies alone: browsers keep secure ones on loopback too.
    secure: { get: () => true },
  });
}
