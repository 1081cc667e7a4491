import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { paths } from '../../src/routes.ts';
import { hiddenFields } from '../support/member.ts';
import type { Person } from '../support/people.ts';
import type { TestPortal } from '../support/portal.ts';

export type Answer = { status: number; path: string; body: string; headers: Headers };

/** A browser without scripts against the real process. `via` is another origin than the portal's: a proxy's. */
export function createClient(portal: Pick<TestPortal, 'url' | 'smtp'>, send: typeof fetch = fetch) {
  const cookies = new Map<string, string>();
  const ask = async (path: string, fields?: Record<string, string>): Promise<Answer> => {
    const response = await send(new URL(path, portal.url), {
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
        'accept-language': 'fr',
        ...(fields && { 'sec-fetch-site': 'same-origin' }),
      },
      ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      if (/Max-Age=0/.test(cookie)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const answer = { status: response.status, path, body: await response.text(), headers: response.headers };
    return answer.status === 303 ? ask(String(response.headers.get('location'))) : answer;
  };
  /** Fills the form of a page. */
  const submit = (page: Answer, fields: Record<string, string>) => {
    const action = page.body.match(/<form[^>]*>/)?.[0].match(/action="([^"]*)"/)?.[1] ?? page.path;
    return ask(action.replaceAll('&amp;', '&'), { ...hiddenFields(page.body), ...fields });
  };
  const enter = async ({ email, password }: Person): Promise<Answer> => {
    const passwordPage = await submit(await ask(paths.signIn), { username: email });
    assert.equal(passwordPage.status, 200, passwordPage.body);
    return submit(passwordPage, { password });
  };
  return {
    cookies,
    ask,
    submit,
    /** To the code page, or home. */
    enter,
    /** A whole sign-in, the mailed code included. */
    signIn: async (person: Person): Promise<Answer> => {
      const page = await enter(person);
      if (!/name="code"/.test(page.body)) return page;
      const mail = await portal.smtp.waitFor(
        ({ to, subject }) => to.includes(person.email) && subject.includes('code de connexion'),
        20_000,
      );
      return submit(page, { code: mail.text.match(/\b\d{6}\b/)?.[0] ?? '' });
    },
  };
}

/** Waits until it holds; throws with what it was waiting for. */
export async function until(what: string, holds: () => Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const giveUpAt = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await sleep(50);
  }
}

export const statusOf = async (portal: Pick<TestPortal, 'url'>, path: string): Promise<number> => {
  const answer = await fetch(new URL(path, portal.url), { redirect: 'manual' });
  await answer.text();
  return answer.status;
};
