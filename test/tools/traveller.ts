import assert from 'node:assert/strict';
import { request } from 'node:http';
import { paths } from '../../src/routes.ts';
import { hiddenFields } from '../support/member.ts';
import type { Person } from '../support/people.ts';
import type { TestPortal } from '../support/portal.ts';

export type Place = { url: string; status: number; body: string; headers: Headers };

const chrome =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/**
 * A browser without scripts that goes from site to site: redirects, pages that lead on by themselves, forms, and a jar of
 * cookies for each host.
 */
export class Traveller {
  readonly #jars = new Map<string, Map<string, string>>();
  page: Place = { url: '', status: 0, body: '', headers: new Headers() };

  /** One request, nothing followed. */
  async ask(url: string, fields?: Record<string, string>): Promise<Place> {
    const { host, origin } = new URL(url);
    const from = this.page.url === '' ? null : new URL(this.page.url);
    const site = from === null ? 'none' : from.origin === origin ? 'same-origin' : 'cross-site';
    const jar = this.#jars.get(host) ?? new Map<string, string>();
    this.#jars.set(host, jar);
    const answer = await send(url, {
      fields,
      headers: {
        ...(jar.size > 0 && { cookie: this.cookieFor(url) }),
        accept: 'text/html,application/xhtml+xml',
        'accept-language': 'fr',
        'user-agent': chrome,
        'sec-fetch-site': site,
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
      },
    });
    for (const line of answer.headers.getSetCookie()) keep(jar, line);
    return { url, ...answer };
  }

  /** The cookies that a site has given, as they are sent to it. */
  cookieFor(url: string): string {
    const jar = this.#jars.get(new URL(url).host) ?? new Map<string, string>();
    return [...jar].map((pair) => pair.join('=')).join('; ');
  }

  /** Goes to an address and on to where it leads. */
  async open(url: string): Promise<Place> {
    return this.#follow(await this.ask(url));
  }

  /** Sends the form of the page that is shown whose action fits and that has these fields, the hidden ones included. */
  async submit(fields: Record<string, string> = {}, action = /^/): Promise<Place> {
    const forms = [...this.page.body.matchAll(/<form[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => form);
    const fits = (one: string) =>
      action.test(one.match(/action="([^"]*)"/)?.[1] ?? '') &&
      Object.keys(fields).every((name) => one.includes(`name="${name}"`));
    const form = forms.find(fits);
    assert.ok(form, `no such form on ${this.page.url}\n${textOf(this.page.body)}`);
    const target = form.match(/action="([^"]*)"/)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const url = new URL(target || this.page.url, this.page.url).href;
    return this.#follow(await this.ask(url, { ...hiddenFields(form), ...fields }));
  }

  async #follow(first: Place): Promise<Place> {
    let place = first;
    for (let hops = 0; hops < 15; hops += 1) {
      const next =
        place.headers.get('location') ?? place.headers.get('refresh')?.match(/url=(.*)$/)?.[1] ?? null;
      if (next === null) break;
      this.page = place;
      place = await this.ask(new URL(next, place.url).href);
    }
    this.page = place;
    return place;
  }

  /** Goes through the pages of the portal's sign-in that are shown, to wherever they lead. */
  async signIn(portal: Pick<TestPortal, 'url' | 'smtp'>, person: Person): Promise<Place> {
    const at = (path: string) => this.page.url.startsWith(`${portal.url}${path}`);
    assert.ok(at(paths.signIn), `not at the sign-in but at ${this.page.url}\n${textOf(this.page.body)}`);
    const seen = portal.smtp.mails.length;
    if (!at(paths.password)) await this.submit({ username: person.email });
    await this.submit({ password: person.password });
    if (!at(paths.code)) return this.page;
    const mail = await portal.smtp.waitFor(
      (one) =>
        portal.smtp.mails.indexOf(one) >= seen &&
        one.to.includes(person.email) &&
        one.subject.includes('code de connexion'),
    );
    return this.submit({ code: mail.text.match(/\b\d{6}\b/)?.[0] ?? '' });
  }
}

/** By node:http: fetch would say by itself that no person navigates here. */
function send(
  url: string,
  { fields, headers }: { fields?: Record<string, string>; headers: Record<string, string> },
): Promise<Omit<Place, 'url'>> {
  const body = fields && new URLSearchParams(fields).toString();
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        agent: false,
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          ...headers,
          ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
      },
      async (answer) => {
        let text = '';
        for await (const chunk of answer.setEncoding('utf8')) text += chunk;
        const lines = answer.rawHeaders.flatMap((name, i, all) => (i % 2 === 0 ? [[name, all[i + 1]!]] : []));
        resolve({
          status: answer.statusCode!,
          body: text,
          headers: new Headers(lines as [string, string][]),
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';');
  const at = pair.indexOf('=');
  const expires = /expires=([^;]*)/i.exec(line)?.[1];
  const isGone = /max-age=0(;|$)/i.test(line) || (expires !== undefined && new Date(expires).getTime() < 1e9);
  if (isGone) jar.delete(pair.slice(0, at));
  else jar.set(pair.slice(0, at), pair.slice(at + 1));
}

/** What a page says, for messages. */
const textOf = (body: string): string =>
  (/<body[\s\S]*/.exec(body)?.[0] ?? body)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
