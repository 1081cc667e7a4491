import { type APIRequestContext, expect, request } from '@playwright/test';
import { hiddenFields } from '../../support/member.ts';
import { newAddress, newPerson, type Person } from '../../support/people.ts';

/** What the portal forgives an account in a day over all browsers that it does not know [security.md 14]. */
const wrongCodesADay = 80;
const wrongCodesAJourney = 5;

/**
 * Someone who has the password and guesses codes, from ever other addresses, until the portal takes none any
 * more for this account today.
 */
export async function spendCodes(url: string, person: Person): Promise<void> {
  for (let journey = 0; journey < wrongCodesADay / wrongCodesAJourney; journey += 1) {
    const browser = await request.newContext({
      baseURL: url,
      extraHTTPHeaders: { 'X-Forwarded-For': newAddress(), 'Accept-Language': 'fr' },
    });
    let page = await send(browser, await browser.get('/connexion'), { username: person.email });
    page = await send(browser, page, { password: person.password });
    expect(page.url()).toContain('/connexion/code');
    for (let tries = 0; tries < wrongCodesAJourney; tries += 1) {
      page = await send(browser, page, { code: String(tries).repeat(6) });
    }
    await browser.dispose();
  }
}

/** A crowd of strangers with wrong passwords, without a pause, until `stop`. */
export function flood(url: string, people: number): { stop(): Promise<void> } {
  let over = false;
  const come = async () => {
    while (!over) {
      const browser = await request.newContext({
        baseURL: url,
        extraHTTPHeaders: { 'X-Forwarded-For': newAddress() },
      });
      const page = await send(browser, await browser.get('/connexion'), { username: newPerson().email });
      await send(browser, page, { password: 'mauvais mot de passe' });
      await browser.dispose();
    }
  };
  const crowd = Promise.all(Array.from({ length: people }, come));
  return {
    stop: async () => {
      over = true;
      await crowd;
    },
  };
}

type Answer = Awaited<ReturnType<APIRequestContext['get']>>;

/** Fills the form of a page and follows where it leads. A dead end has none and stays. */
async function send(
  browser: APIRequestContext,
  page: Answer,
  fields: Record<string, string>,
): Promise<Answer> {
  const hidden = hiddenFields(await page.text());
  if (!hidden.csrf) return page;
  return browser.post(page.url(), { form: { ...hidden, ...fields } });
}
