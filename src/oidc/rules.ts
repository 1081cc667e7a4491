import { fingerprint } from '../core/tokens.ts';
import { type Acr, acrs, isAtLeast } from '../identity/sessions/rules.ts';

/** What a tool may ask for; `openid` alone says who, by an id. */
export const scopes = ['openid', 'profile', 'email', 'groups', 'offline_access'] as const;
export type Scope = (typeof scopes)[number];

/** Which scope a claim belongs to, for those that say something of a person. */
export const scopeOfClaim: Readonly<Record<string, Scope>> = {
  name: 'profile',
  email: 'email',
  email_verified: 'email',
  groups: 'groups',
};

/** How long everything lives, in seconds [security.md 29, 30]. */
export const lifeSeconds = {
  /** From the portal to the tool's server: one redirect and one request. */
  code: 60,
  access: 10 * 60,
  id: 10 * 60,
  /** As long as a sign-in may take. */
  interaction: 60 * 60,
  /** The absolute end of what works without the person, and how long it may lie unused. */
  offline: 30 * 86_400,
  offlineUnused: 7 * 86_400,
} as const;

/** What a tool asks of the strength of a sign-in; `essential`: or nothing (OpenID Connect Core §5.5.1.1). */
export type AcrAsked = { values: readonly string[]; essential: boolean };

/** From an authorization request, its `claims` already known to be JSON; null when it asks for none. */
export function acrAsked(params: { acr_values?: unknown; claims?: unknown }): AcrAsked | null {
  if (typeof params.acr_values === 'string' && params.acr_values !== '') {
    return { values: params.acr_values.split(' '), essential: false };
  }
  if (typeof params.claims !== 'string') return null;
  const { id_token: claims } = JSON.parse(params.claims) as { id_token?: { acr?: AcrClaim } };
  const { value, values, essential } = claims?.acr ?? {};
  const wanted = (Array.isArray(values) ? values : [value]).filter((acr) => typeof acr === 'string');
  return wanted.length === 0 ? null : { values: wanted, essential: essential === true };
}

type AcrClaim = { value?: unknown; values?: unknown; essential?: unknown };

/**
 * What a session of this strength is called in answer to what was asked: its own name when that was named, else the
 * strongest weaker one; null when it is too weak.
 */
export function answerAcr(acr: Acr, asked: AcrAsked): Acr | null {
  const good = acrs.filter((least) => asked.values.includes(least) && isAtLeast(acr, least));
  return good.at(-1) ?? null;
}

/** What a sign-in must ask so that it is strong enough, the tool's first choice first; null: nothing would do. */
export function askFor(asked: AcrAsked): 'code' | 'factor' | 'password' | null {
  const wanted = asked.values.find((acr) => (acrs as readonly string[]).includes(acr)) as Acr | undefined;
  if (wanted === undefined) return null;
  return ({ [acrs[0]]: 'password', [acrs[1]]: 'code', [acrs[2]]: 'factor' } as const)[wanted];
}

/** The same, as the sign-in is told; nothing where its usual course will do. */
export function asking(asked: AcrAsked | null): { ask?: 'code' | 'factor' } {
  const ask = asked === null ? null : askFor(asked);
  return ask === 'code' || ask === 'factor' ? { ask } : {};
}

/** `login_hint`, where it is something to write into the field; whether it is an address is the sign-in's to say. */
export function hintIn({ login_hint: hint }: { login_hint?: unknown }): { hint?: string } {
  return typeof hint === 'string' && hint.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(hint) ? { hint } : {};
}

/**
 * Another name of the same person for each third party, so that two of them cannot put together what they know. An
 * account's id holds 74 random bits that no third party sees: no key is needed, so none can be lost or rotated.
 */
export function pairwiseName(toolId: string, accountId: string): string {
  return fingerprint(`poterne pairwise ${toolId} ${accountId}`);
}
