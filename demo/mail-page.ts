import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { styleSheet } from '../src/ui/assets.ts';
import type { Brand } from '../src/ui/brand.ts';
import { listen } from './listen.ts';
import { ownScript, ownStyles } from './mail-page-files.ts';
import { mailList, mailView, notFound, type PageContext } from './mail-pages.ts';
import type { Receiver } from './receiver.ts';

export type MailPage = { url: string; close(): Promise<void> };

type Deps = { receiver: Receiver; brand: Brand; portalUrl: string };

/** The captured mails on a small server of their own: never a page of the portal. Tries `port`, then any free one. */
export async function startMailPage({ port, ...deps }: Deps & { port: number }): Promise<MailPage> {
  const server = createServer((request, response) => {
    const { status, type, body, csp } = answer(deps, request);
    send(response, { status, type, body, csp });
  });
  const taken = await listen(server, port);
  return {
    url: `http://localhost:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Answer = { status: number; type: string; body: string; csp?: string };

const htmlType = 'text/html; charset=utf-8';
const pageCsp =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
// A mail is not ours to trust: no script, no network, an origin of its own; its links open beside.
const mailCsp =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups allow-popups-to-escape-sandbox";

function answer({ receiver, brand, portalUrl }: Deps, request: IncomingMessage): Answer {
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(request.headers.host ?? ''))
    return { status: 421, type: 'text/plain', body: '' };
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return { status: 405, type: 'text/plain', body: '' };
  const path = request.url?.split('?')[0] ?? '/';
  const english = /^en\b/i.test(request.headers['accept-language'] ?? '');
  const context: PageContext = { brand, portalUrl, language: english ? 'en' : 'fr' };
  const page = (status: number, body: unknown): Answer => ({
    status,
    type: htmlType,
    body: String(body),
    csp: pageCsp,
  });

  if (path === '/') return page(200, mailList(receiver.mails(), context));
  if (path === '/mails.json')
    return { status: 200, type: 'application/json', body: JSON.stringify(receiver.mails()) };
  if (path === '/style.css')
    return { status: 200, type: 'text/css; charset=utf-8', body: styleSheet(brand) + ownStyles };
  if (path === '/script.js') return { status: 200, type: 'text/javascript; charset=utf-8', body: ownScript };
  const [, id, html] = /^\/(\d{1,9})(\/html)?$/.exec(path) ?? [];
  const mail = receiver.mails().find((caught) => caught.id === Number(id));
  if (!mail) return page(404, notFound(context));
  if (html) return { status: 200, type: htmlType, body: `<base target="_blank">${mail.html}`, csp: mailCsp };
  return page(200, mailView(mail, context));
}

function send(response: ServerResponse, { status, type, body, csp }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(csp ? { 'content-security-policy': csp } : {}),
  });
  response.end(body);
}
