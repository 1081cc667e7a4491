import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { hiddenFields, type Member } from '../support/member.ts';
import { errorOf, openToolDesk, type TestTool, type ToolDesk } from './support/tools.ts';
import { type Journey, open, signInHere, travel } from './support/travel.ts';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`who may open a tool, and what it may know [${engine}]`, () => {
    let desk: ToolDesk;
    before(async () => {
      desk = await openToolDesk(engine);
    });
    after(() => desk.close());

    const events = async (accountId: string, type: string) => {
      const { db, audit } = desk.identity;
      const all = await audit.list(db.handle, { accountId, limit: 50 });
      return all.filter((event) => event.type === type).map(({ data }) => data);
    };
    const goTo = async (tool: TestTool, member: Member, more: Record<string, string> = {}) => {
      const ask = await tool.ask(more);
      return { ask, ...(await travel(desk, member, ask.href)) };
    };
    /** Answers the consent page shown. */
    const answer = async (member: Member, said: 'yes' | 'no'): Promise<Journey> => {
      const sent = await member.post({ answer: said });
      assert.equal(sent.status, 303);
      // The form's own policy must not meet the tool's address [security.md 31].
      const page = await member.send('GET', String(sent.headers.location));
      assert.equal(page.status, 200);
      const [, onward = ''] = /^0;url=(.+)$/.exec(String(page.headers.refresh)) ?? [];
      assert.ok(page.body.includes(`href="${onward}"`), 'a link for browsers that stay');
      return travel(desk, member, onward);
    };

    it('a member whom the tool is not open to reads whom to ask, and the tool hears access_denied', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('finance')];
      await member.signIn(person);
      // Asked for again at once, and read again: the log has it already.
      await goTo(tool, member);
      const { page, ask } = await goTo(tool, member);
      await member.send('GET', page.path);
      assert.equal(page.status, 403);
      assert.match(page.body, /PT-501/);
      assert.match(page.body, /Le service financier/);
      assert.ok(page.body.includes(person.email));
      assert.deepEqual(await events(person.id, 'tool.refused'), [{ tool: 'finance', via: 'oidc' }]);
      const href = page.body.match(/href="(\/outil\/[^"]+\/abandonner)"/)?.[1];
      const { left } = await travel(desk, member, href!);
      assert.equal(left?.searchParams.get('error'), 'access_denied');
      assert.equal(left?.searchParams.get('state'), ask.state);
    });

    it('another account of the same person opens it from there', async () => {
      const [person, other] = [await desk.join(), await desk.join()];
      const { db, tools } = desk.identity;
      await tools.addToGroup(db.handle, { accountId: other.id, group: 'finance' });
      const [member, tool] = [desk.browser(), await desk.tool('finance')];
      await member.signIn(person);
      const { page, ask } = await goTo(tool, member);
      const href = page.body.match(/href="(\/connexion\?suite=[^"]+)"/)?.[1];
      await travel(desk, member, href!);
      const { left } = await signInHere(desk, member, other);
      assert.equal((await tool.tokens(left!, ask)).claims()?.sub, other.id);
    });

    it('a tool hears at once that it is not open, where nothing may be shown', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('finance')];
      await member.signIn(person);
      const { left } = await goTo(tool, member, { prompt: 'none' });
      assert.equal(left?.searchParams.get('error'), 'access_denied');
    });

    it('a third party’s tool is told nothing before the person said yes, in plain words', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('partner')];
      const asked = await goTo(tool, member);
      await signInHere(desk, member, person);
      const { page } = member;
      assert.equal(page.status, 200);
      assert.match(page.body, /<h1>Autoriser «\u00a0Outil partner\u00a0»\u202f\?<\/h1>/);
      for (const seen of [person.name, person.email, 'groupes', 'Les formations du partenaire.']) {
        assert.ok(page.body.includes(seen), seen);
      }
      assert.ok(!page.body.includes('30 jours'), 'it does not ask to work offline');
      const { left } = await answer(member, 'yes');
      const tokens = await tool.tokens(left!, asked.ask);
      const { sub } = tokens.claims()!;
      assert.notEqual(sub, person.id, 'a name of its own for each third party');
      assert.equal((await tool.who(tokens.access_token, sub)).email, person.email);
      assert.deepEqual(await events(person.id, 'tool.consent-given'), [
        { tool: 'partner', scopes: ['openid', 'profile', 'email', 'groups'] },
      ]);
    });

    it('of two that are said at once, on two browsers, neither is lost', async () => {
      const [person, tool] = [await desk.join(), await desk.tool('partner')];
      const members = [desk.browser(), desk.browser()];
      for (const [i, scope] of ['openid email', 'openid groups'].entries()) {
        await members[i]!.signIn(person);
        await goTo(tool, members[i]!, { scope });
      }
      const { consents, db } = desk.identity;
      const { remember } = consents;
      consents.remember = async (...asked) => {
        await remember(...asked);
        // Time for the other one to come in between, unless it has to wait.
        await sleep(300);
      };
      const sent = await Promise.all(members.map((member) => member.post({ answer: 'yes' }))).finally(() => {
        consents.remember = remember;
      });
      assert.deepEqual(
        sent.map(({ status }) => status),
        [303, 303],
      );
      const [given] = await consents.list(db.handle, person.id);
      assert.deepEqual(given?.scopes, ['email', 'groups', 'openid']);
    });

    it('a yes that is taken back while the tool asks leaves it nothing', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('partner')];
      await member.signIn(person);
      await goTo(tool, member, { scope: 'openid email' });
      await answer(member, 'yes');
      const { consents, db } = desk.identity;
      const { find } = consents;
      const which = { accountId: person.id, toolId: 'partner' };
      consents.find = async (...asked) => {
        const found = await find(...asked);
        consents.find = find;
        await consents.revoke(db.handle, which);
        return found;
      };
      const { left } = await goTo(tool, member, { scope: 'openid email', prompt: 'none' });
      assert.equal(left?.searchParams.get('error'), 'consent_required');
      const grants = await db.handle
        .selectFrom('oidc_records')
        .select('key')
        .where('account_id', '=', person.id)
        .where('model', '=', 'Grant')
        .execute();
      assert.deepEqual(grants, []);
    });

    it('a yes is remembered, on any browser, for what was allowed and no more', async () => {
      const [person, tool] = [await desk.join(), await desk.tool('partner')];
      const first = desk.browser();
      await first.signIn(person);
      await goTo(tool, first, { scope: 'openid profile' });
      const { left: told } = await answer(first, 'yes');
      assert.ok(told?.searchParams.get('code'));
      const second = desk.browser();
      await second.signIn(person);
      const again = await open(desk, tool, second, { scope: 'openid profile' });
      assert.ok(again.access_token);
      const { page, ask } = await goTo(tool, second, { scope: 'openid email' });
      assert.match(page.body, /Autoriser/);
      const { left } = await answer(second, 'yes');
      await tool.tokens(left!, ask);
      await open(desk, tool, second, { scope: 'openid profile email' });
      const { db, consents } = desk.identity;
      const [consent] = await consents.list(db.handle, person.id);
      assert.deepEqual(consent?.scopes, ['email', 'openid', 'profile']);
    });

    it('a no is told to the tool, and asked again the next time', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('partner')];
      await member.signIn(person);
      await goTo(tool, member);
      const { left } = await answer(member, 'no');
      assert.equal(left?.searchParams.get('error'), 'access_denied');
      const { page } = await goTo(tool, member);
      assert.match(page.body, /Autoriser/);
      assert.deepEqual(await events(person.id, 'tool.consent-given'), []);
    });

    it('a third party that asks where nothing may be shown hears that it must ask', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('partner')];
      await member.signIn(person);
      const { left } = await goTo(tool, member, { prompt: 'none' });
      assert.equal(left?.searchParams.get('error'), 'consent_required');
    });

    it('single claims are asked for as what they belong to', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('partner')];
      await member.signIn(person);
      const claims = JSON.stringify({ userinfo: { email: { essential: true } } });
      const { page } = await goTo(tool, member, { scope: 'openid', claims });
      assert.ok(page.body.includes(person.email));
      assert.ok(!page.body.includes(person.name));
    });

    it('what was allowed can be taken back, and is asked again', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('partner-too')];
      await member.signIn(person);
      const offline = { scope: 'openid offline_access', prompt: 'consent' };
      const { page, ask } = await goTo(tool, member, offline);
      assert.match(page.body, /30 jours/);
      const { left } = await answer(member, 'yes');
      const tokens = await tool.tokens(left!, ask);
      const { db, consents } = desk.identity;
      assert.ok(await consents.revoke(db.handle, { accountId: person.id, toolId: 'partner-too' }));
      assert.equal(await errorOf(tool.refresh(tokens.refresh_token!)), 'invalid_grant');
      const { page: again } = await goTo(tool, member, { scope: 'openid' });
      assert.match(again.body, /Autoriser/);
    });

    it('two third parties know the same person by two names, each always by the same', async () => {
      const [person, member] = [await desk.join(), desk.browser()];
      await member.signIn(person);
      const names = new Set<string>();
      for (const id of ['partner', 'partner-too']) {
        const tool = await desk.tool(id);
        const { ask } = await goTo(tool, member, { scope: 'openid' });
        const { left } = await answer(member, 'yes');
        const { sub } = (await tool.tokens(left!, ask)).claims()!;
        assert.equal((await open(desk, tool, member, { scope: 'openid' })).claims()?.sub, sub);
        names.add(sub);
      }
      assert.equal(names.size, 2);
      assert.ok(!names.has(person.id));
    });

    it('a first party’s tool asks for no consent, even where it says that it would', async () => {
      const [person, member, tool] = [await desk.join(), desk.browser(), await desk.tool('intranet')];
      await member.signIn(person);
      await open(desk, tool, member, { prompt: 'consent' });
    });

    it('a yes counts for nothing where none was asked for', async () => {
      const [person, member] = [await desk.join(), desk.browser()];
      await member.signIn(person);
      const home = await member.open('/');
      const question = await member.send(
        'GET',
        (await (await desk.tool('finance')).ask()).href.slice(desk.url.length),
      );
      const path = String(question.headers.location);
      const sent = await member.send('POST', path, { csrf: hiddenFields(home.body).csrf!, answer: 'yes' });
      assert.deepEqual([sent.status, sent.headers.location], [303, path]);
      const { db, consents } = desk.identity;
      assert.deepEqual(await consents.list(db.handle, person.id), []);
    });

    it('nobody says yes in another’s name who sat down meanwhile', async () => {
      const [person, other] = [await desk.join(), await desk.join()];
      const [member, tool] = [desk.browser(), await desk.tool('partner')];
      await member.signIn(person);
      const { page } = await goTo(tool, member);
      member.cookies.delete('__Host-poterne-session');
      await member.signIn(other);
      // The page was drawn for the first: its form is worth nothing to the second.
      const sent = await member.post({ answer: 'yes' }, page);
      assert.equal(sent.status, 403);
      const { db, consents } = desk.identity;
      for (const { id } of [person, other]) assert.deepEqual(await consents.list(db.handle, id), []);
    });
  });
}
