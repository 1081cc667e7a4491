import assert from 'node:assert/strict';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { paths } from '../../src/routes.ts';
import { newAddress, type Person } from './people.ts';
import type { TestSmtp } from './smtp.ts';

export type Page = { status: number; path: string; body: string; headers: LightMyRequestResponse['headers'] };
type Fields = Record<string, string>;

/** A browser without scripts, at one address: cookies, forms and redirects, as a member would use them. */
export class Member {
  readonly #app: FastifyInstance;
  readonly #url: string;
  readonly #smtp: TestSmtp;
  readonly address: string;
  readonly cookies = new Map<string, string>();
  /** The page that is shown. */
  page: Page = { status: 0, path: '', body: '', headers: {} };

  constructor(of: { app: FastifyInstance; url: string; smtp: TestSmtp; address?: string }) {
    this.#app = of.app;
    this.#url = of.url;
    this.#smtp = of.smtp;
    this.address = of.address ?? newAddress();
  }

  /** One request, redirects not followed. */
  async send(method: 'GET' | 'POST', path: string, fields?: Fields, headers: Fields = {}): Promise<Page> {
    const response = await this.#app.inject({
      method,
      url: path,
      headers: {
        'x-forwarded-for': this.address,
        'accept-language': 'fr',
        'user-agent':
          'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
        ...(this.cookies.size > 0 && { cookie: [...this.cookies].map((pair) => pair.join('=')).join('; ') }),
        ...(method === 'POST' && { 'sec-fetch-site': 'same-origin' }),
        ...(fields && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      ...(fields && { payload: new URLSearchParams(fields).toString() }),
    });
    for (const { name, value, maxAge } of response.cookies) {
      if (maxAge === 0) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return { status: response.statusCode, path, body: response.body, headers: response.headers };
  }

  /** Follows redirects inside the portal and shows where they end. */
  async #follow(answer: Page): Promise<Page> {
    let page = answer;
    for (let hops = 0; page.status === 303 && hops < 5; hops += 1) {
      page = await this.send('GET', String(page.headers.location).replace(this.#url, ''));
    }
    this.page = page;
    return page;
  }

  async open(path: string): Promise<Page> {
    return this.#follow(await this.send('GET', path));
  }

  /** Fills the form of a page (the one shown unless given) and sends it. */
  async submit(fields: Fields, page = this.page): Promise<Page> {
    return this.#follow(await this.post(fields, page));
  }

  /** As `submit`, redirects not followed and the page shown kept. */
  post(fields: Fields, page = this.page): Promise<Page> {
    const action = page.body.match(/<form[^>]*>/)?.[0].match(/action="([^"]*)"/)?.[1] ?? page.path;
    return this.send('POST', action, { ...hiddenFields(page.body), ...fields });
  }

  /** Fills the form whose button is called so, of several on a page, and sends it. */
  async press(button: string, fields: Fields = {}, page = this.page): Promise<Page> {
    const { form, pressed } = formOf(page.body, button);
    const action = /^<form[^>]*>/.exec(form)?.[0].match(/action="([^"]*)"/)?.[1] ?? page.path;
    return this.#follow(await this.send('POST', action, { ...hiddenFields(form), ...pressed, ...fields }));
  }

  /** The e-mail and password pages; ends wherever the sign-in leads. */
  async enter({ email, password }: Pick<Person, 'email' | 'password'>): Promise<Page> {
    await this.open(paths.signIn);
    await this.submit({ username: email });
    assert.match(this.page.path, /^\/connexion\/mot-de-passe/, this.page.body);
    return this.submit({ password });
  }

  /** A whole sign-in, the mailed code included when it is asked; ends at home. */
  async signIn(person: Pick<Person, 'email' | 'password'>, fields: Fields = {}): Promise<Page> {
    const seen = this.#smtp.mails.length;
    await this.enter(person);
    if (this.page.path.startsWith(paths.code)) {
      await this.submit({ code: await this.code(person.email, seen), ...fields });
    }
    assert.equal(this.page.path, paths.home, this.page.body);
    return this.page;
  }

  /** The newest code mailed to an address, after the first `seen` mails. */
  async code(email: string, seen = 0): Promise<string> {
    const mail = await this.mail(email, 'code de connexion', seen);
    return mail.text.match(/\b\d{6}\b/)?.[0] ?? '';
  }

  /** The link in the newest mail with such a subject: its path and query. */
  async link(email: string, subject: string, seen = 0): Promise<string> {
    const { text } = await this.mail(email, subject, seen);
    const url = text.match(/http\S+jeton=\S+/)?.[0] ?? '';
    return url.replace(this.#url, '');
  }

  /** The newest mail to an address with such words in its subject, after the first `seen` of all mails. */
  async mail(email: string, subject: string, seen = 0) {
    const fits = (mail: { to: string[]; subject: string }) =>
      mail.to.includes(email) && mail.subject.includes(subject);
    await this.#smtp.waitFor((mail) => this.#smtp.mails.indexOf(mail) >= seen && fits(mail));
    const found = this.#smtp.mails.slice(seen).filter(fits).at(-1);
    assert.ok(found);
    return found;
  }
}

/** The hidden fields of the first form of a page. */
export function hiddenFields(body: string): Fields {
  const hidden = body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
  return Object.fromEntries([...hidden].map(([, name = '', value = '']) => [name, value]));
}

/** The form that has a button with this label or accessible name, and what the button itself sends. */
function formOf(body: string, button: string): { form: string; pressed: Fields } {
  for (const [form] of body.matchAll(/<form\b[\s\S]*?<\/form>/g)) {
    for (const [, attributes = '', label = ''] of form.matchAll(/<button([^>]*)>([\s\S]*?)<\/button>/g)) {
      const name = /aria-label="([^"]*)"/.exec(attributes)?.[1] ?? label.replace(/<[^>]*>/g, '');
      if (plain(name) !== plain(button)) continue;
      const [, key, value] = /name="([^"]*)" value="([^"]*)"/.exec(attributes) ?? [];
      return { form, pressed: key === undefined ? {} : { [key]: value ?? '' } };
    }
  }
  throw new assert.AssertionError({ message: `no button « ${button} »` });
}

const plain = (text: string) =>
  text.replaceAll('&#39;', "'").replaceAll('&amp;', '&').replace(/\s+/g, ' ').trim();
