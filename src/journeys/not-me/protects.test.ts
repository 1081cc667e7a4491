import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { givePasskey } from '../../../test/support/factors.ts';
import type { Member } from '../../../test/support/member.ts';
import { dayMs, hourMs } from '../../core/clock.ts';
import { paths } from '../../routes.ts';

const alert = 'signale une intrusion';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`what « Ce n’était pas moi » takes back, and whom it tells [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine, { alerts: { email: 'securite@exemple.fr' } });
    });
    after(() => desk?.close());

    const plainPath = (browser: Member) => browser.page.path.split('?')[0];
    const read = (browser: Member) =>
      browser.page.body
        .replace(/<[^>]*>/g, ' ')
        .replaceAll('&#39;', "'")
        .replace(/\s+/g, ' ');
    /** Someone at home, and a thief from a new browser, of whom a mail told. */
    const alerted = async () => {
      const person = await desk.join();
      const owner = desk.browser();
      await owner.signIn(person);
      const thief = desk.browser({ address: '90.76.0.1' });
      await thief.signIn(person);
      return { person, owner, thief, link: await owner.link(person.email, 'nouvelle connexion') };
    };
    const report = async (browser: Member, link: string) => {
      await browser.open(link);
      await browser.submit({});
      assert.equal(plainPath(browser), paths.notMeDone, browser.page.body);
      return read(browser);
    };
    const lastReport = async (accountId: string) => {
      const { audit, db } = desk.identity;
      const events = await audit.list(db.handle, { accountId, limit: 50 });
      return events.find(({ type }) => type === 'not-me.reported')?.data;
    };

    it('removes the factors added since just before the alert, and leaves the older ones', async () => {
      const person = await desk.join();
      await givePasskey(desk.identity, person, desk.url);
      desk.clock.advance(2 * hourMs);
      const { factors, links, db } = desk.identity;
      const mailed = await links.issue(db.handle, {
        purpose: 'not-me',
        accountId: person.id,
        email: person.email as never,
        lifeMs: dayMs,
        replaces: false,
      });
      desk.clock.advance(hourMs);
      await givePasskey(desk.identity, person, desk.url);
      const said = await report(desk.browser(), `${paths.notMeLink}?jeton=${mailed.token}`);
      assert.match(said, /1 moyen de connexion ajouté depuis, retiré\./);
      assert.equal((await factors.of(db.handle, person.id)).passkeys.length, 1);
    });

    it('takes back what tools were allowed, and says how many', async () => {
      const { person, owner, link } = await alerted();
      const { consents, db } = desk.identity;
      await consents.remember(db.handle, { accountId: person.id, toolId: 'paie', scopes: ['openid'] });
      const said = await report(owner, link);
      assert.match(said, /1 outil qui n'est plus autorisé\./);
      assert.deepEqual(await consents.list(db.handle, person.id), []);
    });

    it('ends a deletion under way and an address that waits to be confirmed', async () => {
      const { person, owner, thief, link } = await alerted();
      await thief.open(paths.accountDelete);
      await thief.press('Supprimer mon compte');
      await thief.open(paths.accountEmail);
      await thief.press('Envoyer la confirmation', { email: 'voleur@ailleurs.test' });
      const waiting = await thief.link('voleur@ailleurs.test', 'nouvelle adresse');
      const said = await report(owner, link);
      assert.match(said, /La suppression du compte est annulée\./);
      const { accounts, db } = desk.identity;
      const account = await accounts.get(db.handle, person.id);
      assert.equal(account.deletionDueAt, null);
      await thief.open(waiting);
      assert.match(thief.page.body, /PT-103/);
    });

    it('ends the links by which an operator enrols: they would set the next password', async () => {
      const { person, owner, link } = await alerted();
      const { links, db } = desk.identity;
      const { id } = person;
      const { id: made } = await links.issue(db.handle, {
        purpose: 'enrolment',
        accountId: id,
        email: person.email as never,
        lifeMs: 72 * 3_600_000,
        replaces: true,
      });
      await report(owner, link);
      const found = await links.findById(db.handle, { purpose: 'enrolment', id: made });
      assert.deepEqual(found, { ok: false, reason: 'replaced' });
    });

    it('ends the renewal links that were mailed before', async () => {
      const { person, owner, thief, link } = await alerted();
      await thief.open(paths.forgotten);
      await thief.submit({ username: person.email });
      const reset = await thief.link(person.email, 'renouvellement');
      await report(owner, link);
      await thief.open(reset);
      assert.match(thief.page.body, /PT-103/);
    });

    it('mails every operator and administrator and the configured address: who, when, from where, what was done', async () => {
      const [operator, admin, locked] = [await desk.join(), await desk.join(), await desk.join()];
      const { accounts, db } = desk.identity;
      for (const [{ id }, role] of [
        [operator, 'operator'],
        [admin, 'admin'],
        [locked, 'operator'],
      ] as const) {
        await db.handle.updateTable('accounts').set({ role }).where('id', '=', id).execute();
      }
      await accounts.lock(db.handle, locked.id);
      const { person, link } = await alerted();
      const seen = desk.smtp.mails.length;
      const reporter = desk.browser({ address: '90.76.0.9' });
      const said = await report(reporter, link);
      assert.match(said, /L'équipe qui gère le portail est prévenue\./);
      for (const to of [operator.email, admin.email, 'securite@exemple.fr']) {
        const { text } = await reporter.mail(to, alert, seen);
        const plain = text.replace(/\s+/g, ' ');
        assert.ok(plain.includes(`Membre : ${person.name}, ${person.email}`), plain);
        assert.match(plain, /23 novembre 2026/);
        assert.match(plain, /Chrome sur Windows, France, 90\.76\.0\.9/);
        assert.match(plain, /mot de passe annulé, sessions fermées : 2, appareils oubliés : 2/);
      }
      const told = desk.smtp.mails.slice(seen).filter(({ subject }) => subject.includes(alert));
      assert.equal(told.length, 3);
      assert.equal((await lastReport(person.id))?.operatorsTold, 3);
      for (const { id } of [operator, admin]) {
        await db.handle.updateTable('accounts').set({ role: 'member' }).where('id', '=', id).execute();
      }
    });

    it('can be said of a line of one’s own activity, without a mail, and does the same', async () => {
      const { person, owner, thief } = await alerted();
      await owner.open(paths.accountActivity);
      const button = /aria-label="(Ce n&#39;était pas moi, [^"]*)"/.exec(owner.page.body)?.[1] ?? '';
      await owner.press(button);
      assert.equal(plainPath(owner), paths.notMeConfirm);
      await thief.open(paths.home);
      assert.match(thief.page.body, /connecté\(e\)/, 'nothing happens before the click');
      await owner.submit({});
      assert.match(read(owner), /2 sessions fermées\. 2 appareils reconnus oubliés\./);
      assert.equal((await lastReport(person.id))?.via, 'account');
      await thief.open(paths.home);
      assert.doesNotMatch(thief.page.body, /connecté\(e\)/);
      assert.equal((await desk.identity.accounts.get(desk.identity.db.handle, person.id)).passwordHash, null);
    });

    it('of a line of one’s own works in the browser that asked alone, once, for an hour', async () => {
      const { owner } = await alerted();
      await owner.open(paths.accountActivity);
      const button = /aria-label="(Ce n&#39;était pas moi, [^"]*)"/.exec(owner.page.body)?.[1] ?? '';
      await owner.press(button);
      const { path } = owner.page;
      const other = desk.browser();
      await other.open(path);
      assert.match(other.page.body, /PT-302/);
      desk.clock.advance(hourMs);
      await owner.open(path);
      assert.match(owner.page.body, /PT-302|PT-101/);
    });

    it('puts back an address that was changed since the line', async () => {
      const { person, owner, thief } = await alerted();
      await thief.open(paths.accountEmail);
      await thief.press('Envoyer la confirmation', { email: `voleur.${person.email}` });
      await thief.open(await thief.link(`voleur.${person.email}`, 'nouvelle adresse'));
      await thief.press('Confirmer cette adresse');
      await owner.open(paths.accountActivity);
      const button = /aria-label="(Ce n&#39;était pas moi, [^"]*)"/.exec(owner.page.body)?.[1] ?? '';
      await owner.press(button);
      assert.ok(owner.page.body.replaceAll('<wbr>', '').includes(`l&#39;adresse ${person.email} redevient`));
      await owner.submit({});
      assert.match(read(owner), /Votre adresse précédente est remise\./);
      const account = await desk.identity.accounts.get(desk.identity.db.handle, person.id);
      assert.equal(account.email, person.email);
    });
  });
}
