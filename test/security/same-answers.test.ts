import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/routes.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import type { Member, Page } from '../support/member.ts';
import { newPerson } from '../support/people.ts';
import { atPassword, masked, maskedHeaders } from './support/asks.ts';

const wrong = 'Pas-le-bon-du-tout-1';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`what an answer says of an account [${engine}]`, () => {
    let desk: Desk;
    let people: Record<string, { email: string }>;
    before(async () => {
      desk = await openDesk(engine);
      const { accounts, db } = desk.identity;
      const [active, locked, voided, due] = await Promise.all([
        desk.join(),
        desk.join(),
        desk.join(),
        desk.join(),
      ]);
      await accounts.lock(db.handle, locked.id);
      await accounts.voidPassword(db.handle, voided.id);
      await accounts.requireRenewal(db.handle, { id: due.id, reason: 'breached' });
      people = { unknown: newPerson(), active, locked, voided, due };
    });
    after(() => desk?.close());

    /** Everything that a stranger can see of a page, without what is made anew each time. */
    const seen = (page: Page, email: string) => ({
      status: page.status,
      headers: maskedHeaders(page.headers),
      body: masked(page.body, email),
      path: masked(page.path),
    });

    /** Walks the same way with each kind of address: all must see the same. */
    const assertSame = async (walk: (browser: Member, email: string) => Promise<Page[]>) => {
      const views: Record<string, unknown> = {};
      for (const [kind, { email }] of Object.entries(people)) {
        const pages = await walk(desk.browser(), email);
        views[kind] = pages.map((page) => seen(page, email));
      }
      for (const [kind, view] of Object.entries(views)) assert.deepEqual(view, views.unknown, kind);
    };

    it('is the same at the sign-in, up to the limit and beyond', () =>
      assertSame(async (browser, email) => {
        await atPassword(desk, email, browser);
        const pages = [browser.page];
        for (let tries = 0; tries < 7; tries += 1) pages.push(await browser.post({ password: wrong }));
        pages.push(await browser.open(paths.home));
        return pages;
      }));

    it('is the same at « Mot de passe oublié », « Renvoyer » and the limit included', () =>
      assertSame(async (browser, email) => {
        const pages = [await browser.open(paths.forgotten)];
        pages.push(await browser.post({ username: email }), await browser.submit({ username: email }));
        pages.push(await browser.submit({ action: 'resend' }));
        desk.clock.advance(61_000);
        pages.push(await browser.submit({ action: 'resend' }));
        desk.clock.advance(61_000);
        pages.push(await browser.submit({ action: 'resend' }));
        assert.equal(pages.at(-1)?.status, 429);
        return pages;
      }));

    it('is the same at « Créer un compte », « Renvoyer » and the limit included', async () => {
      desk.clock.advance(3_600_000);
      await assertSame(async (browser, email) => {
        const pages = [await browser.open(paths.signUp)];
        pages.push(await browser.post({ username: email }), await browser.submit({ username: email }));
        pages.push(await browser.submit({ action: 'resend' }));
        desk.clock.advance(61_000);
        pages.push(await browser.submit({ action: 'resend' }));
        desk.clock.advance(61_000);
        pages.push(await browser.submit({ action: 'resend' }));
        assert.equal(pages.at(-1)?.status, 429);
        return pages;
      });
    });

    it('lets no cookie of a known account tell more to its thief', async () => {
      const owner = await desk.join();
      const known = desk.browser();
      await known.signIn(owner);
      const device = known.cookies.get('__Host-poterne-device') ?? '';
      const views = [];
      for (const email of [owner.email, newPerson().email]) {
        const thief = desk.browser();
        thief.cookies.set('__Host-poterne-device', device);
        await atPassword(desk, email, thief);
        views.push(seen(await thief.post({ password: wrong }), email));
      }
      assert.deepEqual(views[0], views[1]);
    });
  });
}
