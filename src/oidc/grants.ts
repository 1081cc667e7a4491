import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import type { OidcDeps } from './deps.ts';
import { scopeOfClaim } from './rules.ts';

type GrantDeps = Pick<OidcDeps, 'db' | 'tools' | 'consents'>;

/**
 * What a tool may know in this session: a first party whatever it asks for, a third party what the person allowed.
 * Undefined where a person must be asked.
 */
export function createGrants({ db, tools, consents }: GrantDeps) {
  return async (ctx: KoaContextWithOIDC): Promise<Grant | undefined> => {
    const { client, session, account, provider } = ctx.oidc;
    if (!client || !session || !account) return undefined;
    const { clientId } = client;
    const { accountId } = account;
    const asked = scopesAsked(ctx);
    const isFirst = (await tools.find(db.handle, clientId))?.party === 'first';
    const isAllowed = async () => {
      if (isFirst) return true;
      const consent = await consents.find(db.handle, { accountId, toolId: clientId });
      return asked.every((scope) => consent?.scopes.includes(scope));
    };
    if (!(await isAllowed())) return undefined;
    const known = session.grantIdFor(clientId);
    const grant =
      (known === undefined ? undefined : await provider.Grant.find(known)) ??
      new provider.Grant({ accountId, clientId });
    if (!add(ctx, grant)) return grant;
    await grant.save();
    // Taken back meanwhile: what was kept a moment after must not outlive it.
    if (await isAllowed()) return grant;
    await grant.destroy();
    return undefined;
  };
}

/** The scopes asked for, those that single claims belong to included. */
export function scopesAsked({ oidc }: KoaContextWithOIDC): string[] {
  const ofClaims = [...oidc.requestParamClaims].flatMap((claim) => scopeOfClaim[claim] ?? []);
  return [...new Set([...oidc.requestParamOIDCScopes, ...ofClaims])];
}

/** False when it held everything already. */
function add({ oidc }: KoaContextWithOIDC, grant: Grant): boolean {
  const scopes = [...oidc.requestParamOIDCScopes];
  const claims = [...oidc.requestParamClaims];
  const has = new Set(grant.getOIDCScope().split(' '));
  const hasClaims = new Set(grant.getOIDCClaims());
  if (scopes.every((scope) => has.has(scope)) && claims.every((claim) => hasClaims.has(claim))) return false;
  grant.addOIDCScope(scopes.join(' '));
  grant.addOIDCClaims(claims);
  // Reckoned anew: what outlives the session has an end of its own.
  Object.assign(grant, { exp: undefined, expiresIn: undefined });
  return true;
}
