import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { minuteMs, secondMs } from '../../src/core/clock.ts';
import { toolQuestionCharges } from '../../src/identity/budgets/rules.ts';
import { networkOf } from '../../src/platform/http/network.ts';
import { openToolDesk, type TestTool, type ToolDesk } from './support/tools.ts';
import { signInHere, travel } from './support/travel.ts';

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`what strangers can make OpenID Connect keep [${engine}]`, () => {
    let desk: ToolDesk;
    let tool: TestTool;
    before(async () => {
      desk = await openToolDesk(engine);
      tool = await desk.tool('intranet');
    });
    after(() => desk.close());

    const handle = () => desk.identity.db.handle;
    const rows = async () =>
      (await handle().selectFrom('oidc_records').select('key').where('model', '=', 'Interaction').execute())
        .length;
    /** A question that must be kept: a sign-in alone does not settle it. */
    const kept = async () => {
      const { pathname, search } = new URL((await tool.ask({ prompt: 'login' })).href);
      return pathname + search;
    };
    /** As if so many of this network had begun and left. */
    const spendAllBut = async (left: number, address: string) => {
      for (let i = 0; i < 600 - left; i += 1) {
        const spent = await desk.identity.budgets.spend(handle(), toolQuestionCharges(networkOf(address)));
        assert.ok(spent.permitted);
      }
    };

    it('is no request of more than four kilobytes', async () => {
      const member = desk.browser();
      const before = await rows();
      const path = await kept();
      const long = await member.send('GET', `${path}&x=${'y'.repeat(4_096)}`);
      assert.equal(long.status, 400);
      assert.match(long.body, /PT-503/);
      assert.equal(await rows(), before);
      const fits = `${path}&x=${'y'.repeat(4_096 - path.length - 3)}`;
      assert.equal((await member.send('GET', fits)).status, 303);
      assert.equal(await rows(), before + 1);
    });

    it('is nothing by HEAD', async () => {
      const before = await rows();
      const url = await kept();
      for (const path of [url, url.replace('/auth', '/auth/x'), '/oidc/session/end']) {
        const { statusCode } = await desk.app.inject({ method: 'HEAD', url: path });
        assert.ok([404, 405].includes(statusCode), `${path} ${statusCode}`);
      }
      assert.equal(await rows(), before);
    });

    it('is six hundred questions of one network in ten minutes, and a page says when the next one is', async () => {
      const member = desk.browser();
      await spendAllBut(1, member.address);
      const before = await rows();
      assert.match(String((await member.send('GET', await kept())).headers.location), /^\/outil\//);
      for (let i = 0; i < 3; i += 1) {
        const { page } = await travel(desk, desk.browser({ address: member.address }), await kept());
        assert.equal(page.status, 429);
        assert.match(page.body, /PT-209/);
        assert.match(page.body, /Vous pourrez réessayer/);
      }
      assert.equal(await rows(), before + 1);
      const { audit } = desk.identity;
      const told = (await audit.list(handle(), { limit: 100 })).filter(
        ({ type }) => type === 'limit.reached',
      );
      assert.deepEqual(
        told.map(({ address, data }) => [address, (data as { policy: string }).policy]),
        [[member.address, 'tool-question.near']],
      );
      // Who needs nothing kept goes on, as does another network, and who is signed in.
      const plain = await travel(desk, desk.browser({ address: member.address }), (await tool.ask()).href);
      assert.match(plain.page.path, /^\/connexion/);
      assert.equal((await travel(desk, desk.browser(), await kept())).page.status, 200);
      const person = await desk.join();
      const known = desk.browser({ address: member.address });
      await known.signIn(person);
      assert.ok((await travel(desk, known, await kept())).left);
      assert.equal((await travel(desk, member, await kept())).page.status, 429, 'theirs gave nothing back');
      desk.clock.advance(10 * minuteMs);
      assert.equal((await travel(desk, member, await kept())).page.status, 200);
    });

    it('counts nobody who signs in, once for each question', async () => {
      const [person, member] = [await desk.join(), desk.browser()];
      await spendAllBut(1, member.address);
      for (let i = 0; i < 3; i += 1) {
        member.cookies.delete('__Host-poterne-session');
        const { page } = await travel(desk, member, await kept());
        assert.equal(page.status, 200, page.body);
        assert.ok((await signInHere(desk, member, person)).left);
      }
      member.cookies.delete('__Host-poterne-session');
      const question = String((await member.send('GET', await kept())).headers.location);
      desk.clock.advance(secondMs);
      await member.signIn(person);
      // Answered, and not gone on with: read again, nothing more is given back.
      for (let i = 0; i < 3; i += 1) {
        const { headers } = await member.send('GET', question);
        assert.match(String(headers.location), /^\/oidc\/auth\//);
      }
      const strangers = async () =>
        String((await desk.browser({ address: member.address }).send('GET', await kept())).headers.location);
      assert.doesNotMatch(await strangers(), /affluence/);
      assert.match(await strangers(), /affluence/);
    });
  });
}
