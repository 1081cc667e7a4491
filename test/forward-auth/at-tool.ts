import assert from 'node:assert/strict';
import type { FastifyInstance } from 'fastify';
import { paths } from '../../src/routes.ts';
import type { Desk } from '../support/desk.ts';
import type { Member, Page } from '../support/member.ts';
import type { Person } from '../support/people.ts';

type Headers = Record<string, string>;

const page = { accept: 'text/html,*/*;q=0.8', 'sec-fetch-mode': 'navigate' };

/** A tool as `poterne.yaml` declares it, with every kind of rule. */
export const wiki = {
  id: 'wiki',
  name: 'Wiki',
  url: 'https://wiki.exemple.fr/',
  contact: 'wiki@exemple.fr',
  hosts: [
    {
      host: 'wiki.exemple.fr',
      rules: [
        { path: '/public', allow: 'everyone' },
        { path: '/aide', allow: 'members' },
        { path: '/admin', allow: ['informatique'] },
      ],
    },
  ],
};
/** Another one, open to a group alone. */
export const paie = {
  id: 'paie',
  name: 'Paie',
  url: 'https://paie.exemple.fr/',
  groups: ['rh'],
  hosts: [{ host: 'paie.exemple.fr', rules: [{ path: '/aide', allow: 'members' }] }],
};

/** One browser, at the portal and, through proxies that say what they are asked for, at tools' hosts. */
export class AtTool {
  readonly #desk: Desk;
  readonly #app: FastifyInstance;
  readonly portal: Member;
  /** Cookies of each host. */
  readonly cookies = new Map<string, Map<string, string>>();

  constructor(desk: Desk, app = desk.app) {
    this.#desk = desk;
    this.#app = app;
    this.portal = desk.browser({ app });
  }

  jar(host: string): Map<string, string> {
    const jar = this.cookies.get(host) ?? new Map<string, string>();
    this.cookies.set(host, jar);
    return jar;
  }

  #headers(host: string, uri: string, more: Headers): Headers {
    const jar = this.jar(host);
    return {
      'x-forwarded-for': this.portal.address,
      'x-forwarded-host': host,
      'x-forwarded-uri': uri,
      'x-forwarded-proto': 'https',
      ...page,
      ...(jar.size > 0 && { cookie: [...jar].map((pair) => pair.join('=')).join('; ') }),
      ...more,
    };
  }

  /** What the proxy of a host is answered about a page. */
  async verify(host: string, uri: string, more: Headers & { mode?: string } = {}) {
    const { mode, ...headers } = more;
    const url = mode === undefined ? paths.verify : `${paths.verify}?mode=${mode}`;
    const answer = await this.#app.inject({ url, headers: this.#headers(host, uri, headers) });
    this.#keep(host, answer.cookies);
    return answer;
  }

  /** One request that the proxy of a host passes on to the portal. */
  async send(host: string, path: string, more: { method?: 'GET' | 'POST'; headers?: Headers } = {}) {
    const { method = 'GET', headers = {} } = more;
    const answer = await this.#app.inject({ method, url: path, headers: this.#headers(host, path, headers) });
    this.#keep(host, answer.cookies);
    return answer;
  }

  #keep(host: string, cookies: { name: string; value: string; maxAge?: number }[]): void {
    for (const { name, value, maxAge } of cookies) {
      if (maxAge === 0) this.jar(host).delete(name);
      else this.jar(host).set(name, value);
    }
  }

  /** Knocks at a host; gives the path on the portal where it leads. */
  async knock(host: string, place: string): Promise<string> {
    const { headers, statusCode } = await this.send(
      host,
      `${paths.proxyStart}?to=${encodeURIComponent(place)}`,
    );
    assert.equal(statusCode, 303);
    const location = String(headers.location);
    assert.ok(location.startsWith(`${this.#desk.url}${paths.proxyAccess}?j=`), location);
    return location.slice(this.#desk.url.length);
  }

  /** From a place of a host to the portal, by somebody who is signed in there: the address with the ticket. */
  async ticket(host: string, place: string): Promise<string> {
    const { status, headers, body } = await this.portal.send('GET', await this.knock(host, place));
    assert.equal(status, 303, body);
    return String(headers.location);
  }

  /** Shows the ticket at the host: where it leads. */
  async redeem(location: string, host = new URL(location).host) {
    const { pathname, search } = new URL(location);
    return this.send(host, pathname + search);
  }

  /** Lets somebody who is signed in at the portal into a host; gives where they end. */
  async enter(host: string, place: string): Promise<string> {
    const answer = await this.redeem(await this.ticket(host, place));
    assert.equal(answer.statusCode, 303);
    return String(answer.headers.location);
  }

  /** Signs in on the way to a tool: asks for a place, follows, proves who it is, and comes back with the ticket. */
  async signInOnTheWay(host: string, place: string, person: Person): Promise<string> {
    const { portal } = this;
    await portal.open(await this.knock(host, place));
    await portal.submit({ username: person.email });
    await portal.submit({ password: person.password });
    if (portal.page.path.startsWith(paths.code))
      await portal.submit({ code: await portal.code(person.email) });
    assert.ok(portal.page.path.startsWith(paths.onward), portal.page.path);
    const onward = String(portal.page.headers.refresh).replace('0;url=', '');
    const passed: Page = await portal.send('GET', onward);
    return String((await this.redeem(String(passed.headers.location))).headers.location);
  }
}
