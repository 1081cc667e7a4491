import assert from 'node:assert/strict';
import { beforeEach, it } from 'node:test';
import { onBothStores } from '../../../test/support/stores.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../core/clock.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { type Email, parseEmail } from '../accounts/rules.ts';
import { createAccounts } from '../accounts/service.ts';
import { createSessions } from '../sessions/service.ts';
import { createToolSessions } from './service.ts';

const limits = { idleMs: hourMs, absoluteMs: 24 * hourMs };

onBothStores('the sessions of tools', (store, clock) => {
  const sessions = createSessions({ clock, limits: { member: limits, operator: limits, admin: limits } });
  const accounts = createAccounts({ clock });
  const toolSessions = createToolSessions({ clock });
  let people = 0;

  beforeEach(async () => {
    await store.db().handle.deleteFrom('tool_sessions').execute();
  });

  const person = async () => {
    people += 1;
    const { email } = parseEmail(`person-${people}@exemple.fr`) as { email: Email };
    const known = { email, name: 'Zoé', role: 'member', locale: 'fr', passwordHash: null } as const;
    const made = await accounts.create(store.db().handle, known);
    assert.ok(made.ok);
    return made.account.id;
  };
  const signIn = async (accountId: string) => {
    const { id, token } = await sessions.start(store.db().handle, {
      accountId,
      role: 'member',
      deviceId: null,
      label: 'Firefox sur Linux',
      address: '192.0.2.7',
      amr: ['pwd'],
      previous: null,
    });
    return { id, token, accountId };
  };
  type SignedIn = Awaited<ReturnType<typeof signIn>>;
  const open = (session: SignedIn, toolId: string, sid = `sid-${toolId}`) =>
    toolSessions.open(store.db().handle, {
      toolId,
      accountId: session.accountId,
      sessionId: session.id,
      providerUid: `uid-${session.id}`,
      sid,
      expiresAt: clock.now() + 24 * hourMs,
    });
  const claim = async () => {
    const claims = await toolSessions.claimEnded(store.db(), { most: 20 });
    return claims.sort((a, b) => a.toolId.localeCompare(b.toolId));
  };
  const claimed = async () => (await claim()).map(({ toolId }) => toolId);
  const end = (session: SignedIn) =>
    sessions.end(store.db().handle, { token: session.token, reason: 'signed-out' });

  it('are all to be told when the portal’s session ends, once each', async () => {
    const session = await signIn(await person());
    await open(session, 'courses');
    await open(session, 'invoices');
    assert.deepEqual(await claimed(), []);
    await end(session);
    const claims = await claim();
    assert.deepEqual(
      claims.map(({ toolId, sid, accountId, attempts }) => ({ toolId, sid, accountId, attempts })),
      ['courses', 'invoices'].map((toolId) => ({
        toolId,
        sid: `sid-${toolId}`,
        accountId: session.accountId,
        attempts: 1,
      })),
    );
    assert.deepEqual(await claimed(), []);
    for (const one of claims) await toolSessions.told(store.db().handle, one);
    clock.advance(2 * dayMs);
    assert.deepEqual(await claimed(), []);
    assert.deepEqual(
      (await toolSessions.outcomes(store.db().handle, session.id)).map(({ outcome }) => outcome),
      ['told', 'told'],
    );
  });

  it('are told of a lock, and of an account that is gone', async () => {
    const [locked, gone] = [await person(), await person()];
    await open(await signIn(locked), 'locked');
    await open(await signIn(gone), 'gone');
    // Long after the portal's session went idle, and past its absolute end: the tools' own may live on.
    clock.advance(3 * dayMs);
    assert.deepEqual(await claimed(), []);
    await accounts.lock(store.db().handle, locked);
    await store.db().handle.deleteFrom('accounts').where('id', '=', gone).execute();
    assert.deepEqual(await claimed(), ['gone', 'locked']);
  });

  it('are not told when the portal’s session goes idle, or comes to its absolute end', async () => {
    await open(await signIn(await person()), 'courses');
    for (const ms of [hourMs, 2 * hourMs, dayMs, 3 * dayMs]) {
      clock.advance(ms);
      assert.deepEqual(await claimed(), []);
    }
  });

  it('are told of what ended while no portal ran', async () => {
    const session = await signIn(await person());
    await open(session, 'courses');
    await end(session);
    clock.advance(hourMs);
    const restarted = createToolSessions({ clock });
    assert.equal((await restarted.claimEnded(store.db(), { most: 20 })).length, 1);
  });

  it('are told when opened at the very moment of the end', async () => {
    const session = await signIn(await person());
    await end(session);
    assert.deepEqual(await claimed(), []);
    await open(session, 'courses');
    assert.deepEqual(await claimed(), ['courses']);
  });

  it('go on under the next session of the same person, and end with that one', async () => {
    const accountId = await person();
    const [first, second] = [await signIn(accountId), await signIn(accountId)];
    await open(first, 'courses');
    await store.db().transaction(async (tx) => {
      await sessions.end(tx, { token: first.token, reason: 'renewed' });
      await toolSessions.move(tx, { from: first.id, to: second.id });
    });
    assert.deepEqual(await claimed(), []);
    await open(second, 'courses', 'sid-new');
    assert.equal((await toolSessions.listOfAccount(store.db().handle, accountId)).length, 1);
    await end(second);
    assert.deepEqual((await claim()).map(({ sid }) => sid).sort(), ['sid-courses', 'sid-new']);
  });

  it('are claimed once by two portals at a time', async () => {
    const second = await openDatabase({ url: store.url(), clock });
    const other = createToolSessions({ clock });
    for (let round = 0; round < 8; round += 1) {
      const session = await signIn(await person());
      for (let i = 0; i < 12; i += 1) await open(session, `tool-${i}`);
      await end(session);
      // Noticed beforehand, so that all four come to the claim itself at the same moment.
      await toolSessions.claimEnded(store.db(), { most: 0 });
      const claims = await Promise.all(
        [store.db(), second, store.db(), second].map((db, i) =>
          (i % 2 === 0 ? toolSessions : other).claimEnded(db, { most: 20 }),
        ),
      );
      const ids = claims.flat().map(({ id }) => id);
      assert.equal(ids.length, 12);
      assert.equal(new Set(ids).size, 12);
      await store.db().handle.deleteFrom('tool_sessions').execute();
    }
    await second.close();
  });

  it('are tried again, quickly at first, and by another portal when one dies with them', async () => {
    const session = await signIn(await person());
    await open(session, 'courses');
    await end(session);
    const { handle } = store.db();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      const [one] = await claim();
      assert.equal(one?.attempts, attempt);
      assert.equal(await toolSessions.failed(handle, one, 'no answer'), 'again');
      const [told] = await toolSessions.outcomes(handle, session.id);
      assert.equal(told?.outcome, 'silent');
      const { next_attempt_at: at } = await handle
        .selectFrom('tool_sessions')
        .selectAll()
        .where('id', '=', one.id)
        .executeTakeFirstOrThrow();
      waits.push((at - clock.now()) / secondMs);
      clock.set(at - 1);
      assert.deepEqual(await claimed(), []);
      clock.advance(1);
    }
    assert.deepEqual(waits, [1, 2, 5, 15, 60, 300, 900, 900]);
    assert.deepEqual(await claimed(), ['courses']);
    clock.advance(30 * secondMs - 1);
    assert.deepEqual(await claimed(), []);
    clock.advance(1);
    assert.deepEqual(await claimed(), ['courses']);
  });

  it('are given up after a day, the reason kept', async () => {
    const session = await signIn(await person());
    await open(session, 'courses');
    await end(session);
    const { handle } = store.db();
    for (let tries = 0; ; tries += 1) {
      assert.ok(tries < 200);
      const [one] = await claim();
      assert.ok(one);
      if ((await toolSessions.failed(handle, one, 'no answer')) === 'given-up') break;
      clock.advance(15 * minuteMs);
    }
    clock.advance(dayMs);
    assert.deepEqual(await claimed(), []);
    const row = await handle
      .selectFrom('tool_sessions')
      .selectAll()
      .where('session_id', '=', session.id)
      .executeTakeFirst();
    assert.deepEqual([row?.outcome, row?.last_error], ['given-up', 'no answer']);
  });

  it('are listed for their owner while they live', async () => {
    const session = await signIn(await person());
    await open(session, 'courses');
    await open(await signIn(await person()), 'invoices');
    const { handle } = store.db();
    const list = () => toolSessions.listOfAccount(handle, session.accountId);
    assert.deepEqual(await list(), [{ toolId: 'courses', sessionId: session.id, openedAt: clock.now() }]);
    const { id: sessionId, accountId } = session;
    const behind = (sid: string) => toolSessions.behind(handle, { toolId: 'courses', sid });
    assert.deepEqual(await behind('sid-courses'), { sessionId, accountId });
    assert.equal(await behind('sid-invoices'), null);
    await end(session);
    const [claim] = await toolSessions.claimEnded(store.db(), { most: 20 });
    assert.deepEqual(await list(), []);
    await toolSessions.notAsked(handle, claim!);
    assert.deepEqual(await claimed(), []);
  });

  it('are purged before the session that they belong to, but never while still to be told', async () => {
    const [told, untold] = [await signIn(await person()), await signIn(await person())];
    await open(told, 'told');
    await open(untold, 'untold');
    await end(untold);
    assert.deepEqual(await claimed(), ['untold']);
    const { handle } = store.db();
    clock.advance(dayMs + 6 * dayMs);
    assert.ok((await toolSessions.purge(handle)) > 0);
    assert.equal((await toolSessions.outcomes(handle, told.id)).length, 0);
    assert.equal((await toolSessions.outcomes(handle, untold.id)).length, 1);
    await sessions.purge(handle);
    assert.ok(await handle.selectFrom('sessions').selectAll().where('id', '=', told.id).executeTakeFirst());
  });
});
