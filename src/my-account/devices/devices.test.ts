import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { hiddenFields } from '../../../test/support/member.ts';
import { paths } from '../../routes.ts';

const home = /connecté\(e\) au portail/;

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`devices and sessions in « Mon compte » [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    const events = async (id: string) => {
      const found = await desk.identity.audit.list(desk.identity.db.handle, { accountId: id, limit: 20 });
      return found.map(({ type, data }) => ({ type, data }));
    };
    /** One person on two browsers. */
    const twoBrowsers = async () => {
      const person = await desk.join();
      const [one, two] = [desk.browser(), desk.browser()];
      await one.signIn(person);
      await two.signIn(person);
      return { person, one, two };
    };

    it('are listed in plain words: which, from where, since when, and which is this one', async () => {
      const { one } = await twoBrowsers();
      await one.open(paths.account);
      const page = one.page.body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
      assert.match(page, /Chrome sur Windows Cet appareil Lieu inconnu · reconnu depuis le 23 novembre 2026/);
      assert.match(page, /Chrome sur Windows Session actuelle Lieu inconnu · ouverte aujourd&#39;hui à 9:00/);
      assert.equal(page.match(/Cet appareil Lieu/g)?.length, 1);
      assert.equal(page.match(/Session actuelle/g)?.length, 1);
    });

    it('« Oublier » asks that device for a code again and closes its session, never this one', async () => {
      const { person, one, two } = await twoBrowsers();
      await one.open(paths.account);
      await one.press('Oublier Chrome sur Windows, Lieu inconnu');
      assert.match(one.page.body, /Chrome sur Windows est oublié\. 1 session a été fermée\./);
      await two.open(paths.home);
      assert.doesNotMatch(two.page.body, home);
      await two.enter(person);
      assert.match(two.page.path, /^\/connexion\/code/);
      await one.open(paths.account);
      await one.press('Oublier Chrome sur Windows, cet appareil');
      await one.open(paths.home);
      assert.match(one.page.body, home);
      assert.deepEqual((await events(person.id)).slice(0, 2), [
        { type: 'devices.forgotten', data: { devicesForgotten: 1 } },
        { type: 'code.asked', data: (await events(person.id))[1]!.data },
      ]);
    });

    it('« Tout oublier » forgets every device and keeps this session alone', async () => {
      const { person, one, two } = await twoBrowsers();
      await one.open(paths.account);
      await one.press('Tout oublier');
      assert.match(one.page.body, /2 appareils sont oubliés\. 1 session a été fermée\./);
      const { devices, db } = desk.identity;
      assert.deepEqual(await devices.list(db.handle, person.id), []);
      await two.open(paths.home);
      assert.doesNotMatch(two.page.body, home);
    });

    it('« Fermer » closes one session, « Fermer les autres sessions » all but this one', async () => {
      const { person, one, two } = await twoBrowsers();
      await one.open(paths.account);
      await one.press("Fermer la session Chrome sur Windows, ouverte aujourd'hui à 9:00");
      assert.match(one.page.body, /1 session a été fermée\./);
      await two.open(paths.home);
      assert.match(two.page.body, /PT-301/);
      await two.enter(person);
      assert.match(two.page.body, home);
      await one.open(paths.account);
      await one.press('Fermer les autres sessions');
      await two.open(paths.home);
      assert.doesNotMatch(two.page.body, home);
      await one.open(paths.home);
      assert.match(one.page.body, home);
      const types = (await events(person.id)).map(({ type }) => type);
      assert.equal(types[0], 'sessions.closed');
      assert.ok(types.includes('session.ended'));
    });

    it('« Tout fermer » closes this session too', async () => {
      const { one, two } = await twoBrowsers();
      await one.open(paths.account);
      await one.press('Tout fermer');
      assert.equal(one.page.path.split('?')[0], paths.signedOut);
      for (const browser of [one, two]) {
        await browser.open(paths.home);
        assert.doesNotMatch(browser.page.body, home);
      }
    });

    it('takes nobody else’s: another account’s device and session stay', async () => {
      const { one } = await twoBrowsers();
      const other = await desk.join();
      const theirs = desk.browser();
      await theirs.signIn(other);
      const { devices, sessions, db } = desk.identity;
      const [device] = await devices.list(db.handle, other.id);
      const [session] = await sessions.list(db.handle, other.id);
      await one.open(paths.account);
      const { csrf = '' } = hiddenFields(one.page.body);
      await one.send('POST', paths.accountDevices, { csrf, device: device!.deviceId });
      await one.send('POST', paths.accountSessions, { csrf, session: session!.id });
      assert.equal((await devices.list(db.handle, other.id)).length, 1);
      await theirs.open(paths.home);
      assert.match(theirs.page.body, home);
    });

    it('changes nothing without the page’s own token, and answers a GET with the lists', async () => {
      const { one, two } = await twoBrowsers();
      for (const path of [paths.accountDevices, paths.accountSessions]) {
        const refused = await one.send('POST', path, { action: 'all', csrf: 'x' });
        assert.equal(refused.status, 403);
        assert.equal((await one.send('GET', path)).status, 303);
      }
      await two.open(paths.home);
      assert.match(two.page.body, home);
    });
  });
}
