import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import type { Member } from '../../../test/support/member.ts';
import { minuteMs } from '../../core/clock.ts';
import { paths } from '../../routes.ts';

const chosen = 'Girafe-Nuage-42-Tambour';
const home = /connecté\(e\) au portail/;

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`a new password in « Mon compte » [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    const member = async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      return { person, browser };
    };
    const change = async (browser: Member, password: string, text = chosen, confirm = text) => {
      await browser.open(paths.accountPassword);
      return browser.press('Changer le mot de passe', { password, new: text, confirm });
    };

    it('takes the current one and the new one twice; this session and this device stay', async () => {
      const { person, browser } = await member();
      const other = desk.browser();
      await other.signIn(person);
      await change(browser, person.password);
      assert.equal(browser.page.path.split('?')[0], paths.account, browser.page.body);
      assert.match(
        browser.page.body,
        /Votre mot de passe est changé\. Vos autres sessions ont été fermées\./,
      );
      await browser.open(paths.home);
      assert.match(browser.page.body, home);
      await other.open(paths.home);
      assert.doesNotMatch(other.page.body, home);
      browser.cookies.delete('__Host-poterne-session');
      await browser.enter({ email: person.email, password: chosen });
      assert.match(browser.page.body, home, 'the device is asked for a code');
      await other.enter({ email: person.email, password: chosen });
      assert.match(other.page.path, /^\/connexion\/code/);
      await browser.mail(person.email, 'mot de passe a été modifié');
      const { audit, db } = desk.identity;
      const events = await audit.list(db.handle, { accountId: person.id, limit: 20 });
      const changed = events.find(({ type }) => type === 'password.changed');
      assert.deepEqual(changed?.data, { how: 'account', sessionsEnded: 1, devicesForgotten: 1 });
    });

    it('says what is wrong beside the field, and changes nothing', async () => {
      const { person, browser } = await member();
      for (const [current, first, second, said] of [
        ['', chosen, chosen, /Saisissez votre mot de passe actuel/],
        [person.password, '', '', /Saisissez un nouveau mot de passe/],
        [person.password, chosen, `${chosen}x`, /ne sont pas identiques/],
        [person.password, 'court', 'court', /13 caractères/],
        [person.password, person.password, person.password, /déjà utilisé/],
        ['pas le bon', chosen, chosen, /pas votre mot de passe actuel/],
      ] as const) {
        await change(browser, current, first, second);
        assert.equal(browser.page.status, 422);
        assert.match(browser.page.body.replaceAll('&#39;', "'"), said);
      }
      await change(browser, person.password);
      assert.equal(browser.page.status, 200);
    });

    it('lets nobody guess the current one, and leaves the owner their sign-in', async () => {
      const { person, browser } = await member();
      for (let i = 0; i < 5; i += 1) await change(browser, `pas le bon ${i}`);
      await change(browser, person.password);
      assert.equal(browser.page.status, 429);
      assert.match(browser.page.body, /PT-201/);
      const { audit, db } = desk.identity;
      const events = await audit.list(db.handle, { accountId: person.id, limit: 20 });
      const reasons = events
        .filter(({ type }) => type === 'password.check-refused')
        .map(({ data }) => data.reason);
      assert.deepEqual(reasons, ['too-many-tries', ...Array(5).fill('wrong-password')]);
      browser.cookies.delete('__Host-poterne-session');
      await browser.enter(person);
      assert.match(browser.page.body, home);
      desk.clock.advance(minuteMs);
      await change(browser, person.password);
      assert.equal(browser.page.status, 200);
    });

    it('counts parallel guesses all the same', async () => {
      const { browser } = await member();
      await browser.open(paths.accountPassword);
      const { page } = browser;
      const action = page.path;
      const csrf = /name="csrf" value="([^"]*)"/.exec(page.body)?.[1] ?? '';
      const tries = await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          browser.send('POST', action, { csrf, password: `pas le bon ${i}`, new: chosen, confirm: chosen }),
        ),
      );
      assert.equal(tries.filter(({ status }) => status === 422).length, 5);
      assert.equal(tries.filter(({ status }) => status === 429).length, 7);
    });

    it('is set by one of two who give the same current one at once', async () => {
      const { person, browser } = await member();
      await browser.open(paths.accountPassword);
      const csrf = /name="csrf" value="([^"]*)"/.exec(browser.page.body)?.[1] ?? '';
      // Both are hashed before either is stored, whatever the machine is at.
      const { hasher } = desk.identity;
      const { hash } = hasher;
      const bothHashed = Promise.withResolvers<void>();
      let hashed = 0;
      hasher.hash = async (...asked) => {
        const made = await hash(...asked);
        hashed += 1;
        if (hashed === 2) bothHashed.resolve();
        await bothHashed.promise;
        return made;
      };
      const ways = await Promise.all(
        [chosen, 'Tambour-Nuage-42-Girafe'].map((text) =>
          browser.send('POST', paths.accountPassword, {
            csrf,
            password: person.password,
            new: text,
            confirm: text,
          }),
        ),
      ).finally(() => {
        hasher.hash = hash;
      });
      const places = ways.map(({ headers }) => String(headers.location).split('?')[0]).sort();
      assert.deepEqual(places, [paths.account, paths.accountPassword]);
    });

    it('asks for a fresh sign-in, and comes back [security.md 27]', async () => {
      const { person, browser } = await member();
      desk.clock.advance(10 * minuteMs);
      await browser.open(paths.accountPassword);
      assert.match(browser.page.path, /^\/connexion/);
      await browser.submit({ password: person.password });
      assert.equal(browser.page.path.split('?')[0], paths.accountPassword, browser.page.path);
    });

    it('leads who has none to a mailed link', async () => {
      const { person, browser } = await member();
      const { accounts, db } = desk.identity;
      await db.transaction((tx) => accounts.voidPassword(tx, person.id));
      await browser.open(paths.accountPassword);
      assert.match(browser.page.body, new RegExp(`href="${paths.forgotten}"`));
      assert.doesNotMatch(browser.page.body, /current-password/);
    });
  });
}
