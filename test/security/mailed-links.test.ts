import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newToken } from '../../src/core/tokens.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { hiddenFields } from '../support/member.ts';
import { assertRefused, form, formHeaders } from './support/asks.ts';
import { linkKinds } from './support/links.ts';

/** Without what the page says of what was done. */
const plain = (path: string) => path.split('?', 1)[0];

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`mailed links [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    for (const kind of linkKinds) {
      it(`keeps ${kind.name} good whatever a scanner does short of pressing the button`, async () => {
        const { link } = await kind.order(desk);
        const head = await desk.app.inject({ method: 'HEAD', url: link });
        assert.equal(head.statusCode, 303);
        const hurried = desk.browser();
        for (const headers of [
          {},
          { 'sec-purpose': 'prefetch;prerender' },
          { purpose: 'prefetch' },
          { 'user-agent': '' },
        ]) {
          const answer = await hurried.send('GET', link, undefined, headers as Record<string, string>);
          assert.equal(answer.status, 303);
        }
        await Promise.all(Array.from({ length: 50 }, () => desk.browser().send('GET', link)));
        // A scanner with a whole browser: it follows, and loads the page, twice.
        const scanner = desk.browser();
        await scanner.open(link);
        await scanner.open(scanner.page.path);
        const person = desk.browser();
        await person.open(link);
        assert.equal(person.page.status, 200);
        await person.submit(kind.fields);
        assert.equal(plain(person.page.path), kind.done);
      });

      it(`takes the token of ${kind.name} out of the URL at once, good or bad, and says it to nobody`, async () => {
        const { link } = await kind.order(desk);
        for (const url of [
          link,
          `${kind.landing}?jeton=${newToken()}`,
          `${kind.landing}?jeton=court`,
          `${kind.landing}?jeton=`,
          kind.landing,
          `${link}&utm_source=passerelle&data=05%7C02`,
          `${kind.landing}?jeton=a&jeton=b`,
        ]) {
          const browser = desk.browser();
          const first = await browser.send('GET', url);
          assert.equal(first.status, 303, url);
          assert.equal(first.headers['referrer-policy'], 'same-origin');
          assert.equal(first.headers['cache-control'], 'no-store');
          assert.doesNotMatch(String(first.headers.location), /jeton/);
          await browser.open(url);
          assert.doesNotMatch(browser.page.path + browser.page.body, /jeton=/);
          if (url.startsWith(link)) assert.equal(browser.page.status, 200);
          else assertRefused(browser.page, url);
        }
      });

      it(`uses ${kind.name} once, whatever comes at the same time from two browsers`, async () => {
        const { link } = await kind.order(desk);
        const [one, two] = [desk.browser(), desk.browser()];
        await Promise.all([one.open(link), two.open(link)]);
        const answers = await Promise.all(
          Array.from({ length: 10 }, (_, i) => (i % 2 ? one.post(kind.fields) : two.post(kind.fields))),
        );
        const done = answers.filter(({ headers }) => plain(String(headers.location)) === kind.done);
        assert.equal(done.length, 1);
        for (const answer of answers.filter((a) => !done.includes(a))) assertRefused(answer);
        const late = desk.browser();
        await late.open(link);
        assert.equal(late.page.status, 410);
        assert.match(late.page.body, /PT-102/);
      });

      it(`ends ${kind.name} at its time, not a moment before`, async () => {
        const { link } = await kind.order(desk);
        desk.clock.advance(kind.lifeMs - 1);
        const browser = desk.browser();
        await browser.open(link);
        assert.equal(browser.page.status, 200);
        const shown = browser.page;
        desk.clock.advance(1);
        await browser.open(link);
        assert.equal(browser.page.status, 410);
        assert.match(browser.page.body, /PT-101/);
        await browser.submit(kind.fields, shown);
        assert.equal(browser.page.status, 410);
        desk.clock.advance(3_600_000);
      });

      it(`lets nobody use ${kind.name} without its own form: cookie, token of the form, same site`, async () => {
        const { link } = await kind.order(desk);
        const person = desk.browser();
        await person.open(link);
        const stranger = desk.browser();
        await stranger.open('/connexion');
        const payload = form({ ...hiddenFields(person.page.body), ...kind.fields });
        const url = person.page.path;
        for (const headers of [
          formHeaders(stranger),
          { ...formHeaders(person), cookie: '' },
          { ...formHeaders(person), 'sec-fetch-site': 'cross-site' },
        ]) {
          const answer = await desk.app.inject({ method: 'POST', url, headers, payload });
          assertRefused({ status: answer.statusCode, body: answer.body, headers: answer.headers });
        }
        await person.submit(kind.fields);
        assert.equal(plain(person.page.path), kind.done);
      });
    }

    it('ends the older renewal link when a newer one is mailed, and says so', async () => {
      for (const kind of linkKinds.slice(0, 2)) {
        const { link, again } = await kind.order(desk);
        const newer = await again();
        const browser = desk.browser();
        await browser.open(link);
        assert.equal(browser.page.status, 410);
        assert.match(browser.page.body, /PT-103/);
        await browser.open(newer);
        assert.equal(browser.page.status, 200);
      }
    });

    it('keeps the links of earlier alerts good', async () => {
      const { link, again } = await linkKinds[2]!.order(desk);
      await again();
      const browser = desk.browser();
      await browser.open(link);
      assert.equal(browser.page.status, 200);
    });

    it('makes no link of one kind open the page of another', async () => {
      const { link } = await linkKinds[0]!.order(desk);
      const token = link.split('?')[1];
      for (const kind of linkKinds.slice(1)) {
        const browser = desk.browser();
        await browser.open(`${kind.landing}?${token}`);
        assert.equal(browser.page.status, 404);
      }
    });
  });
}
