import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AtTool, paie, wiki } from '../../test/forward-auth/at-tool.ts';
import { type Desk, openDesk } from '../../test/support/desk.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../core/clock.ts';
import { newToken } from '../core/tokens.ts';
import { paths } from '../routes.ts';
import { createAims } from '../web/aims.ts';
import { purgeProxies } from './service.ts';

const tool = '__Host-poterne-tool';
const knock = '__Host-poterne-knock';
const identity = ['remote-user', 'remote-email', 'remote-name', 'remote-groups'] as const;

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`a tool behind a proxy [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine, { tools: [wiki, paie] });
    });
    after(() => desk?.close());

    const signedIn = async (known: { name?: string } = {}) => {
      const person = await desk.join(known);
      const visitor = new AtTool(desk);
      await visitor.portal.signIn(person);
      return { person, visitor };
    };
    const inside = async (place = '/') => {
      const both = await signedIn();
      await both.visitor.enter('wiki.exemple.fr', place);
      return both;
    };
    const events = async (accountId: string) => {
      const all = await desk.identity.audit.list(desk.identity.db.handle, { accountId, limit: 50 });
      return all.filter(({ type }) => type.startsWith('tool.')).map(({ type, data }) => ({ type, ...data }));
    };
    const statusAt = async (visitor: AtTool, uri = '/', host = 'wiki.exemple.fr') =>
      (await visitor.verify(host, uri)).statusCode;

    it('is opened by who is signed in, and told who it is', async () => {
      const { person, visitor } = await signedIn({ name: 'Zoé Łukasz' });
      assert.equal(await statusAt(visitor), 401);
      assert.equal(
        await visitor.enter('wiki.exemple.fr', '/pages/é?q=1&r=2'),
        'https://wiki.exemple.fr/pages/%C3%A9?q=1&r=2',
      );
      const { statusCode, headers, body } = await visitor.verify('wiki.exemple.fr', '/pages');
      assert.equal(statusCode, 200);
      assert.equal(body, '');
      assert.equal(headers['remote-user'], person.id);
      assert.equal(headers['remote-email'], person.email);
      assert.equal(Buffer.from(String(headers['remote-name']), 'latin1').toString('utf8'), 'Zoé Łukasz');
      assert.equal(headers['remote-groups'], '');
      assert.equal(headers['cache-control'], 'no-store');
      assert.deepEqual(await events(person.id), [{ type: 'tool.opened', tool: 'wiki', via: 'proxy' }]);
    });

    it('is opened at the page that was asked for, after a whole sign-in on the way', async () => {
      const person = await desk.join();
      const visitor = new AtTool(desk);
      const end = await visitor.signInOnTheWay('wiki.exemple.fr', '/a/b?c=%2F&d=%20', person);
      assert.equal(end, 'https://wiki.exemple.fr/a/b?c=%2F&d=%20');
      assert.equal(await statusAt(visitor), 200);
    });

    it('is opened by the longest place that one comes back to, through a whole sign-in', async () => {
      const place = `/p?q=${'x'.repeat(1_490)}`;
      const end = await new AtTool(desk).signInOnTheWay('wiki.exemple.fr', place, await desk.join());
      assert.equal(end, `https://wiki.exemple.fr${place}`);
    });

    it('says every identity header in every 200, empty where nobody is named', async () => {
      const { visitor } = await inside();
      for (const guest of [visitor, new AtTool(desk)]) {
        const { statusCode, headers } = await guest.verify('wiki.exemple.fr', '/public/x');
        assert.equal(statusCode, 200);
        for (const name of identity) assert.equal(headers[name], '', name);
      }
    });

    it('is open, path by path, to whom its rules name', async () => {
      const { person, visitor } = await inside();
      const { db, tools } = desk.identity;
      assert.equal(await statusAt(visitor, '/admin/x'), 403);
      assert.equal(await statusAt(visitor, '/public/%2e%2e/admin'), 403);
      assert.equal(await statusAt(new AtTool(desk), '/public/../admin'), 401);
      await tools.addToGroup(db.handle, { accountId: person.id, group: 'informatique' });
      desk.clock.advance(2 * secondMs);
      const { statusCode, headers } = await visitor.verify('wiki.exemple.fr', '/admin/x');
      assert.equal(statusCode, 200);
      assert.equal(headers['remote-groups'], 'informatique');
    });

    it('refuses a member who may not open it, with a page that says whom to ask', async () => {
      const { person, visitor } = await signedIn();
      const path = await visitor.knock('paie.exemple.fr', '/bulletins');
      const { status, body } = await visitor.portal.send('GET', path);
      assert.equal(status, 403);
      assert.match(body, /Paie/);
      assert.ok(!body.includes('ticket='));
      // A page that every member may see opens, and nothing else does.
      await visitor.enter('paie.exemple.fr', '/aide');
      assert.equal(await statusAt(visitor, '/aide', 'paie.exemple.fr'), 200);
      assert.equal(await statusAt(visitor, '/bulletins', 'paie.exemple.fr'), 403);
      assert.equal(await statusAt(visitor, '/bulletins', 'paie.exemple.fr'), 403);
      assert.deepEqual(
        (await events(person.id)).map(({ type }) => type),
        ['tool.opened', 'tool.refused'],
      );
    });

    it('notes once a minute who was refused, whichever way they came', async () => {
      const { person, visitor } = await signedIn();
      const path = await visitor.knock('paie.exemple.fr', '/bulletins');
      const refused = async () => {
        for (let i = 0; i < 3; i += 1) assert.equal((await visitor.portal.send('GET', path)).status, 403);
        return (await events(person.id)).filter(({ type }) => type === 'tool.refused').length;
      };
      assert.equal(await refused(), 1);
      desk.clock.advance(minuteMs - 1);
      assert.equal(await refused(), 1);
      desk.clock.advance(1);
      assert.equal(await refused(), 2);
    });

    it('takes a ticket once', async () => {
      const { person, visitor } = await signedIn();
      const location = await visitor.ticket('wiki.exemple.fr', '/x');
      const answers = await Promise.all([1, 2, 3].map(() => visitor.redeem(location)));
      const good = answers.filter(({ headers }) => headers.location === 'https://wiki.exemple.fr/x');
      assert.equal(good.length, 1);
      for (const { statusCode, headers, cookies } of answers.filter((answer) => answer !== good[0])) {
        assert.equal(statusCode, 303);
        assert.deepEqual(cookies, []);
        const page = await visitor.portal.send('GET', String(headers.location).replace(desk.url, ''));
        assert.equal(page.status, 403);
        assert.match(page.body, /PT-502/);
        assert.match(page.body, /href="https:\/\/wiki\.exemple\.fr\/x"/);
      }
      assert.deepEqual(
        (await events(person.id)).filter(({ type }) => type === 'tool.ticket-refused'),
        [{ type: 'tool.ticket-refused', tool: 'wiki', reason: 'used' }],
      );
    });

    it('notes nothing of a ticket that is past, however often a stranger sends it', async () => {
      const { person, visitor } = await signedIn();
      const location = await visitor.ticket('wiki.exemple.fr', '/x');
      await visitor.redeem(location);
      for (const later of [30 * secondMs, 40 * dayMs]) {
        desk.clock.advance(later);
        const stranger = new AtTool(desk);
        for (let i = 0; i < 3; i += 1) {
          const { headers, cookies } = await stranger.redeem(location);
          assert.deepEqual(cookies, []);
          const page = await stranger.portal.send('GET', String(headers.location).replace(desk.url, ''));
          assert.match(page.body, /PT-502/);
        }
      }
      assert.deepEqual(await events(person.id), [{ type: 'tool.opened', tool: 'wiki', via: 'proxy' }]);
    });

    const refused: [why: string, spoil: (visitor: AtTool, location: string) => unknown, reason: string][] = [
      ['after half a minute', () => desk.clock.advance(30 * secondMs), 'expired'],
      [
        'in a browser that did not knock',
        (visitor) => visitor.jar('wiki.exemple.fr').clear(),
        'other-browser',
      ],
      [
        'in a browser that knocked for itself',
        (visitor) => visitor.jar('wiki.exemple.fr').set(knock, newToken()),
        'other-browser',
      ],
      [
        'once the person has signed out',
        (visitor) => visitor.portal.open(paths.home).then((page) => visitor.portal.submit({}, page)),
        'signed-out',
      ],
    ];
    for (const [why, spoil, reason] of refused) {
      it(`takes no ticket ${why}, and none after that`, async () => {
        const { person, visitor } = await signedIn();
        const location = await visitor.ticket('wiki.exemple.fr', '/');
        const honest = new Map(visitor.jar('wiki.exemple.fr'));
        await spoil(visitor, location);
        const answer = await visitor.redeem(location);
        assert.deepEqual(answer.cookies, []);
        assert.ok(String(answer.headers.location).startsWith(`${desk.url}${paths.proxyAccess}?j=`));
        for (const [name, value] of honest) visitor.jar('wiki.exemple.fr').set(name, value);
        assert.deepEqual((await visitor.redeem(location)).cookies, []);
        assert.equal(await statusAt(visitor), 401);
        assert.deepEqual(
          (await events(person.id)).reverse(),
          // Past its end, a second time says nothing new.
          (reason === 'expired' ? [reason] : [reason, 'used']).map((why) => ({
            type: 'tool.ticket-refused',
            tool: 'wiki',
            reason: why,
          })),
        );
      });
    }

    it('takes no ticket of another host, nor its cookie', async () => {
      const { person, visitor } = await signedIn();
      await desk.identity.tools.addToGroup(desk.identity.db.handle, { accountId: person.id, group: 'rh' });
      await visitor.enter('paie.exemple.fr', '/');
      const location = await visitor.ticket('wiki.exemple.fr', '/');
      // Whoever holds everything that the browser holds.
      visitor.jar('paie.exemple.fr').set(knock, visitor.jar('wiki.exemple.fr').get(knock)!);
      const { cookies } = await visitor.redeem(location, 'paie.exemple.fr');
      assert.deepEqual(cookies, []);
      const token = visitor.jar('paie.exemple.fr').get(tool)!;
      assert.equal(await statusAt(visitor, '/', 'paie.exemple.fr'), 200);
      visitor.jar('wiki.exemple.fr').set(tool, token);
      assert.equal(await statusAt(visitor), 401);
      // Not the portal's own either, nor what the store holds.
      for (const text of [visitor.portal.cookies.get('__Host-poterne-session')!, 'x', newToken()]) {
        visitor.jar('wiki.exemple.fr').set(tool, text);
        assert.equal(await statusAt(visitor), 401);
      }
    });

    it('takes nothing for a ticket that the portal did not make', async () => {
      const { visitor } = await signedIn();
      const location = await visitor.ticket('wiki.exemple.fr', '/');
      const ticket = new URL(location).searchParams.get('ticket')!;
      for (const text of ['', 'x', newToken(), `A${ticket}`, ticket.slice(0, -4), 'x'.repeat(9_000)]) {
        const answer = await visitor.send('wiki.exemple.fr', `${paths.proxyReturn}?ticket=${text}`);
        assert.deepEqual(answer.cookies, [], text);
        assert.equal(answer.headers.location, `${desk.url}${paths.proxyAccess}?j=`);
      }
      assert.equal((await visitor.send('wiki.exemple.fr', paths.proxyReturn)).statusCode, 400);
      // They did no harm to the true one.
      assert.equal((await visitor.redeem(location)).headers.location, 'https://wiki.exemple.fr/');
    });

    const ends: [how: string, end: (of: { id: string; visitor: AtTool }) => unknown][] = [
      [
        'the person signs out of the portal',
        ({ visitor }) => visitor.portal.open(paths.home).then((page) => visitor.portal.submit({}, page)),
      ],
      ['the account is locked', ({ id }) => desk.identity.accounts.lock(desk.identity.db.handle, id)],
      [
        'every session of the account ends',
        ({ id }) =>
          desk.identity.sessions.endAll(desk.identity.db.handle, { accountId: id, reason: 'not-me' }),
      ],
    ];
    for (const [how, end] of ends) {
      it(`is closed on every portal within five seconds when ${how}`, async () => {
        const second = await desk.second();
        const { person, visitor } = await inside();
        const elsewhere = new AtTool(desk, second.app);
        for (const [name, value] of visitor.jar('wiki.exemple.fr')) {
          elsewhere.jar('wiki.exemple.fr').set(name, value);
        }
        assert.deepEqual([await statusAt(visitor), await statusAt(elsewhere)], [200, 200]);
        await end({ id: person.id, visitor });
        desk.clock.advance(2 * secondMs);
        assert.deepEqual([await statusAt(visitor), await statusAt(elsewhere)], [401, 401]);
        await second.close();
      });
    }

    it('is closed when the portal’s session goes idle, which using the tool prevents', async () => {
      const { visitor } = await inside();
      for (let i = 0; i < 4; i += 1) {
        desk.clock.advance(50 * minuteMs);
        assert.equal(await statusAt(visitor), 200);
      }
      const home = await visitor.portal.open(paths.home);
      assert.match(home.body, /connecté\(e\)/);
      desk.clock.advance(hourMs);
      assert.equal(await statusAt(visitor), 401);
    });

    it('lasts no longer than the portal’s session, however busy it is', async () => {
      const { visitor } = await inside();
      for (let i = 0; i < 28; i += 1) {
        desk.clock.advance(50 * minuteMs);
        assert.equal(await statusAt(visitor), 200);
      }
      desk.clock.advance(50 * minuteMs);
      assert.equal(await statusAt(visitor), 401);
    });

    it('stays open when the person signs in anew, as long as the new session lasts', async () => {
      const { person, visitor } = await inside();
      const signInAnew = async ({ email, password }: { email: string; password: string }) => {
        const browser = visitor.portal.cookies.get('__Host-poterne-browser')!;
        const aim = { next: paths.home, fresh: true };
        await visitor.portal.open(createAims(desk.identity).link(paths.signIn, { aim, browser }));
        await visitor.portal.submit({ username: email });
        await visitor.portal.submit({ password });
        const { path } = visitor.portal.page;
        if (path.startsWith(paths.code)) {
          await visitor.portal.submit({ code: await visitor.portal.code(email) });
        }
        assert.equal(visitor.portal.page.path, paths.home);
      };
      desk.clock.advance(50 * minuteMs);
      await signInAnew(person);
      desk.clock.advance(2 * secondMs);
      assert.equal(await statusAt(visitor), 200);
      const { proxy, portal } = await desk.identity.db.handle
        .selectFrom('proxy_sessions')
        .innerJoin('sessions', 'sessions.id', 'proxy_sessions.session_id')
        .select(['proxy_sessions.expires_at as proxy', 'sessions.expires_at as portal'])
        .where('sessions.account_id', '=', person.id)
        .executeTakeFirstOrThrow();
      assert.equal(proxy, portal);
      // Somebody else on this browser is somebody else.
      await signInAnew(await desk.join());
      desk.clock.advance(2 * secondMs);
      assert.equal(await statusAt(visitor), 401);
    });

    it('is forgotten once past', async () => {
      const { visitor } = await inside();
      await visitor.ticket('wiki.exemple.fr', '/left-behind');
      const { handle } = desk.identity.db;
      const count = async (table: 'proxy_tickets' | 'proxy_sessions') =>
        (await handle.selectFrom(table).selectAll().execute()).length;
      const purge = () => purgeProxies(handle, { before: desk.clock.now(), most: 500 });
      desk.clock.advance(29 * secondMs);
      await purge();
      assert.ok((await count('proxy_tickets')) > 0);
      desk.clock.advance(25 * hourMs);
      assert.ok((await purge()) > 0);
      assert.deepEqual([await count('proxy_tickets'), await count('proxy_sessions')], [0, 0]);
    });
  });
}
