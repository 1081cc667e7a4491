import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isTokenShaped, newToken } from '../../core/tokens.ts';

/** `__Host-` keeps a neighbouring host from planting them; Chromium allows it on loopback too [security.md 33]. */
const names = {
  /** Binds journeys and forms to a browser that has not signed in. */
  browser: '__Host-poterne-browser',
  session: '__Host-poterne-session',
  device: '__Host-poterne-device',
  language: '__Host-poterne-language',
} as const;

const safe: CookieSerializeOptions = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' };
const deviceSeconds = 180 * 86_400;
const languageSeconds = 365 * 86_400;

export type SecretCookie = 'browser' | 'session' | 'device';

/** The cookie's token, or null when it is absent or has not the shape of one of ours. */
export function readCookie(request: FastifyRequest, cookie: SecretCookie): string | null {
  const value = request.cookies[names[cookie]];
  return isTokenShaped(value) ? value : null;
}

/**
 * What the router itself refuses comes before any cookie is read, with a reply that can set none: it gets a token for
 * this one answer. Without it, one request with a broken address would end the process.
 */
export function lendBrowser(request: FastifyRequest): void {
  request.cookies ??= { [names.browser]: newToken() };
}

/** The browser's own token, given now if it has none: the same for all who ask in one request. */
export function browserToken(request: FastifyRequest, reply: FastifyReply): string {
  const known = readCookie(request, 'browser');
  if (known) return known;
  const token = newToken();
  request.cookies[names.browser] = token;
  setCookie(reply, 'browser', token);
  return token;
}

/** Sets a token: the browser's and the session's end with the browser, the device's lives 180 days. */
export function setCookie(reply: FastifyReply, cookie: SecretCookie, token: string): void {
  reply.setCookie(names[cookie], token, cookie === 'device' ? { ...safe, maxAge: deviceSeconds } : safe);
}

/** Takes a cookie away. */
export function clearCookie(reply: FastifyReply, cookie: SecretCookie): void {
  reply.setCookie(names[cookie], '', { ...safe, maxAge: 0 });
}

/** The language that was chosen on this browser, or null. */
export function readLanguage(request: FastifyRequest): 'fr' | 'en' | null {
  const value = request.cookies[names.language];
  return value === 'fr' || value === 'en' ? value : null;
}

/** Remembers the language for a year. */
export function setLanguage(reply: FastifyReply, language: 'fr' | 'en'): void {
  reply.setCookie(names.language, language, { ...safe, maxAge: languageSeconds });
}
