import assert from 'node:assert/strict';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { paths } from '../../../src/routes.ts';
import { errors } from '../../../src/ui/errors.ts';
import type { Desk } from '../../support/desk.ts';
import { hiddenFields, type Member } from '../../support/member.ts';

/** What came back, whatever was sent. */
export type Reply = { status: number; body: string; headers: Record<string, unknown>; cookies: string[] };

/** One request, exactly as written: no browser's manners. */
export async function ask(app: FastifyInstance, request: InjectOptions): Promise<Reply> {
  const { statusCode, body, headers } = await app.inject(request);
  return { status: statusCode, body, headers, cookies: [headers['set-cookie'] ?? []].flat() };
}

/** A body as a browser writes it. */
export const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

/** A browser's headers for a form, its cookies included. */
export function formHeaders(browser: Member): Record<string, string> {
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'sec-fetch-site': 'same-origin',
    'x-forwarded-for': browser.address,
    cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; '),
  };
}

const codes = new Set<string>(Object.values(errors).map(({ code }) => code));

/** Asserts a page of the catalogue (issue 2, « Bad input gets »): a 4xx, a known code, and a way on. */
export function assertRefused(reply: { status: number; body: string; headers: object }, what = ''): void {
  assert.ok(reply.status >= 400 && reply.status < 500, `${what}: ${reply.status}`);
  const headers = reply.headers as Record<string, unknown>;
  assert.match(String(headers['content-type']), /^text\/html/, what);
  const [code = ''] = reply.body.match(/PT-\d{3}/) ?? [];
  // A form that is shown again with its message has no code: the person is not at a dead end.
  assert.ok(codes.has(code) || /role="alert"/.test(reply.body), `${what}: ${reply.body.slice(0, 200)}`);
}

/** A browser that has given its address: it stands at the password page. */
export async function atPassword(desk: Desk, email: string, browser = desk.browser()): Promise<Member> {
  await browser.open(paths.signIn);
  await browser.submit({ username: email });
  assert.match(browser.page.path, /^\/connexion\/mot-de-passe/, browser.page.body);
  return browser;
}

/** The journey that a page stands on. */
export const journeyOf = (browser: Member): string => hiddenFields(browser.page.body).j ?? '';

/** A page without what is made anew each time: tokens, journeys, addresses. */
export function masked(text: string, ...secrets: string[]): string {
  return secrets
    .reduce((left, secret) => left.replaceAll(secret, '·'), text.replaceAll('<wbr>', ''))
    .replaceAll(/(csrf|j)" value="[^"]*"/g, '$1" value="·"')
    .replaceAll(/\?j=[^"&\s]*/g, '?j=·')
    .replaceAll(/(challenge&quot;:&quot;)[\w-]+/g, '$1·')
    .replaceAll(/à \d+:\d\d/g, 'à ·');
}

/** Headers without what is made anew each time. */
export function maskedHeaders(headers: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(headers).map(([name, value]) => {
    if (name === 'date' || name === 'content-length') return [name, '·'];
    return [name, masked(JSON.stringify(value)).replaceAll(/=[A-Za-z0-9_-]{43}/g, '=·')];
  });
  return Object.fromEntries(kept);
}
