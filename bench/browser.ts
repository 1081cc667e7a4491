import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { benchPassword, type Member } from './seed.ts';

export type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

/** As little of a browser as a sign-in needs: cookies, forms, one kept connection. */
export class Browser {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #cookies = new Map<string, string>();
  readonly #base: URL;
  readonly #headers: Record<string, string>;

  constructor(base: string, headers: Record<string, string> = {}) {
    this.#base = new URL(base);
    this.#headers = headers;
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  clear(): void {
    this.#cookies.clear();
  }

  close(): void {
    this.#agent.destroy();
  }

  send(method: 'GET' | 'POST', path: string, form?: Record<string, string>): Promise<Answer> {
    const body = form ? new URLSearchParams(form).toString() : undefined;
    const headers: Record<string, string> = {
      cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'user-agent':
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
      'accept-language': 'fr-FR,fr;q=0.9',
      ...this.#headers,
      ...(body !== undefined && {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(Buffer.byteLength(body)),
        'sec-fetch-site': 'same-origin',
      }),
    };
    const { hostname, port } = this.#base;
    return new Promise((resolve, reject) => {
      const sent = request({ agent: this.#agent, hostname, port, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          for (const line of response.headers['set-cookie'] ?? []) {
            const [pair = ''] = line.split(';', 1);
            const at = pair.indexOf('=');
            this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
          }
          const body = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
        });
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

/** The value of a hidden field. */
export function hidden(page: string, name: string): string {
  return page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '';
}

/** One complete sign-in of a member on a known browser: five requests. Throws when it does not end at home. */
export async function signIn(browser: Browser, member: Member): Promise<void> {
  browser.clear();
  browser.setCookie('__Host-poterne-device', member.device);
  const first = await browser.send('GET', '/connexion');
  const email = { csrf: hidden(first.body, 'csrf'), username: member.email };
  const given = await browser.send('POST', '/connexion', email);
  const path = given.headers.location ?? '';
  const second = await browser.send('GET', path);
  const { body } = second;
  const proof = { csrf: hidden(body, 'csrf'), j: hidden(body, 'j'), password: benchPassword };
  const done = await browser.send('POST', path, proof);
  const home = await browser.send('GET', done.headers.location ?? '');
  if (done.status !== 303 || home.status !== 200 || !home.body.includes('connecté(e)')) {
    throw new Error(`the sign-in ended at ${done.status} ${done.headers.location} ${home.status}`);
  }
}
