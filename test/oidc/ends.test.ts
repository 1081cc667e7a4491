import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dayMs, hourMs, minuteMs, secondMs } from '../../src/core/clock.ts';
import { runUpkeep } from '../../src/upkeep.ts';
import type { Member } from '../support/member.ts';
import { errorOf, openToolDesk, type TestTool, type ToolDesk } from './support/tools.ts';
import { arrive, open } from './support/travel.ts';

const offline = { scope: 'openid offline_access', prompt: 'consent' };

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`what ends tokens [${engine}]`, () => {
    let desk: ToolDesk;
    before(async () => {
      desk = await openToolDesk(engine);
    });
    after(() => desk.close());

    /** Somebody at a tool that may work offline, with a code that was not used yet. */
    const atRobot = async (more: object = {}) => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('robot')];
      const tokens = await open(desk, tool, member, { person, ...more });
      const { ask, back } = await arrive(desk, tool, member, more as Record<string, unknown>);
      const refresh = tokens.refresh_token!;
      assert.ok(refresh);
      return { person, member, tool, ask, back, refresh, access: tokens.access_token };
    };
    type At = Awaited<ReturnType<typeof atRobot>>;

    /** Nothing that was given works any more. */
    const isOver = async ({ tool, person, ask, back, refresh, access }: At) => {
      assert.equal((await tool.introspect(access)).active, false);
      assert.equal((await tool.introspect(refresh)).active, false);
      assert.match(await errorOf(tool.who(access, person.id)), /invalid_token/);
      assert.equal(await errorOf(tool.refresh(refresh)), 'invalid_grant');
      assert.equal(await errorOf(tool.tokens(back, ask)), 'invalid_grant');
    };
    const isLive = async ({ tool, person, access }: Pick<At, 'tool' | 'person' | 'access'>) => {
      assert.equal((await tool.introspect(access)).active, true);
      await tool.who(access, person.id);
    };

    it('a sign-out at the portal ends what was given in the session', async () => {
      const at = await atRobot();
      await isLive(at);
      const { db, sessions } = desk.identity;
      await sessions.endAll(db.handle, { accountId: at.person.id, reason: 'signed-out' });
      await isOver(at);
    });

    it('the next sign-in on the same browser does not bring it back', async () => {
      const at = await atRobot();
      const { db, sessions } = desk.identity;
      await sessions.endAll(db.handle, { accountId: at.person.id, reason: 'signed-out' });
      await open(desk, at.tool, at.member, { person: at.person });
      await isOver(at);
    });

    it('a lock ends everything at once, offline tokens too', async () => {
      for (const more of [{}, offline]) {
        const at = await atRobot(more);
        const { db, accounts } = desk.identity;
        await accounts.lock(db.handle, at.person.id);
        await isOver(at);
        await accounts.unlock(db.handle, at.person.id);
      }
    });

    it('so does an account that is gone', async () => {
      for (const more of [{}, offline]) {
        const at = await atRobot(more);
        await desk.identity.db.handle.deleteFrom('accounts').where('id', '=', at.person.id).execute();
        await isOver(at);
      }
    });

    it('offline tokens outlive the session, and die with the password that they were given under', async () => {
      const at = await atRobot(offline);
      const { db, sessions, accounts } = desk.identity;
      await sessions.endAll(db.handle, { accountId: at.person.id, reason: 'signed-out' });
      const next = await at.tool.refresh(at.refresh);
      await isLive({ ...at, access: next.access_token });
      desk.clock.advance(secondMs);
      // « Ce n'était pas moi », then a new one by a mailed link.
      await db.transaction((tx) => accounts.voidPassword(tx, at.person.id));
      await isOver({ ...at, access: next.access_token, refresh: next.refresh_token! });
      await db.transaction((tx) => accounts.setPassword(tx, { id: at.person.id, hash: 'another' }));
      await isOver({ ...at, access: next.access_token, refresh: next.refresh_token! });
    });

    it('idleness at the portal ends nothing in a tool; the absolute end does', async () => {
      const at = await atRobot();
      let { refresh } = at;
      for (let hour = 0; hour < 23; hour += 1) {
        desk.clock.advance(hourMs);
        refresh = (await at.tool.refresh(refresh)).refresh_token!;
      }
      desk.clock.advance(hourMs);
      assert.equal(await errorOf(at.tool.refresh(refresh)), 'invalid_grant');
    });

    it('a new sign-in of the same person on the same browser goes on with what was open', async () => {
      const at = await atRobot();
      desk.clock.advance(minuteMs);
      await open(desk, await desk.tool('intranet'), at.member, { person: at.person, prompt: 'login' });
      await isLive(at);
      await at.tool.refresh(at.refresh);
    });

    it('who may not open the tool any more is nobody there, at every use', async () => {
      const { db, tools } = desk.identity;
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('finance')];
      await tools.addToGroup(db.handle, { accountId: person.id, group: 'finance' });
      const { access_token: access } = await open(desk, tool, member, { person });
      await isLive({ tool, person, access });
      await tools.removeFromGroup(db.handle, { accountId: person.id, group: 'finance' });
      assert.equal((await tool.introspect(access)).active, false);
      assert.match(await errorOf(tool.who(access, person.id)), /invalid_token/);
    });

    it('a tool takes back what it holds', async () => {
      const at = await atRobot(offline);
      await at.tool.revoke(at.refresh);
      assert.equal((await at.tool.introspect(at.access)).active, false);
      assert.equal(await errorOf(at.tool.refresh(at.refresh)), 'invalid_grant');
    });

    it('the member takes back what they allowed', async () => {
      const { db, consents } = desk.identity;
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('partner-too')];
      const tokens = await allow(desk, tool, member, { person, ...offline });
      assert.ok(tokens.refresh_token);
      await consents.revoke(db.handle, { accountId: person.id, toolId: 'partner-too' });
      assert.equal(await errorOf(tool.refresh(tokens.refresh_token)), 'invalid_grant');
      assert.equal((await tool.introspect(tokens.access_token)).active, false);
    });

    it('a code lives a minute, an access token ten, an ID token says the same', async () => {
      const at = await atRobot();
      const { tool, ask, back, access } = at;
      const claims = (await tool.refresh(at.refresh)).claims()!;
      assert.equal(claims.exp - claims.iat, 600);
      desk.clock.advance(59 * secondMs);
      const second = await arrive(desk, tool, at.member);
      await tool.tokens(back, ask);
      desk.clock.advance(minuteMs);
      assert.equal(await errorOf(tool.tokens(second.back, second.ask)), 'invalid_grant');
      desk.clock.advance(8 * minuteMs);
      assert.equal((await tool.introspect(access)).active, true);
      desk.clock.advance(secondMs);
      assert.equal((await tool.introspect(access)).active, false);
    });

    it('an offline token unused for a week is over, and used every day after thirty', async () => {
      const unused = await atRobot(offline);
      const at = await atRobot(offline);
      let { refresh } = at;
      for (let day = 0; day < 29; day += 1) {
        desk.clock.advance(dayMs);
        refresh = (await at.tool.refresh(refresh)).refresh_token!;
      }
      assert.equal(await errorOf(unused.tool.refresh(unused.refresh)), 'invalid_grant');
      desk.clock.advance(dayMs);
      assert.equal(await errorOf(at.tool.refresh(refresh)), 'invalid_grant');
    });

    it('what is over is deleted, and nothing else', async () => {
      const at = await atRobot(offline);
      const kept = await at.tool.refresh(at.refresh);
      const count = async () => {
        const rows = await desk.identity.db.handle.selectFrom('oidc_records').select('model').execute();
        return rows.length;
      };
      const settings = { auditKeptMs: 400 * dayMs, calendarMs: null, inactiveMs: null };
      const log = { warn: assert.fail as never };
      desk.clock.advance(dayMs);
      const before = await count();
      await runUpkeep({ ...desk.identity, ...settings, log }, new AbortController().signal);
      assert.ok((await count()) < before);
      await at.tool.refresh(kept.refresh_token!);
    });

    it('a question waits an hour', async () => {
      const [member, tool] = [desk.browser(), await desk.tool('intranet')];
      const question = await member.send(
        'GET',
        (await tool.ask({ prompt: 'login' })).href.slice(desk.url.length),
      );
      desk.clock.advance(hourMs);
      const page = await member.send('GET', String(question.headers.location));
      assert.equal(page.status, 410);
    });

    it('another portal of the same store sees every end at once', async () => {
      const at = await atRobot();
      const second = await desk.second();
      const introspect = async () => {
        const answer = await second.app.inject({
          method: 'POST',
          url: '/oidc/token/introspection',
          headers: {
            authorization: `Basic ${Buffer.from(`robot:${at.tool.secret}`).toString('base64')}`,
            'content-type': 'application/x-www-form-urlencoded',
          },
          payload: `token=${at.access}`,
        });
        return answer.json().active;
      };
      assert.equal(await introspect(), true);
      const { db, accounts } = desk.identity;
      await accounts.lock(db.handle, at.person.id);
      assert.equal(await introspect(), false);
      await second.close();
    });
  });
}

/** As `open`, for a third party: says yes to its wish. */
async function allow(
  desk: ToolDesk,
  tool: TestTool,
  member: Member,
  more: Record<string, unknown> & { person: { email: string; password: string } },
) {
  const { travel, signInHere } = await import('./support/travel.ts');
  const { person, ...asked } = more;
  const ask = await tool.ask(asked as Record<string, string>);
  await travel(desk, member, ask.href);
  await signInHere(desk, member, person);
  await member.submit({ answer: 'yes' });
  const { left } = await travel(desk, member, member.page.headers.refresh!.toString().replace('0;url=', ''));
  return tool.tokens(left!, ask);
}
