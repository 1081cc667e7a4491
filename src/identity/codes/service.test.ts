import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs, minuteMs } from '../../core/clock.ts';
import { createKeyRing } from '../../core/key-ring.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { createCodes } from './service.ts';

const oldKey = randomBytes(32);
const keyRing = createKeyRing([oldKey]);
let journeys = 0;
const newJourney = () => `journey-${journeys++}`;

/** Six digits that are not the code. */
const other = (code: string, by = 1) => String((Number(code) + by) % 1_000_000).padStart(6, '0');

onBothStores('e-mailed codes', (store, clock) => {
  const codes = createCodes({ clock, keyRing });
  let second: Database;
  before(async () => {
    second = await openDatabase({ url: store.url(), clock });
  });
  after(() => second.close());
  const handle = () => store.db().handle;
  const issue = (journeyId: string) => codes.issue(handle(), { journeyId, accountId: 'a1' });
  const attempt = async (journeyId: string, typed: string, db = store.db()) => {
    const result = await db.transaction((tx) => codes.attempt(tx, { journeyId, typed }));
    return result.ok ? 'right' : result.reason;
  };

  it('accepts the code once', async () => {
    const journeyId = newJourney();
    const { code } = await issue(journeyId);
    assert.match(code, /^\d{6}$/);
    assert.equal(await attempt(journeyId, other(code)), 'wrong');
    assert.equal(await attempt(journeyId, code), 'right');
    assert.equal(await attempt(journeyId, code), 'none');
  });

  it('accepts it for one of many who give it at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const journeyId = newJourney();
      const { code } = await issue(journeyId);
      const answers = await Promise.all(
        Array.from({ length: 5 }, (_, i) => attempt(journeyId, code, i % 2 ? second : store.db())),
      );
      assert.equal(answers.filter((answer) => answer === 'right').length, 1);
      const bare = newJourney();
      const { code: typed } = await issue(bare);
      const alone = await Promise.all(
        Array.from({ length: 5 }, (_, i) =>
          codes.attempt(i % 2 ? second.handle : handle(), { journeyId: bare, typed }),
        ),
      );
      assert.equal(alone.filter((result) => result.ok).length, 1, 'outside a transaction too');
    }
  });

  it('compares five guesses and no sixth, however many come at once', async () => {
    const journeyId = newJourney();
    const { code, id } = await issue(journeyId);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => {
        const typed = other(code, i + 1);
        if (i % 4 < 2) return attempt(journeyId, typed, i % 2 ? second : store.db());
        return codes
          .attempt(i % 2 ? second.handle : handle(), { journeyId, typed })
          .then((result) => (result.ok ? 'right' : result.reason));
      }),
    );
    assert.equal(answers.filter((answer) => answer === 'wrong').length, 5);
    assert.equal(answers.filter((answer) => answer === 'spent').length, 35);
    assert.equal(await attempt(journeyId, code), 'spent', 'the right one comes too late');
    const row = await handle()
      .selectFrom('codes')
      .select('tries')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    assert.equal(row.tries, 5);
  });

  it('accepts the right one at the fifth try', async () => {
    const journeyId = newJourney();
    const { code } = await issue(journeyId);
    for (let i = 1; i <= 4; i += 1) assert.equal(await attempt(journeyId, other(code, i)), 'wrong');
    assert.equal(await attempt(journeyId, code), 'right');
  });

  it('is good until 10:00 after it was made', async () => {
    const [early, late] = [newJourney(), newJourney()];
    const first = await issue(early);
    const { code } = await issue(late);
    assert.equal(first.expiresAt, clock.now() + 10 * minuteMs);
    clock.advance(10 * minuteMs - 1);
    assert.equal(await attempt(early, first.code), 'right', 'at 9:59.999');
    assert.notEqual(await codes.live(handle(), { journeyId: late }), null);
    clock.advance(1);
    assert.equal(await codes.live(handle(), { journeyId: late }), null);
    assert.equal(await attempt(late, code), 'expired', 'at 10:00.000');
  });

  it('ends with a newer one', async () => {
    const journeyId = newJourney();
    const older = await issue(journeyId);
    clock.advance(minuteMs);
    let newer = await issue(journeyId);
    while (newer.code === older.code) {
      clock.advance(1);
      newer = await issue(journeyId);
    }
    const { ended_at } = await handle()
      .selectFrom('codes')
      .select('ended_at')
      .where('id', '=', older.id)
      .executeTakeFirstOrThrow();
    assert.equal(ended_at, clock.now());
    // Two that were asked for at once may not see each other's row: the newer one counts all the same.
    await handle().updateTable('codes').set({ ended_at: null }).where('id', '=', older.id).execute();
    assert.equal(await attempt(journeyId, older.code), 'wrong');
    assert.equal(await attempt(journeyId, newer.code), 'right');
    assert.equal(await attempt(journeyId, older.code), 'none');
  });

  it('leaves one good code when several are asked for at once', async () => {
    const journeyId = newJourney();
    const made = await Promise.all(
      Array.from({ length: 4 }, (_, i) =>
        (i % 2 ? second : store.db()).transaction((tx) => codes.issue(tx, { journeyId, accountId: 'a1' })),
      ),
    );
    const answers: string[] = [];
    for (const { code } of made) answers.push(await attempt(journeyId, code));
    assert.equal(answers.filter((answer) => answer === 'right').length, 1);
  });

  it('is bound to its journey', async () => {
    const [mine, theirs] = [newJourney(), newJourney()];
    const { code, id } = await issue(mine);
    assert.equal(await attempt(theirs, code), 'none');
    const { id: theirId } = await issue(theirs);
    const { mac } = await handle()
      .selectFrom('codes')
      .select('mac')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    await handle().updateTable('codes').set({ mac }).where('id', '=', theirId).execute();
    assert.equal(await attempt(theirs, code), 'wrong', 'a copied row is worth nothing');
    assert.equal(await attempt(mine, code), 'right');
  });

  it('says which code is waited for', async () => {
    const journeyId = newJourney();
    assert.equal(await codes.live(handle(), { journeyId }), null);
    const createdAt = clock.now();
    const { code, expiresAt } = await issue(journeyId);
    assert.deepEqual(await codes.live(handle(), { journeyId }), { createdAt, expiresAt });
    await attempt(journeyId, code);
    assert.equal(await codes.live(handle(), { journeyId }), null);
    const spent = newJourney();
    const second = await issue(spent);
    for (let i = 1; i <= 5; i += 1) await attempt(spent, other(second.code, i));
    assert.equal(await codes.live(handle(), { journeyId: spent }), null);
  });

  it('is stored as nothing that six digits could be found from', async () => {
    await handle().deleteFrom('codes').execute();
    const { code } = await issue(newJourney());
    const { mac, ...rest } = await handle().selectFrom('codes').selectAll().executeTakeFirstOrThrow();
    assert.doesNotMatch(JSON.stringify({ ...rest, id: '', created_at: 0, expires_at: 0 }), new RegExp(code));
    assert.equal(Buffer.from(mac, 'base64url').length, 32);
  });

  it('stays good when the keys are rotated', async () => {
    const journeyId = newJourney();
    const { code } = await issue(journeyId);
    const rotated = createCodes({ clock, keyRing: createKeyRing([randomBytes(32), oldKey]) });
    assert.equal((await rotated.attempt(handle(), { journeyId, typed: code })).ok, true);
  });

  it('is removed a day after its end', async () => {
    await handle().deleteFrom('codes').execute();
    const journeyId = newJourney();
    const { code } = await issue(journeyId);
    clock.advance(10 * minuteMs + dayMs - 1);
    assert.equal(await codes.purge(handle()), 0);
    assert.equal(await attempt(journeyId, code), 'expired');
    clock.advance(1);
    assert.equal(await codes.purge(handle()), 1);
    assert.equal(await attempt(journeyId, code), 'none');
  });
});
