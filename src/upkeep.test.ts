import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Desk, openDesk } from '../test/support/desk.ts';
import { dayMs, hourMs } from './core/clock.ts';
import { runUpkeep } from './upkeep.ts';

const settings = { auditKeptMs: 20 * 365 * dayMs, log: { warn: assert.fail as never } };
const periodMs = 180 * dayMs;

for (const engine of ['sqlite', 'postgres'] as const) {
  describe(`upkeep and the calendar [${engine}]`, () => {
    let desk: Desk;
    before(async () => {
      desk = await openDesk(engine);
    });
    after(() => desk.close());

    const turn = (calendar: { calendarMs: number | null; inactiveMs: number | null }) =>
      runUpkeep({ ...desk.identity, ...settings, ...calendar }, new AbortController().signal);
    const account = (id: string) => desk.identity.accounts.findById(desk.identity.db.handle, id);

    it('does nothing to accounts by itself', async () => {
      const { id } = await desk.join();
      desk.clock.advance(10 * periodMs);
      await turn({ calendarMs: null, inactiveMs: null });
      assert.equal((await account(id))?.renewalReason, null);
      assert.equal(desk.smtp.mails.length, 0);
    });

    it('mails everyone of a whole company ahead, then asks them, not all on one day', async () => {
      const { db, accounts } = desk.identity;
      const ids: string[] = [];
      for (let i = 0; i < 120; i += 1) {
        const person = {
          email: `u${i}@exemple.fr` as never,
          name: 'U',
          role: 'member',
          locale: 'fr',
        } as const;
        const made = await accounts.create(db.handle, { ...person, passwordHash: 'hash' });
        assert.ok(made.ok);
        ids.push(made.account.id);
      }
      const asked = async () =>
        (await Promise.all(ids.map(account))).filter((found) => found?.renewalReason === 'calendar').length;
      const calendar = { calendarMs: periodMs, inactiveMs: null };
      desk.clock.advance(0.9 * periodMs);
      const byWeek: number[] = [];
      for (let week = 0; week < 8; week += 1) {
        await turn(calendar);
        byWeek.push(await asked());
        desk.clock.advance(7 * dayMs);
      }
      assert.equal(byWeek[0], 0);
      assert.equal(byWeek.at(-1), ids.length);
      assert.ok(new Set(byWeek).size >= 5, `asked by week: ${byWeek}`);
      // Everyone once, and the person of the other test.
      const events = await desk.identity.audit.list(db.handle, { limit: 1_000 });
      const announced = events.filter(({ type }) => type === 'renewal.announced');
      assert.equal(announced.length, ids.length + 1);
      assert.equal(new Set(announced.map(({ accountId }) => accountId)).size, ids.length + 1);
    });

    it('deletes the sign-ins under way that rested an hour, and no others', async () => {
      const { db } = desk.identity;
      const underWay = async () => (await db.handle.selectFrom('journeys').select('id').execute()).length;
      for (const expected of [1, 1]) {
        await desk.browser().enter(await desk.join());
        await turn({ calendarMs: null, inactiveMs: null });
        assert.equal(await underWay(), expected);
        desk.clock.advance(hourMs);
      }
      await turn({ calendarMs: null, inactiveMs: null });
      assert.equal(await underWay(), 0);
    });

    it('forgets the habits of who did not come for 180 days, and looks at the threshold', async () => {
      const { db, risk } = desk.identity;
      const person = await desk.join();
      await desk.browser().signIn(person);
      const habits = () =>
        db.handle.selectFrom('risk_nodes').select('key').where('account_id', '=', person.id).execute();
      await turn({ calendarMs: null, inactiveMs: null });
      assert.ok((await habits()).length > 0);
      const looks = await db.handle.selectFrom('risk_state').select('looked_at').execute();
      assert.deepEqual(looks, [{ looked_at: desk.clock.now() }]);
      desk.clock.advance(periodMs);
      await turn({ calendarMs: null, inactiveMs: null });
      assert.deepEqual(await habits(), []);
      assert.equal((await risk.state(db.handle)).theta, null);
    });

    it('warns of a deletion, and deletes, when it is told after how long', async () => {
      const { id } = await desk.join();
      const unused = { calendarMs: null, inactiveMs: periodMs };
      desk.clock.advance(2 * periodMs);
      await turn(unused);
      assert.notEqual(await account(id), null);
      desk.clock.advance(30 * dayMs);
      await turn(unused);
      assert.equal(await account(id), null);
    });
  });
}
