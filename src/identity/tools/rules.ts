import { domainToASCII } from 'node:url';
import type { Outcome } from '../../core/outcomes.ts';
import type { Role } from '../accounts/rules.ts';

/** Who may see a path of a protected host: everybody, whoever is signed in, or whoever is in one of these groups. */
export type Allowed = 'everyone' | 'members' | readonly string[];
export type HostRule = { path: string; allow: Allowed };
/** A host that a reverse proxy protects; without a rule for a path, whoever may open the tool may see it. */
export type ToolHost = { host: string; rules: readonly HostRule[] };

/** How a tool speaks OpenID Connect. */
export type ToolOidc = {
  redirectUris: readonly string[];
  postLogoutRedirectUris: readonly string[];
  backchannelLogoutUri?: string;
  /** `none`: a public client, without a secret; PKCE alone. */
  clientAuth: 'client_secret_basic' | 'client_secret_post' | 'none';
  signing: 'ES256' | 'RS256';
  /** Whether it may ask for refresh tokens. */
  offline?: boolean;
};

/** What an operator says of a tool. */
export type ToolSettings = {
  name: string;
  description?: string;
  icon?: string;
  url: string;
  /** Groups that may open it; null: everybody. */
  groups: readonly string[] | null;
  /** Whom a member who may not open it asks. */
  contact?: string;
  /** `third`: members are asked before it learns who they are. */
  party: 'first' | 'third';
  /** Null: it does not speak OpenID Connect. */
  oidc: ToolOidc | null;
  hosts: readonly ToolHost[];
};

/** A tool of poterne.yaml (`file`) or of the command line (`store`). */
export type Tool = ToolSettings & { id: string; source: 'file' | 'store' };

export type Person = { groups: readonly string[]; role: Role };

/** How long a former secret stays good after a new one was made: as long as a tool may take to be changed. */
export const formerSecretMs = 24 * 3_600_000;

const idShape = /^[a-z0-9][a-z0-9-]{0,39}$/;
const groupShape = /^[a-z0-9][a-z0-9._-]{0,59}$/;

/** a to z, 0 to 9 and hyphens, at most 40: also the client id. */
export const isToolId = (text: string): boolean => idShape.test(text);

/** Lower case, so that RH and rh are not two groups, and plain enough for a header: no comma, no space. */
export const isGroupName = (text: string): boolean => groupShape.test(text);

/** The groups that nobody is put into: whoever has the role is in it. */
export const roleGroups = ['role:operator', 'role:admin'] as const;

/** What a tool's `groups` may name. */
export const isGroupOfTool = (text: string): boolean =>
  isGroupName(text) || (roleGroups as readonly string[]).includes(text);

/** Whether one of the groups is the person's; an administrator is in no group by being one. */
export function isInOneOf(groups: readonly string[], person: Person): boolean {
  return groups.some((group) => person.groups.includes(group) || group === `role:${person.role}`);
}

/** Whether the person may open the tool: the home, OpenID Connect and the proxy ask here. */
export function mayOpen(tool: Pick<Tool, 'groups'>, person: Person): boolean {
  return tool.groups === null || isInOneOf(tool.groups, person);
}

export type BadRedirectUri =
  | 'not-an-address'
  | 'rewritten'
  | 'fragment'
  | 'wildcard'
  | 'credentials'
  | 'not-encrypted';

/**
 * A place that a tool may be sent back to: https, or http on this machine alone; whole, without fragment, wildcard,
 * user or anything that a browser reads differently than it is written [security.md 29; RFC 9700 §2.1, §4.1].
 */
export function parseRedirectUri(text: string): Outcome<{ uri: string }, BadRedirectUri> {
  const url = URL.canParse(text) ? new URL(text) : null;
  const refuse = (reason: BadRedirectUri) => ({ ok: false, reason }) as const;
  if (!url || !['https:', 'http:'].includes(url.protocol)) return refuse('not-an-address');
  if (text.includes('#')) return refuse('fragment');
  if (text.includes('*')) return refuse('wildcard');
  if (url.username || url.password) return refuse('credentials');
  // Compared as text with what a tool sends: it must be written as browsers write it.
  if (url.href !== text && url.href !== `${text}/`) return refuse('rewritten');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return refuse('not-encrypted');
  return { ok: true, uri: text };
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** A host as it is stored and compared: lower-case ASCII, with its port when that is not the usual one; null: none. */
export function parseHost(text: string): string | null {
  const [, name = '', port = ''] = /^([^:/?#@%\\\s[\]]{1,253}?)\.?(?::(\d{1,5}))?$/.exec(text) ?? [];
  const ascii = domainToASCII(name).toLowerCase();
  const labels = ascii.split('.');
  if (!labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))) return null;
  if (Number(port) > 65_535) return null;
  return port === '' || port === '443' || port === '80' ? ascii : `${ascii}:${Number(port)}`;
}

/**
 * The path that a rule begins at, without a trailing slash; null when servers could read it differently: an empty
 * part, a way up, an end that some cut off, anything that some decode once more.
 */
export function parseRulePath(text: string): string | null {
  if (!/^\/[^?#%\\;\p{Cc}\s]*$/u.test(text) || text.length > 500) return null;
  const path = text === '/' ? text : text.replace(/\/$/, '');
  const parts = path.slice(1).split('/');
  const isOdd = path !== '/' && parts.some((part) => part === '' || part.endsWith('.'));
  return isOdd || text.endsWith('//') ? null : path;
}
