import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { hiddenFields } from '../../../test/support/member.ts';
import { paths } from '../../routes.ts';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`« Outils autorisés » [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine, {
        tools: [
          { id: 'paie', name: 'Espace Paie', url: 'https://paie.exemple.fr/' },
          { id: 'formation', name: 'Formations', url: 'https://formation.exemple.fr/' },
        ],
      });
    });
    after(() => desk?.close());

    const member = async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      const [session] = await desk.identity.sessions.list(desk.identity.db.handle, person.id);
      return { person, browser, session: session! };
    };
    const allow = (accountId: string, toolId: string, scopes: string[]) =>
      desk.identity.consents.remember(desk.identity.db.handle, { accountId, toolId, scopes });
    const open = (accountId: string, sessionId: string, toolId: string) =>
      desk.identity.toolSessions.open(desk.identity.db.handle, {
        toolId,
        accountId,
        sessionId,
        providerUid: `u-${sessionId}`,
        sid: `s-${toolId}-${sessionId}`,
        expiresAt: desk.clock.now() + 3_600_000,
      });
    /** Somebody with a session here and one elsewhere, a tool open in each, at « Mon compte ». */
    const inTwoSessions = async () => {
      const { person, browser, session } = await member();
      await desk.browser().signIn(person);
      const all = await desk.identity.sessions.list(desk.identity.db.handle, person.id);
      const theirs = all.find(({ id }) => id !== session.id)!;
      await open(person.id, session.id, 'formation');
      await open(person.id, theirs.id, 'paie');
      await browser.open(paths.account);
      return { person, browser };
    };
    const read = (body: string) => body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

    it('says which tools know what, and takes it back at once', async () => {
      const { person, browser } = await member();
      await allow(person.id, 'paie', ['openid', 'email']);
      await allow(person.id, 'formation', ['openid']);
      await browser.open(paths.account);
      assert.match(
        read(browser.page.body),
        /Espace Paie autorisé le 23 novembre 2026 · connaît votre adresse, un numéro qui vous désigne/,
      );
      await browser.press("Retirer l'autorisation de Espace Paie");
      assert.match(read(browser.page.body), /« Espace Paie » n&#39;est plus autorisé/);
      const { consents, audit, db } = desk.identity;
      assert.deepEqual(
        (await consents.list(db.handle, person.id)).map(({ toolId }) => toolId),
        ['formation'],
      );
      const [event] = await audit.list(db.handle, { accountId: person.id, limit: 1 });
      assert.deepEqual([event?.type, event?.data], ['tool.consent-withdrawn', { tool: 'paie' }]);
    });

    it('takes nobody else’s back, and says nothing of what was not there', async () => {
      const [one, other] = [await member(), await member()];
      await allow(other.person.id, 'paie', ['openid']);
      await one.browser.open(paths.account);
      const { csrf = '' } = hiddenFields(one.browser.page.body);
      const page = await one.browser.send('POST', paths.accountTools, { csrf, tool: 'paie' });
      assert.equal(page.status, 303);
      const { consents, db } = desk.identity;
      assert.equal((await consents.list(db.handle, other.person.id)).length, 1);
      assert.equal((await one.browser.send('GET', paths.accountTools)).status, 303);
    });

    it('shows the tools that are open, those of this session first', async () => {
      const { browser } = await inTwoSessions();
      assert.match(
        read(browser.page.body),
        /Ouverts en ce moment Formations Cette session Ouvert aujourd&#39;hui à 9:00 Espace Paie Ouvert/,
      );
    });

    it('a session that is closed ends its tools too: they are told', async () => {
      const { person, browser } = await inTwoSessions();
      await browser.press('Fermer les autres sessions');
      const ended = await desk.identity.toolSessions.claimEnded(desk.identity.db, { most: 10 });
      assert.deepEqual(
        ended.filter(({ accountId }) => accountId === person.id).map(({ toolId }) => toolId),
        ['paie'],
      );
    });
  });
}
