import type { IncomingMessage } from 'node:http';
import { isTokenShaped } from '../core/tokens.ts';
import { askedLifeMs } from './rules.ts';

/** Both live on a tool's host, which is not the portal's; `__Host-` keeps its neighbours from planting them. */
const names = {
  /** Says who is signed in, at this host alone; ends with the browser, or with the portal's session before. */
  tool: '__Host-poterne-tool',
  /** The browser that asked to be let in: a ticket is worthless in another. */
  knock: '__Host-poterne-knock',
} as const;

type Name = keyof typeof names;

const safe = 'Path=/; HttpOnly; Secure; SameSite=Lax';

/** The cookie's token, or null when it is absent or has not the shape of one of ours. */
export function readHostCookie({ headers }: Pick<IncomingMessage, 'headers'>, name: Name): string | null {
  const all = headers.cookie;
  if (all === undefined) return null;
  const start = `${names[name]}=`;
  for (let at = 0; at >= 0 && at < all.length; ) {
    const end = all.indexOf(';', at);
    const pair = all.slice(at, end < 0 ? undefined : end).trim();
    if (pair.startsWith(start)) {
      const value = pair.slice(start.length);
      return isTokenShaped(value) ? value : null;
    }
    at = end < 0 ? -1 : end + 1;
  }
  return null;
}

/** The value of a Set-Cookie that gives a token. */
export function hostCookie(name: Name, token: string): string {
  return name === 'knock'
    ? `${names[name]}=${token}; Max-Age=${askedLifeMs / 1_000}; ${safe}`
    : `${names[name]}=${token}; ${safe}`;
}

/** The value of a Set-Cookie that takes a cookie away. */
export function noHostCookie(name: Name): string {
  return `${names[name]}=; Max-Age=0; ${safe}`;
}
