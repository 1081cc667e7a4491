import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { givePasskey } from '../../../test/support/factors.ts';
import { dayMs } from '../../core/clock.ts';
import { paths } from '../../routes.ts';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`the copy of one’s data [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine, {
        tools: [{ id: 'paie', name: 'Espace Paie', url: 'https://paie.exemple.fr/' }],
      });
    });
    after(() => desk?.close());

    const copyOf = async (browser: ReturnType<Desk['browser']>) => {
      const page = await browser.send('GET', paths.accountData);
      assert.equal(page.status, 200);
      return { page, copy: JSON.parse(page.body) };
    };

    it('is one JSON file with everything that the portal holds, in readable form', async () => {
      const person = await desk.join({ name: 'Zoé' });
      const { consents, tools, db, sessions, toolSessions } = desk.identity;
      await givePasskey(desk.identity, person, desk.url);
      await desk.identity.factors.removeAll(db.handle, person.id);
      const browser = desk.browser({ address: '90.76.0.1' });
      await browser.signIn(person);
      await givePasskey(desk.identity, person, desk.url);
      await tools.addToGroup(db.handle, { accountId: person.id, group: 'rh' });
      await consents.remember(db.handle, {
        accountId: person.id,
        toolId: 'paie',
        scopes: ['openid', 'email'],
      });
      const [session] = await sessions.list(db.handle, person.id);
      await toolSessions.open(db.handle, {
        toolId: 'paie',
        accountId: person.id,
        sessionId: session!.id,
        providerUid: 'u',
        sid: 's',
        expiresAt: session!.expiresAt,
      });
      const { page, copy } = await copyOf(browser);
      assert.match(String(page.headers['content-type']), /^application\/json/);
      assert.equal(page.headers['content-disposition'], 'attachment; filename="mes-donnees-2026-11-23.json"');
      assert.equal(page.headers['cache-control'], 'no-store');
      assert.match(copy.about, /Voici tout ce que le portail conserve/);
      assert.equal(copy.account.email, person.email);
      assert.equal(copy.account.name, 'Zoé');
      assert.equal(copy.account.createdAt, '2026-11-23T08:00:00.000Z');
      assert.deepEqual(copy.groups, ['rh']);
      assert.equal(copy.recognisedDevices[0].browser, 'Chrome sur Windows');
      assert.equal(copy.recognisedDevices[0].lastPlace, 'France');
      assert.deepEqual(copy.sessions[0].methods, ['pwd', 'mail']);
      assert.equal(copy.sessions[0].address, '90.76.0.1');
      assert.equal(copy.secondFactors.passkeys.length, 1);
      assert.deepEqual(copy.authorisedTools, [
        { tool: 'Espace Paie', scopes: ['email', 'openid'], givenAt: '2026-11-23T08:00:00.000Z' },
      ]);
      assert.deepEqual(copy.openTools, [{ tool: 'Espace Paie', openedAt: '2026-11-23T08:00:00.000Z' }]);
      assert.equal(copy.mails[0].kind, 'code');
      assert.equal(copy.habits.signIns, 1);
      const types = copy.events.map(({ event }: { event: string }) => event);
      assert.ok(types.includes('sign-in.succeeded') && types[0] === 'account.data-given');
      const signIn = copy.events.find(({ event }: { event: string }) => event === 'sign-in.succeeded');
      assert.match(signIn.said, /Vous vous êtes connecté\(e\) depuis Chrome sur Windows \(France\)/);
    });

    it('holds no secret: neither hash, nor token, nor key, nor code', async () => {
      const person = await desk.join();
      await givePasskey(desk.identity, person, desk.url);
      await desk.identity.factors.removeAll(desk.identity.db.handle, person.id);
      const browser = desk.browser();
      await browser.signIn(person);
      const mailed = desk.smtp.mails.map(({ text }) => text).join('\n');
      const { page } = await copyOf(browser);
      const { db } = desk.identity;
      const secrets = [
        (await desk.identity.accounts.get(db.handle, person.id)).passwordHash,
        ...[...browser.cookies.values()],
        ...(mailed.match(/\b\d{6}\b|jeton=\S+/g) ?? []),
      ];
      for (const table of ['sessions', 'devices', 'links'] as const) {
        const rows = (await db.handle.selectFrom(table).selectAll().execute()) as Record<string, unknown>[];
        for (const row of rows) secrets.push(String(row.token_hash ?? row.secret_hash));
      }
      for (const secret of secrets) assert.ok(secret && !page.body.includes(secret), `it holds ${secret}`);
      assert.doesNotMatch(page.body, /argon2|sealed|"mac"/);
    });

    it('is nobody else’s, and tells a history of any length', async () => {
      const [person, other] = [await desk.join(), await desk.join()];
      const browser = desk.browser();
      await browser.signIn(person);
      const { audit, db } = desk.identity;
      for (let i = 0; i < 1_203; i += 1) {
        await audit.record(db.handle, { type: 'account.renamed', accountId: person.id });
      }
      await audit.record(db.handle, { type: 'account.renamed', accountId: other.id });
      const { page, copy } = await copyOf(browser);
      assert.ok(!page.body.includes(other.id) && !page.body.includes(other.email));
      const renamed = copy.events.filter(({ event }: { event: string }) => event === 'account.renamed');
      assert.equal(renamed.length, 1_203);
    });

    it('is given ten times a day, and says when the next one is', async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      assert.match((await browser.open(paths.account)).body, /Dix copies par jour au plus/);
      for (let i = 0; i < 10; i += 1) await copyOf(browser);
      const refused = await browser.send('GET', paths.accountData);
      assert.equal(refused.status, 429);
      assert.match(refused.body, /Trop de demandes/);
      assert.match(refused.body, /Vous pourrez réessayer/);
      assert.ok(Number(refused.headers['retry-after']) > 0);
      const { audit, db } = desk.identity;
      const events = await audit.list(db.handle, { accountId: person.id, limit: 50 });
      assert.equal(events.filter(({ type }) => type === 'account.data-given').length, 10);
      desk.clock.advance(dayMs);
      await browser.signIn(person);
      await copyOf(browser);
    });

    it('asks who is not signed in to sign in', async () => {
      const page = await desk.browser().send('GET', paths.accountData);
      assert.equal(page.status, 303);
      assert.match(String(page.headers.location), /^\/connexion/);
    });
  });
}
