import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Desk, openDesk } from '../../../test/support/desk.ts';
import { hiddenFields } from '../../../test/support/member.ts';
import { hourMs } from '../../core/clock.ts';
import { paths } from '../../routes.ts';
import { needsNoQuestion } from './rules.ts';
import { createSignOut } from './service.ts';

const formations = {
  id: 'formations',
  name: 'Formations',
  url: 'https://formations.exemple.fr/',
  redirectUris: ['https://formations.exemple.fr/retour'],
  backchannelLogoutUri: 'https://formations.exemple.fr/fin',
};

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`signing out [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine, { tools: [formations] });
    });
    after(() => desk?.close());

    const member = async () => {
      const person = await desk.join();
      const browser = desk.browser();
      await browser.signIn(person);
      const [session] = await desk.identity.sessions.list(desk.identity.db.handle, person.id);
      return { person, browser, sessionId: session!.id };
    };
    const openTool = (accountId: string, sessionId: string, sid = `sid-${sessionId}`) =>
      desk.identity.toolSessions.open(desk.identity.db.handle, {
        toolId: 'formations',
        accountId,
        sessionId,
        providerUid: sessionId,
        sid,
        expiresAt: desk.clock.now() + hourMs,
      });
    const live = async (accountId: string) =>
      (await desk.identity.sessions.list(desk.identity.db.handle, accountId)).length;
    /** The tools that are to be told that a session of this person is over. */
    const ended = async (accountId: string) => {
      await desk.identity.toolSessions.claimEnded(desk.identity.db, { most: 50 });
      const rows = await desk.identity.db.handle
        .selectFrom('tool_sessions')
        .select('tool_id')
        .where('account_id', '=', accountId)
        .where('ended_at', 'is not', null)
        .execute();
      return rows.map((row) => row.tool_id);
    };
    const until = async (holds: () => Promise<boolean>) => {
      while (!(await holds())) await sleep(5);
    };
    const asked = (of: { sid?: string; names?: string; next?: string }) =>
      createSignOut(desk.identity).askedLink({
        tool: 'formations',
        next: of.next ?? null,
        sid: of.sid ?? null,
        names: of.names ?? null,
      });

    it('asks when the page is opened by itself, and signs out by its button', async () => {
      const { person, browser } = await member();
      const page = await browser.open(paths.signOut);
      assert.match(page.body, /<h1>Se déconnecter<\/h1>/);
      assert.match(page.body, /Rester connecté\(e\)/);
      assert.equal(await live(person.id), 1);
      await browser.submit({});
      assert.match(browser.page.path, /^\/deconnecte\?suite=/);
      assert.match(browser.page.body, /Vous êtes déconnecté\(e\)\./);
      assert.equal(await live(person.id), 0);
      assert.ok(!browser.cookies.has('__Host-poterne-session'));
    });

    it('refuses a form that was not made for this session', async () => {
      const [one, other] = [await member(), await member()];
      const form = hiddenFields((await other.browser.open(paths.signOut)).body);
      const page = await one.browser.send('POST', paths.signOut, form);
      assert.notEqual(page.status, 303);
      assert.equal(await live(one.person.id), 1);
    });

    it('goes ahead when the tool proves whom it signs out, and leads back to it', async () => {
      const { person, browser } = await member();
      const next = 'https://formations.exemple.fr/?state=x%26y';
      const page = await browser.open(asked({ names: person.id, next }));
      assert.match(page.body, /<form [^>]*data-send>/);
      await browser.submit({});
      assert.equal(browser.page.headers.refresh, `0;url=${next}`);
      assert.match(browser.page.body, /Revenir vers Formations/);
      assert.equal(await live(person.id), 0);
    });

    it('takes of a tool’s own form what sign-outs know, of four kilobytes at most', async () => {
      const post = (payload: string) =>
        desk.app.inject({
          method: 'POST',
          url: '/oidc/session/end',
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            origin: 'https://formations.exemple.fr',
          },
          payload,
        });
      const link = async (payload: string) => String((await post(payload)).headers.location);
      assert.equal(
        await link('state=a%26b&client_id=formations&logout=yes&xsrf=1&state2=x&ui_locales=fr'),
        '/oidc/session/end?client_id=formations&state=a%26b&ui_locales=fr',
      );
      assert.equal(await link('state=1&state=2&constructor=x&__proto__=x'), '/oidc/session/end?');
      assert.equal((await post(`state=${'x'.repeat(4_096 - 6 - 19)}`)).statusCode, 303);
      // Three times as long once it is written into an address.
      for (const long of [`x=${'y'.repeat(4_096)}`, `state=${'/'.repeat(2_000)}`]) {
        const { statusCode, headers, body } = await post(long);
        assert.equal(statusCode, 413);
        assert.equal(headers.location, undefined);
        assert.match(body, /PT-605/);
      }
    });

    it('asks when the tool proves nothing, or means somebody else', async () => {
      const { browser } = await member();
      const other = await member();
      for (const what of [{}, { names: other.person.id }]) {
        const page = await browser.open(asked(what));
        assert.match(page.body, /Formations demande votre déconnexion\./);
        assert.doesNotMatch(page.body, /data-send/);
      }
    });

    it('ends what a tool still holds after the portal’s own session went idle and its cookie was dropped', async () => {
      const { person, browser, sessionId } = await member();
      await openTool(person.id, sessionId);
      desk.clock.advance(2 * hourMs);
      await browser.open(paths.home);
      browser.cookies.delete('__Host-poterne-session');
      await browser.open(asked({ names: person.id, sid: `sid-${sessionId}` }));
      assert.match(browser.page.body, /data-send/);
      await browser.submit({});
      const row = await desk.identity.db.handle
        .selectFrom('sessions')
        .select('end_reason')
        .where('id', '=', sessionId)
        .executeTakeFirst();
      assert.equal(row?.end_reason, 'signed-out');
    });

    it('asks when the tool means somebody else than whose session rests here', async () => {
      const { browser } = await member();
      const other = await member();
      desk.clock.advance(2 * hourMs);
      await browser.open(asked({ names: other.person.id }));
      assert.doesNotMatch(browser.page.body, /data-send/);
    });

    it('ends the tools that a session opened before it rested, once its owner is back and signs out', async () => {
      const { person, browser, sessionId } = await member();
      await openTool(person.id, sessionId);
      desk.clock.advance(2 * hourMs);
      await browser.open(paths.home);
      assert.match(browser.page.body, /Votre session est terminée/);
      await browser.signIn(person);
      assert.deepEqual(await ended(person.id), []);
      await browser.open(paths.signOut);
      const leaving = browser.submit({});
      await until(async () => (await ended(person.id)).length > 0);
      await leaving;
      assert.deepEqual(await ended(person.id), ['formations']);
    });

    it('ends the tools of whoever left a browser at rest, once somebody else signs in there', async () => {
      const { person, browser, sessionId } = await member();
      await openTool(person.id, sessionId);
      desk.clock.advance(2 * hourMs);
      await browser.open(paths.home);
      await browser.signIn(await desk.join());
      assert.deepEqual(await ended(person.id), ['formations']);
    });

    it('leads straight on when there is nobody to sign out', async () => {
      const browser = desk.browser();
      const next = 'https://formations.exemple.fr/au-revoir';
      await browser.open(asked({ next }));
      assert.equal(browser.page.headers.refresh, `0;url=${next}`);
      await browser.open(paths.signOut);
      assert.equal(browser.page.path, paths.signedOut);
    });

    it('leads nowhere that it did not seal itself', async () => {
      const { browser } = await member();
      for (const suite of ['https://mechant.example/', asked({}).replace(/.$/, 'x'), '']) {
        const page = await browser.open(`${paths.signOut}?suite=${encodeURIComponent(suite)}`);
        assert.doesNotMatch(page.body, /mechant/);
        assert.match(page.body, /<h1>Se déconnecter<\/h1>/);
        const signedOut = await browser.open(`${paths.signedOut}?suite=${encodeURIComponent(suite)}`);
        assert.equal(signedOut.headers.refresh, undefined);
        assert.doesNotMatch(signedOut.body, /mechant/);
      }
    });

    it('says nothing of a sign-out to another browser', async () => {
      const { browser } = await member();
      await browser.open(asked({ next: 'https://formations.exemple.fr/' }));
      await browser.submit({});
      const stranger = await desk.browser().open(browser.page.path);
      assert.equal(stranger.headers.refresh, undefined);
    });

    it('names the tools that have not answered, and does not go on without the person', async () => {
      const { person, browser, sessionId } = await member();
      await openTool(person.id, sessionId);
      await browser.open(asked({ names: person.id, next: 'https://formations.exemple.fr/' }));
      const answered = browser.submit({});
      const { toolSessions, db } = desk.identity;
      // As the courier does, once the session has ended.
      for (let tried = false; !tried; await sleep(5)) {
        for (const claim of await toolSessions.claimEnded(db, { most: 5 })) {
          await toolSessions.failed(db.handle, claim, 'no answer in time');
          tried ||= claim.accountId === person.id;
        }
      }
      const page = await answered;
      assert.match(page.body, /Formations n(&#39;|')a pas répondu/);
      assert.equal(page.headers.refresh, undefined);
      assert.match(page.body, /href="https:\/\/formations\.exemple\.fr\/"/);
    });
  });
}

describe('whether a sign-out needs a question', () => {
  const asked = { tool: 'formations', next: null, sid: null };

  it('needs one unless the tool names who is signed in', () => {
    assert.equal(needsNoQuestion(null, 'account-1'), false);
    assert.equal(needsNoQuestion({ ...asked, names: null }, 'account-1'), false);
    assert.equal(needsNoQuestion({ ...asked, names: 'account-2' }, 'account-1'), false);
    assert.equal(needsNoQuestion({ ...asked, names: 'account-1' }, 'account-1'), true);
    assert.equal(needsNoQuestion({ ...asked, names: 'account-1' }, null), true);
  });
});
