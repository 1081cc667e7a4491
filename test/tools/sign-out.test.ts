import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { hourMs, systemClock } from '../../src/core/clock.ts';
import { createSessions } from '../../src/identity/sessions/service.ts';
import { createToolSessions } from '../../src/identity/tool-sessions/service.ts';
import { openDatabase, type Tx } from '../../src/platform/db/database.ts';
import { paths } from '../../src/routes.ts';
import { until } from '../faults/support.ts';
import type { Person } from '../support/people.ts';
import { Traveller } from './traveller.ts';
import { type GatedTool, startTwoTools, type TwoTools } from './two-tools.ts';

const limit = { idleMs: hourMs, absoluteMs: 24 * hourMs };
const limits = { member: limit, operator: limit, admin: limit };
const anywhere = {
  role: 'member',
  deviceId: null,
  label: 'Firefox sur Linux',
  address: '192.0.2.7',
  amr: ['pwd'],
  previous: null,
} as const;

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`two tools and the portal [${engine}]`, () => {
    let all: TwoTools;
    before(async () => {
      all = await startTwoTools({ engine });
    });
    after(() => all?.stop());
    afterEach(async () => {
      for (const { gate } of [all.formations, all.dossiers]) {
        await gate.shut();
        await gate.reopen();
        gate.be('open');
        gate.came.length = 0;
      }
    });

    const both = () => [all.formations, all.dossiers];
    /** Signed in to the portal once, and by that to both tools. */
    const signedInEverywhere = async () => {
      const person = await all.portal.createAccount();
      const traveller = new Traveller();
      await traveller.open(`${all.formations.url}/connexion`);
      await traveller.signIn(all.portal, person);
      assert.match(traveller.page.body, new RegExp(`Bonjour ${person.name}`));
      await traveller.open(`${all.dossiers.url}/connexion`);
      assert.match(traveller.page.body, new RegExp(person.email));
      return { person, traveller };
    };
    const isIn = async (traveller: Traveller, tool: GatedTool) =>
      /Bonjour/.test((await traveller.ask(`${tool.url}/`)).body);
    const isAtPortal = async (traveller: Traveller) =>
      (await traveller.ask(`${all.portal.url}/`)).status === 200;
    const where = async (traveller: Traveller) => ({
      portal: await isAtPortal(traveller),
      formations: await isIn(traveller, all.formations),
      dossiers: await isIn(traveller, all.dossiers),
    });
    const nowhere = { portal: false, formations: false, dossiers: false };
    const inStore = async <T>(look: (tx: Tx) => Promise<T>): Promise<T> => {
      const db = await openDatabase({ url: all.portal.databaseUrl, clock: systemClock });
      return look(db.handle).finally(() => db.close());
    };
    const events = (person: Person, type: string) =>
      inStore(async (tx) => {
        const rows = await tx
          .selectFrom('audit_events')
          .innerJoin('accounts', 'accounts.id', 'audit_events.account_id')
          .select('audit_events.data')
          .where('accounts.email', '=', person.email)
          .where('audit_events.type', '=', type)
          .execute();
        return rows.map(({ data }) => JSON.parse(data) as Record<string, unknown>);
      });
    /** How many logout tokens about this person came to a tool: an earlier test's may still be tried again. */
    const cameFor = (person: Person, { gate }: GatedTool) =>
      inStore(async (tx) => {
        const { id } = await tx
          .selectFrom('accounts')
          .select('id')
          .where('email', '=', person.email)
          .executeTakeFirstOrThrow();
        return gate.came.filter((body) => {
          const token = new URLSearchParams(body).get('logout_token') ?? '';
          return decodeJwt(token).sub === id;
        }).length;
      });
    const signOutAtPortal = async (traveller: Traveller) => {
      await traveller.open(`${all.portal.url}/`);
      return traveller.submit({}, /deconnexion/);
    };

    it('end all three when one signs out of the portal', async () => {
      const { person, traveller } = await signedInEverywhere();
      const page = await signOutAtPortal(traveller);
      assert.match(page.body, /Vous êtes déconnecté\(e\)\./);
      assert.doesNotMatch(page.body, /pas répondu/);
      assert.deepEqual(await where(traveller), nowhere);
      for (const tool of both()) assert.equal(await cameFor(person, tool), 1);
      const told = await events(person, 'tool.logout-told');
      assert.deepEqual(told.map(({ tool }) => tool).sort(), ['dossiers', 'formations']);
    });

    for (const from of ['formations', 'dossiers'] as const) {
      it(`end all three when one signs out of ${from}, and lead back there`, async () => {
        const { person, traveller } = await signedInEverywhere();
        const tool = all[from];
        await traveller.open(`${tool.url}/`);
        const going = await traveller.submit({}, /deconnexion/);
        assert.match(going.body, /data-send/);
        await traveller.submit({}, /deconnexion/);
        assert.equal(traveller.page.url, `${tool.url}/au-revoir`);
        assert.deepEqual(await where(traveller), nowhere);
        // Once each: the provider sends none of its own.
        for (const each of both()) assert.equal(await cameFor(person, each), 1);
      });
    }

    it('ask first when a page sends somebody to the end of sessions without proof', async () => {
      const { traveller } = await signedInEverywhere();
      const page = await traveller.open(`${all.portal.url}/oidc/session/end`);
      assert.match(page.body, /Une page demande votre déconnexion/);
      assert.equal(page.body.includes('data-send'), false);
      assert.deepEqual(await where(traveller), { portal: true, formations: true, dossiers: true });
    });

    it('refuse to lead where no tool said that it may', async () => {
      const { traveller } = await signedInEverywhere();
      const query = new URLSearchParams({
        client_id: 'formations',
        post_logout_redirect_uri: 'https://mechant.example/',
      });
      const page = await traveller.open(`${all.portal.url}/oidc/session/end?${query}`);
      assert.equal(page.status, 400);
      assert.deepEqual(await where(traveller), { portal: true, formations: true, dossiers: true });
      // Without a tool to check it against, the place is not taken at all.
      query.delete('client_id');
      await traveller.open(`${all.portal.url}/oidc/session/end?${query}`);
      await traveller.submit({}, /deconnexion/);
      assert.equal(new URL(traveller.page.url).pathname, paths.signedOut);
      assert.doesNotMatch(traveller.page.body, /mechant/);
    });

    it('leave no other door: the provider’s own end of sessions is not reached', async () => {
      const { traveller } = await signedInEverywhere();
      await traveller.open(`${all.portal.url}/`);
      for (const door of ['confirm', 'success']) {
        const url = `${all.portal.url}/oidc/session/end/${door}`;
        assert.equal((await traveller.ask(url)).status, 404);
        assert.equal((await traveller.ask(url, { xsrf: 'x', logout: 'yes' })).status, 404);
      }
      assert.deepEqual(await where(traveller), { portal: true, formations: true, dossiers: true });
    });

    /** What the audit holds once a tool that was down has been told. */
    const toldLater = async (person: Person, traveller: Traveller) => {
      await all.dossiers.gate.reopen();
      await until('dossiers to be told', async () => !(await isIn(traveller, all.dossiers)));
      // Recorded once the tool has answered, which it does after it closed.
      await until('that to be recorded', async () =>
        (await events(person, 'tool.logout-told')).some(
          ({ tool, attempts }) => tool === 'dossiers' && Number(attempts) > 1,
        ),
      );
    };

    it('say which tool is down, keep trying, and tell it when it is back', async () => {
      const { person, traveller } = await signedInEverywhere();
      await all.dossiers.gate.shut();
      const page = await signOutAtPortal(traveller);
      assert.match(page.body, /Dossiers n(&#39;|')a pas répondu/);
      assert.doesNotMatch(page.body, /Formations n/);
      assert.deepEqual(await where(traveller), { ...nowhere, dossiers: true });
      const [failure] = await events(person, 'tool.logout-failed');
      assert.deepEqual(failure, { tool: 'dossiers', attempts: 1, reason: 'unreachable', givenUp: false });
      assert.match(all.portal.log(), /a tool could not be told of a sign-out/);
      const metrics = await (await fetch(`${all.portal.metricsUrl}/metrics`)).text();
      assert.match(metrics, /poterne_events_total\{type="tool.logout-failed",reason="unreachable"\} [1-9]/);
      await toldLater(person, traveller);
    });

    it('say so too to whoever signs out of another tool, and close what they can', async () => {
      const { person, traveller } = await signedInEverywhere();
      await all.dossiers.gate.shut();
      await traveller.open(`${all.formations.url}/`);
      await traveller.submit({}, /deconnexion/);
      const page = await traveller.submit({}, /deconnexion/);
      // Not straight back: nobody would read which one is still open.
      assert.equal(new URL(page.url).pathname, paths.signedOut);
      assert.match(page.body, /Dossiers n(&#39;|')a pas répondu/);
      assert.doesNotMatch(page.body, /Formations n(&#39;|')a pas répondu/);
      assert.ok(page.body.includes(`href="${all.formations.url}/au-revoir`), 'no way back');
      assert.deepEqual(await where(traveller), { ...nowhere, dossiers: true });
      assert.equal(await cameFor(person, all.formations), 1);
      await toldLater(person, traveller);
      assert.deepEqual(await where(traveller), nowhere);
    });

    it('do not wait for a tool that never answers', async () => {
      const { person, traveller } = await signedInEverywhere();
      all.dossiers.gate.be('silent');
      await traveller.open(`${all.portal.url}/`);
      const leaving = traveller.submit({}, /deconnexion/);
      const since = performance.now();
      await until('formations to be told', async () => (await cameFor(person, all.formations)) === 1);
      assert.ok(performance.now() - since < 2_000);
      const page = await leaving;
      assert.match(page.body, /Dossiers n(&#39;|')a pas répondu/);
    });

    it('take a refusal and a redirect for what they are: not told, and led nowhere', async () => {
      const { person, traveller } = await signedInEverywhere();
      all.dossiers.gate.be(307, { location: all.formations.gate.url });
      await signOutAtPortal(traveller);
      await until(
        'the refusal to be recorded',
        async () => (await events(person, 'tool.logout-failed')).length > 0,
      );
      const refused = await events(person, 'tool.logout-failed');
      assert.deepEqual(
        refused.map(({ tool, reason }) => ({ tool, reason })),
        [{ tool: 'dossiers', reason: 'refused' }],
      );
      assert.equal(await cameFor(person, all.formations), 1);
    });

    it('end within five seconds when the command line locks the account', async () => {
      const { person, traveller } = await signedInEverywhere();
      const { code } = await all.portal.command(['account', 'lock', person.email]);
      const since = performance.now();
      assert.equal(code, 0);
      await until('both tools to be told', async () => {
        const now = await where(traveller);
        return !now.formations && !now.dossiers;
      });
      assert.ok(performance.now() - since < 5_000, `${performance.now() - since} ms`);
      for (const tool of both()) assert.equal(await cameFor(person, tool), 1);
    });

    it('end together after the same person signed in anew for one of them', async () => {
      const { person, traveller } = await signedInEverywhere();
      // The provider counts in whole seconds: a sign-in of this one would be as new as was asked.
      await sleep(1_100);
      const { headers } = await traveller.ask(`${all.formations.url}/connexion`);
      await traveller.open(`${headers.get('location')}&prompt=login`);
      await traveller.signIn(all.portal, person);
      assert.equal(traveller.page.url, `${all.formations.url}/`);
      // What the former session opened went on.
      assert.deepEqual(await where(traveller), { portal: true, formations: true, dossiers: true });
      await signOutAtPortal(traveller);
      assert.deepEqual(await where(traveller), nowhere);
      // Both of its sessions there, in case the tool keeps them apart.
      assert.equal(await cameFor(person, all.formations), 2);
    });

    it('end when somebody else signs in on the same browser', async () => {
      const { traveller } = await signedInEverywhere();
      const other = await all.portal.createAccount();
      await sleep(1_100);
      const { headers } = await traveller.ask(`${all.formations.url}/connexion`);
      await traveller.open(`${headers.get('location')}&prompt=select_account`);
      await traveller.signIn(all.portal, other);
      assert.match(traveller.page.body, new RegExp(other.email));
      await until('dossiers to be told', async () => !(await isIn(traveller, all.dossiers)));
      assert.match((await traveller.ask(`${all.formations.url}/`)).body, new RegExp(other.email));
    });

    it('end by a form of a tool as by its link', async () => {
      const { traveller } = await signedInEverywhere();
      await traveller.open(`${all.formations.url}/`);
      const link = await traveller.ask(`${all.formations.url}/deconnexion`, {});
      const { origin, pathname, searchParams } = new URL(link.headers.get('location') ?? '');
      const answer = await traveller.ask(`${origin}${pathname}`, Object.fromEntries(searchParams));
      assert.equal(answer.status, 303);
      const going = await traveller.open(new URL(answer.headers.get('location') ?? '', origin).href);
      assert.match(going.body, /data-send/);
      await traveller.submit({}, /deconnexion/);
      assert.equal(traveller.page.url, `${all.formations.url}/au-revoir`);
      assert.deepEqual(await where(traveller), nowhere);
    });

    it('end when the same person’s other browser is not concerned only where they sign out', async () => {
      const { person, traveller } = await signedInEverywhere();
      const other = new Traveller();
      await other.open(`${all.formations.url}/connexion`);
      await other.signIn(all.portal, person);
      await signOutAtPortal(traveller);
      assert.equal(await isIn(traveller, all.formations), false);
      assert.equal(await isIn(other, all.formations), true);
    });

    // The last one: the portal goes on trying.
    it('are told at once while a hundred sessions of a tool that hangs wait', async () => {
      const { person, traveller } = await signedInEverywhere();
      all.dossiers.gate.be('silent');
      const sessions = createSessions({ clock: systemClock, limits });
      const toolSessions = createToolSessions({ clock: systemClock });
      await inStore(async (tx) => {
        const { id: accountId } = await tx
          .selectFrom('accounts')
          .select('id')
          .where('email', '=', person.email)
          .executeTakeFirstOrThrow();
        for (let i = 0; i < 100; i += 1) {
          const { id, token } = await sessions.start(tx, { ...anywhere, accountId });
          const opened = { toolId: 'dossiers', accountId, sessionId: id, providerUid: id, sid: id };
          await toolSessions.open(tx, { ...opened, expiresAt: systemClock.now() + hourMs });
          await sessions.end(tx, { token, reason: 'signed-out' });
        }
      });
      await until('dossiers to be asked', async () => all.dossiers.gate.came.length >= 8);
      const since = performance.now();
      const leaving = signOutAtPortal(traveller);
      await until('formations to be told', async () => (await cameFor(person, all.formations)) === 1);
      assert.ok(performance.now() - since < 2_000, `${performance.now() - since} ms`);
      await leaving;
    });
  });
}
