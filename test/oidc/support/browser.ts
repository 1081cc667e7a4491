import assert from 'node:assert/strict';
import { hiddenFields } from '../../support/member.ts';
import { newAddress, type Person } from '../../support/people.ts';
import type { TestPortal } from '../../support/portal.ts';

type Cookie = { name: string; value: string; path: string };
export type Shown = { status: number; url: URL; body: string; headers: Headers };

/** A browser without scripts, over the network: cookies with their paths, forms, redirects, pages that lead on. */
export class Browser {
  readonly #portal: Pick<TestPortal, 'url' | 'smtp'>;
  readonly #address = newAddress();
  #cookies: Cookie[] = [];
  shown: Shown | null = null;

  constructor(portal: Pick<TestPortal, 'url' | 'smtp'>) {
    this.#portal = portal;
  }

  /** One request, no redirect followed. */
  async send(method: 'GET' | 'POST', url: URL, fields?: Record<string, string>): Promise<Shown> {
    const sent = this.#cookies.filter(({ path }) => reaches(path, url.pathname));
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        'accept-language': 'fr',
        'x-forwarded-for': this.#address,
        'sec-fetch-site': 'same-origin',
        cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; '),
      },
      ...(fields && { body: new URLSearchParams(fields) }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return { status: response.status, url, body: await response.text(), headers: response.headers };
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const cut = pair.indexOf('=');
    const path = attributes.find((text) => /^path=/i.test(text))?.slice(5) ?? '/';
    const [name, value] = [pair.slice(0, cut), pair.slice(cut + 1)];
    this.#cookies = this.#cookies.filter((known) => known.name !== name || known.path !== path);
    if (value !== '') this.#cookies.push({ name, value, path });
  }

  /** Opens an address and follows it to where it stops: a page of the portal, or the address of a tool. */
  async open(href: string): Promise<URL> {
    let url = new URL(href, this.#portal.url);
    for (let hops = 0; hops < 15; hops += 1) {
      if (url.origin !== this.#portal.url) return url;
      this.shown = await this.send('GET', url);
      const next = leadsTo(this.shown);
      if (next === null) return url;
      url = new URL(next, url);
    }
    assert.fail(`redirected without end, last to ${url.href}`);
  }

  /** Fills the form of the page shown, sends it, and follows where it leads. */
  async submit(fields: Record<string, string>): Promise<URL> {
    assert.ok(this.shown);
    const form = formWith(this.shown.body, Object.keys(fields)[0]);
    const action = form.match(/^<form[^>]*action="([^"]*)"/)?.[1];
    const url = action ? new URL(action, this.shown.url) : this.shown.url;
    this.shown = await this.send('POST', url, { ...hiddenFields(form), ...fields });
    const next = leadsTo(this.shown);
    return next === null ? url : this.open(new URL(next, url).href);
  }

  /** Signs in from the first page, wherever that leads. */
  async signIn({ email, password }: Pick<Person, 'email' | 'password'>): Promise<URL> {
    const { smtp } = this.#portal;
    const seen = smtp.mails.length;
    await this.submit({ username: email });
    const at = await this.submit({ password });
    if (at.pathname !== '/connexion/code') return at;
    const mail = await smtp.waitFor((one) => smtp.mails.indexOf(one) >= seen && one.to.includes(email));
    return this.submit({ code: mail.text.match(/\b\d{6}\b/)?.[0] ?? '' });
  }
}

/** The form that has a field or a button of this name; a page may have several. */
function formWith(body: string, name = 'csrf'): string {
  const forms = body.match(/<form[\s\S]*?<\/form>/g) ?? [];
  const found = forms.find((form) => form.includes(`name="${name}"`));
  assert.ok(found, `no form with ${name} on the page:\n${body}`);
  return found;
}

function leadsTo({ status, headers }: Shown): string | null {
  if (status === 303) return headers.get('location');
  return /^0;url=(.+)$/.exec(headers.get('refresh') ?? '')?.[1] ?? null;
}

/** RFC 6265 §5.1.4. */
function reaches(path: string, requested: string): boolean {
  if (requested === path || path === '/') return true;
  return requested.startsWith(path) && (path.endsWith('/') || requested[path.length] === '/');
}
