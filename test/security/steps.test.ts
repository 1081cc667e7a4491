import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { minuteMs } from '../../src/core/clock.ts';
import { journeyLink, type Path, paths } from '../../src/routes.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { hiddenFields } from '../support/member.ts';
import { assertRefused, atPassword, journeyOf } from './support/asks.ts';

const chosen = 'Girafe-Nuage-42-Tambour';
const session = '__Host-poterne-session';
/** Every page that belongs to a journey. */
const steps: Path[] = [
  paths.password,
  paths.code,
  paths.renewal,
  paths.signInLink,
  paths.forgottenSent,
  paths.resetPassword,
  paths.signUpSent,
  paths.signUpDetails,
  paths.notMeConfirm,
];
/** What a thief would send to any of them. */
const everything: readonly Record<string, string>[] = [
  { password: 'x' },
  { code: '123456' },
  { new: chosen, confirm: chosen },
  { action: 'resend' },
  {},
];

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`steps, tabs and other people's journeys [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    it("opens another browser's journey at no page, by no method", async () => {
      const person = await desk.join();
      const victim = desk.browser();
      await victim.enter(person);
      const j = journeyOf(victim);
      const thief = desk.browser();
      await thief.open(paths.signIn);
      for (const step of steps) {
        const path = journeyLink(step, j);
        assertRefused(await thief.send('GET', path), `GET ${step}`);
        for (const fields of everything) {
          const answer = await thief.post(
            { ...fields },
            { ...thief.page, body: hidden(thief.page.body), path },
          );
          assertRefused(answer, `POST ${step}`);
        }
      }
      await victim.submit({ code: await victim.code(person.email) });
      assert.equal(victim.page.path, paths.home);
    });

    it('knows the journey of one kind at no page of another', async () => {
      const browser = desk.browser();
      const person = await desk.join();
      const ids: [string, Path[]][] = [];
      await browser.open(paths.signUp);
      await browser.submit({ username: 'nouvelle.personne@exemple.fr' });
      ids.push([journeyOf(browser), [paths.signUpSent, paths.signUpDetails]]);
      await browser.open(paths.forgotten);
      await browser.submit({ username: person.email });
      ids.push([journeyOf(browser), [paths.forgottenSent, paths.resetPassword]]);
      await browser.open(paths.signIn);
      await browser.submit({ username: person.email });
      ids.push([journeyOf(browser), [paths.password, paths.code, paths.renewal, paths.signInLink]]);
      for (const [j, own] of ids) {
        assert.ok(j);
        for (const step of steps.filter((path) => !own.includes(path))) {
          assertRefused(await browser.send('GET', journeyLink(step, j)), step);
        }
      }
      // A journey that has no link yet opens no password page, with its own browser too.
      const [, [reset]] = ids as [unknown, [string]];
      assertRefused(await browser.send('GET', journeyLink(paths.resetPassword, reset)));
      const form = {
        ...browser.page,
        body: hidden(browser.page.body),
        path: journeyLink(paths.resetPassword, reset),
      };
      assertRefused(await browser.post({ new: chosen, confirm: chosen }, form));
    });

    it('signs nobody in twice from one page: every form sent again leads to where it stands', async () => {
      const person = await desk.join();
      const browser = await atPassword(desk, person.email);
      const passwordForm = browser.page;
      await browser.submit({ password: person.password });
      const codeForm = browser.page;
      const code = await browser.code(person.email);
      await browser.submit({ code });
      const first = browser.cookies.get(session);
      for (const [fields, form] of [
        [{ code }, codeForm],
        [{ action: 'resend' }, codeForm],
      ] as const) {
        const answer = await browser.post({ ...fields }, form);
        assert.doesNotMatch(String(answer.headers['set-cookie'] ?? ''), /poterne-session=[^;]/);
        // The journey is over and the person is in: home is the way on.
        if (answer.status !== 303) assertRefused(answer);
        else assert.equal(answer.headers.location, paths.home);
      }
      assert.equal(browser.cookies.get(session), first);
      // The password page sent again holds the password: a sign-in of its own, which ends the one before.
      await browser.submit({ password: person.password }, passwordForm);
      const thief = desk.browser();
      thief.cookies.set(session, first ?? '');
      await thief.open(paths.home);
      assert.doesNotMatch(thief.page.body, /connecté\(e\)/);
    });

    it('gives a thief nothing for one cookie of two', async () => {
      const person = await desk.join();
      const owner = desk.browser();
      await owner.signIn(person);
      // The device's cookie alone: a code is not asked, but the password is.
      const withDevice = desk.browser();
      withDevice.cookies.set('__Host-poterne-device', owner.cookies.get('__Host-poterne-device') ?? '');
      await withDevice.open(paths.home);
      assert.match(withDevice.page.path, /^\/connexion/);
      // The browser's cookie alone opens no home; the session's alone signs out nobody by a form from elsewhere.
      const withBrowser = desk.browser();
      withBrowser.cookies.set('__Host-poterne-browser', owner.cookies.get('__Host-poterne-browser') ?? '');
      await withBrowser.open(paths.home);
      assert.match(withBrowser.page.path, /^\/connexion/);
      const form = { ...withBrowser.page, path: paths.signOut };
      const withSession = desk.browser();
      withSession.cookies.set(session, owner.cookies.get(session) ?? '');
      assertRefused(await withSession.send('POST', paths.signOut, hiddenFields(form.body)));
      await owner.open(paths.home);
      assert.match(owner.page.body, /connecté\(e\)/);
      // Nor does one cookie pass for another.
      const swapped = desk.browser();
      swapped.cookies.set(session, owner.cookies.get('__Host-poterne-device') ?? '');
      await swapped.open(paths.home);
      assert.match(swapped.page.path, /^\/connexion/);
    });

    it('gives a new session at each sign-in and ends the one before: a planted cookie is worth nothing', async () => {
      const [owner, attacker] = [await desk.join(), await desk.join()];
      const plant = desk.browser();
      await plant.signIn(attacker);
      const planted = plant.cookies.get(session) ?? '';
      const victim = desk.browser();
      victim.cookies.set(session, planted);
      await victim.enter(owner).catch(() => {});
      // The page of the sign-in leads home: the planted session is signed in. The owner signs out, and in again.
      await victim.open(paths.home);
      await victim.submit({});
      await victim.signIn(owner);
      assert.notEqual(victim.cookies.get(session), planted);
      await plant.open(paths.home);
      assert.doesNotMatch(plant.page.body, /connecté\(e\)/);
    });

    it('ends a journey that rested an hour, with a page that says so', async () => {
      const person = await desk.join();
      const browser = await atPassword(desk, person.email);
      desk.clock.advance(60 * minuteMs);
      await browser.submit({ password: person.password });
      assert.equal(browser.page.status, 410);
      assert.match(browser.page.body, /PT-302/);
    });

    it('a breach always asks the code before the new password, on a known device too', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      const { accounts, db } = desk.identity;
      for (const reason of ['breached', 'suspicion'] as const) {
        await accounts.requireRenewal(db.handle, { id: person.id, reason });
        browser.cookies.delete(session);
        await browser.enter(person);
        assert.match(browser.page.path, /^\/connexion\/code/, reason);
        await browser.open(journeyLink(paths.renewal, journeyOf(browser)));
        assert.match(browser.page.path, /^\/connexion\/code/, reason);
      }
    });
  });
}

/** A form with its token and without its action, so that the path given is used. */
function hidden(body: string): string {
  const { csrf = '' } = hiddenFields(body);
  return `<input type="hidden" name="csrf" value="${csrf}">`;
}
