import { type IncomingHttpHeaders, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { hiddenFields } from '../support/member.ts';

export type Answer = { status: number; url: string; headers: IncomingHttpHeaders; body: string };
type Init = { method?: string; headers?: Record<string, string>; body?: string; rawPath?: string };

/**
 * A browser without scripts that goes from host to host, each with its own cookies; every host is 127.0.0.1. `ca`
 * checks the certificates of the tests.
 */
export class TwoHosts {
  readonly #ca: string | undefined;
  readonly #jars = new Map<string, Map<string, string>>();
  /** The page that is shown. */
  page: Answer = { status: 0, url: '', headers: {}, body: '' };

  constructor(ca?: string) {
    this.#ca = ca;
  }

  cookies(host: string): Map<string, string> {
    const jar = this.#jars.get(host) ?? new Map<string, string>();
    this.#jars.set(host, jar);
    return jar;
  }

  /** One request, redirects not followed. `rawPath` is sent as it is written. */
  ask(address: string, { method = 'GET', headers = {}, body, rawPath }: Init = {}): Promise<Answer> {
    const url = new URL(address);
    const jar = this.cookies(url.host);
    const isSecure = url.protocol === 'https:';
    const options = {
      host: '127.0.0.1',
      port: url.port,
      method,
      path: rawPath ?? url.pathname + url.search,
      agent: false,
      headers: {
        host: url.host,
        accept: 'text/html',
        'accept-language': 'fr',
        ...(jar.size > 0 && { cookie: [...jar].map((pair) => pair.join('=')).join('; ') }),
        ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...(method === 'POST' && { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' }),
        ...headers,
      },
      ...(isSecure && { servername: url.hostname, ca: this.#ca }),
    };
    return new Promise((resolve, reject) => {
      const asked = (isSecure ? requestHttps : requestHttp)(options, async (answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk as Buffer);
        this.#keep(jar, answer.headers['set-cookie'] ?? []);
        const { statusCode: status = 0, headers: said } = answer;
        resolve({ status, url: address, headers: said, body: Buffer.concat(chunks).toString() });
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  #keep(jar: Map<string, string>, lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = ''] = line.split(';', 1);
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  /** Follows where an answer leads, from host to host, by redirect or by Refresh. */
  async #follow(answer: Answer): Promise<Answer> {
    let page = answer;
    for (let hops = 0; hops < 8; hops += 1) {
      const next = page.headers.location ?? /^0;url=(.*)$/.exec(String(page.headers.refresh ?? ''))?.[1];
      if (next === undefined) break;
      page = await this.ask(new URL(next, page.url).href);
    }
    this.page = page;
    return page;
  }

  async open(address: string, init?: Init): Promise<Answer> {
    return this.#follow(await this.ask(address, init));
  }

  /** Fills the form of the page that is shown which has these fields, or leads to `action`. */
  async submit(fields: Record<string, string>, action?: string): Promise<Answer> {
    const { body, url } = this.page;
    const forms = body.match(/<form[\s\S]*?<\/form>/g) ?? [];
    const names = Object.keys(fields).map((name) => `name="${name}"`);
    const form = forms.find((text) =>
      action === undefined ? names.every((name) => text.includes(name)) : text.includes(`action="${action}"`),
    );
    if (!form) throw new Error(`no such form at ${url}\n${body}`);
    const to = form.match(/action="([^"]*)"/)?.[1]?.replaceAll('&amp;', '&') ?? url;
    const filled = new URLSearchParams({ ...hiddenFields(form), ...fields }).toString();
    return this.#follow(await this.ask(new URL(to, url).href, { method: 'POST', body: filled }));
  }
}
