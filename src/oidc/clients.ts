import type { Adapter, AdapterPayload, Provider } from 'oidc-provider';
import { newToken } from '../core/tokens.ts';
import type { Tool } from '../identity/tools/rules.ts';
import type { OidcDeps } from './deps.ts';

/** Where the provider finds its clients: among the tools, never in its own records. */
export function clientsOf({ tools, db }: Pick<OidcDeps, 'tools' | 'db'>): Adapter {
  const refuse = async () => undefined;
  return {
    find: async (id) => {
      const tool = await tools.find(db.handle, id);
      return tool ? (toClient(tool) ?? undefined) : undefined;
    },
    findByUid: refuse,
    findByUserCode: refuse,
    upsert: refuse,
    consume: refuse,
    destroy: refuse,
    revokeByGrantId: refuse,
  };
}

/** Secrets are kept as fingerprints and compared by `compareSecrets`. The provider wants to see one all the same. */
const nobodysSecret = newToken();

/** The metadata of a tool as a client; null when it does not speak OpenID Connect. */
export function toClient({ id, name, party, oidc }: Tool): AdapterPayload | null {
  if (oidc === null) return null;
  return {
    client_id: id,
    client_name: name,
    redirect_uris: [...oidc.redirectUris],
    post_logout_redirect_uris: [...oidc.postLogoutRedirectUris],
    response_types: ['code'],
    response_modes: ['query'],
    grant_types: ['authorization_code', ...(oidc.offline ? ['refresh_token'] : [])],
    token_endpoint_auth_method: oidc.clientAuth,
    id_token_signed_response_alg: oidc.signing,
    // The sector is wanted where a tool has several hosts. Ours is the tool itself: nothing is ever fetched there.
    ...(party === 'third'
      ? { subject_type: 'pairwise', sector_identifier_uri: 'https://sector.invalid/' }
      : { subject_type: 'public' }),
    ...(oidc.clientAuth !== 'none' && { client_secret: nobodysSecret }),
    ...(oidc.backchannelLogoutUri !== undefined && {
      backchannel_logout_uri: oidc.backchannelLogoutUri,
      backchannel_logout_session_required: true,
    }),
  };
}

/** A client is who knows one of the tool's live secrets. */
export function compareSecrets(provider: Provider, { tools, db }: Pick<OidcDeps, 'tools' | 'db'>): void {
  provider.Client.prototype.compareClientSecret = function compareClientSecret(secret) {
    return tools.matchesSecret(db.handle, { toolId: this.clientId, secret });
  };
}

/** Browsers of a tool's own pages may ask, from where the tool is registered, and from nowhere else. */
export function mayAskFrom(
  ctx: { oidc: { route: string } },
  origin: string,
  client: { clientAuthMethod?: string; redirectUris?: readonly string[] },
): boolean {
  // A tool with a secret keeps it on its server: only who came is asked from a page.
  if (client.clientAuthMethod !== 'none' && ctx.oidc.route !== 'userinfo') return false;
  return (client.redirectUris ?? []).some((uri) => new URL(uri).origin === origin);
}
