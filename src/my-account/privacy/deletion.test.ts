import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { givePasskey } from '../../../test/support/factors.ts';
import { hiddenFields } from '../../../test/support/member.ts';
import { dayMs, minuteMs } from '../../core/clock.ts';
import { graceMs } from '../../identity/deletion/rules.ts';
import { paths } from '../../routes.ts';
import { runUpkeep } from '../../upkeep.ts';

const subjects = { ahead: 'suppression de votre compte', gone: 'votre compte a été supprimé' };
const due = /Votre compte sera supprimé le 7 décembre 2026/;

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`the end of an account, as its owner asks [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk?.close());

    const account = (id: string) => desk.identity.accounts.findById(desk.identity.db.handle, id);
    const upkeep = () =>
      runUpkeep(
        {
          ...desk.identity,
          auditKeptMs: 20 * 365 * dayMs,
          calendarMs: null,
          inactiveMs: null,
          log: { warn: assert.fail as never },
        },
        new AbortController().signal,
      );
    const setRole = (id: string, role: 'member' | 'admin') =>
      desk.identity.db.handle.updateTable('accounts').set({ role }).where('id', '=', id).execute();
    const asked = async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      await browser.open(paths.accountDelete);
      await browser.press('Supprimer mon compte');
      return { person, browser };
    };

    it('says what will happen, sets a date 14 days ahead, and mails it', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      await browser.open(paths.accountDelete);
      assert.match(browser.page.body, /sera supprimé le 7 décembre 2026, dans 14 jours/);
      assert.equal((await account(person.id))?.deletionDueAt, null, 'looking changes nothing');
      await browser.press('Supprimer mon compte');
      assert.equal((await account(person.id))?.deletionDueAt, desk.clock.now() + graceMs);
      assert.match(browser.page.body, due);
      const { text } = await browser.mail(person.email, subjects.ahead);
      assert.match(text, /7 décembre 2026/);
      assert.match(text, /ce-n-etait-pas-moi\?jeton=/);
    });

    it('is announced on home and account while it is due, and can be cancelled from either', async () => {
      for (const path of [paths.home, paths.account, paths.accountActivity]) {
        const { person, browser } = await asked();
        await browser.open(path);
        assert.match(browser.page.body, due, path);
        await browser.press('Annuler la suppression');
        assert.equal((await account(person.id))?.deletionDueAt, null);
        assert.match(browser.page.body, /Votre compte ne sera pas supprimé/);
        assert.doesNotMatch(browser.page.body, due);
      }
    });

    it('comes on its day, with a last mail, and leaves only the audit log', async () => {
      const { person } = await asked();
      const { consents, tools } = desk.identity;
      await givePasskey(desk.identity, person, desk.url);
      await tools.addToGroup(desk.identity.db.handle, { accountId: person.id, group: 'rh' });
      await consents.remember(desk.identity.db.handle, {
        accountId: person.id,
        toolId: 'paie',
        scopes: ['openid'],
      });
      desk.clock.advance(graceMs - 1);
      await upkeep();
      assert.ok(await account(person.id));
      desk.clock.advance(1);
      await upkeep();
      assert.equal(await account(person.id), null);
      await desk.browser().mail(person.email, subjects.gone);
      const { audit, db } = desk.identity;
      const [event] = await audit.list(db.handle, { accountId: person.id, limit: 1 });
      assert.deepEqual([event?.type, event?.data], ['account.deleted', { reason: 'asked' }]);
      const tables = ['links', 'journeys', 'mails', 'sessions', 'device_accounts'] as const;
      const ofTools = ['oidc_records', 'passkeys', 'account_groups', 'risk_people'] as const;
      for (const table of [...tables, ...ofTools]) {
        const left = await db.handle
          .selectFrom(table)
          .select('account_id')
          .where('account_id', '=', person.id)
          .execute();
        assert.deepEqual(left, [], table);
      }
    });

    it('does not come once it was cancelled, nor while the account is disabled', async () => {
      const [cancelled, disabled] = [await asked(), await asked()];
      await cancelled.browser.open(paths.home);
      await cancelled.browser.press('Annuler la suppression');
      await desk.identity.accounts.lock(desk.identity.db.handle, disabled.person.id);
      desk.clock.advance(graceMs);
      await upkeep();
      assert.ok(await account(cancelled.person.id));
      assert.ok(await account(disabled.person.id));
    });

    it('does not come to who cancels at that very moment', async () => {
      const { person } = await asked();
      desk.clock.advance(graceMs);
      const second = await desk.second();
      const [held, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const { db, deletion } = desk.identity;
      const cancelling = db.transaction(async (tx) => {
        await deletion.cancel(tx, { accountId: person.id, how: 'owner' });
        held.resolve();
        await gate.promise;
      });
      await held.promise;
      const removing = second.identity.db.transaction((tx) =>
        second.identity.deletion.removeDue(tx, { most: 50 }),
      );
      await sleep(100);
      gate.resolve();
      await Promise.all([cancelling, removing]);
      await second.close();
      assert.ok(await account(person.id));
    });

    it('asks for a fresh sign-in; changing one’s mind does not', async () => {
      const { person, browser } = await asked();
      desk.clock.advance(10 * minuteMs);
      await browser.open(paths.home);
      const banner = browser.page;
      await browser.open(paths.accountDelete);
      assert.match(browser.page.path, /^\/connexion/);
      await browser.press('Annuler la suppression', {}, banner);
      assert.equal((await account(person.id))?.deletionDueAt, null);
      await browser.open(paths.home);
      const { csrf = '' } = hiddenFields(browser.page.body);
      const again = await browser.send('POST', paths.accountDelete, { csrf, action: 'delete' });
      assert.equal(again.status, 303);
      assert.equal((await account(person.id))?.deletionDueAt, null);
    });

    it('is refused to the last administrator, even when two go at once', async () => {
      const { deletion, db } = desk.identity;
      const [one, two] = [await desk.join(), await desk.join()];
      for (const { id } of [one, two]) await setRole(id, 'admin');
      const outcomes = await Promise.all(
        [one, two].map(({ id }) => db.transaction((tx) => deletion.removeNow(tx, id))),
      );
      assert.deepEqual(outcomes.map(({ ok }) => ok).sort(), [false, true]);
      const left = (await account(one.id)) ? one : two;
      assert.equal(await deletion.mayAsk(db.handle, left.id), false);
      const asking = await db.transaction((tx) =>
        deletion.ask(tx, { accountId: left.id, notMeUrl: 'https://exemple.fr/' }),
      );
      assert.deepEqual(asking, { ok: false, reason: 'last-admin' });
      await setRole(left.id, 'member');
    });

    it('waits for another administrator when the others went meanwhile', async () => {
      const { deletion, db } = desk.identity;
      const [one, two] = [await desk.join(), await desk.join()];
      for (const { id } of [one, two]) await setRole(id, 'admin');
      const ask = await db.transaction((tx) =>
        deletion.ask(tx, { accountId: one.id, notMeUrl: 'https://exemple.fr/' }),
      );
      assert.ok(ask.ok);
      await db.transaction((tx) => deletion.removeNow(tx, two.id));
      desk.clock.advance(graceMs);
      await upkeep();
      assert.ok(await account(one.id));
      const three = await desk.join();
      await setRole(three.id, 'admin');
      await upkeep();
      assert.equal(await account(one.id), null);
      await setRole(three.id, 'member');
    });

    it('is done once by two portals at once', async () => {
      const people = await Promise.all(Array.from({ length: 6 }, () => desk.join()));
      const { deletion, db, audit } = desk.identity;
      for (const { id } of people) {
        await db.transaction((tx) => deletion.ask(tx, { accountId: id, notMeUrl: 'https://exemple.fr/' }));
      }
      desk.clock.advance(graceMs);
      const second = await desk.second();
      await Promise.all(
        [desk.identity, second.identity].map((portal) =>
          portal.db.transaction((tx) => portal.deletion.removeDue(tx, { most: 50 })),
        ),
      );
      await second.close();
      for (const { id } of people) {
        const events = await audit.list(db.handle, { accountId: id, limit: 9 });
        assert.equal(events.filter(({ type }) => type === 'account.deleted').length, 1);
      }
    });
  });
}
