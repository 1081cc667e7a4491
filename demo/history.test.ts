import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { dayMs, systemClock } from '../src/core/clock.ts';
import { createKeyRing } from '../src/core/key-ring.ts';
import { type AuditRecord, createAudit } from '../src/identity/audit/service.ts';
import { replay, replayedTypes } from '../src/identity/risk/replay/replay.ts';
import type { Policy } from '../src/identity/risk/replay/simulation.ts';
import { openDatabase } from '../src/platform/db/database.ts';
import { testClock } from '../test/support/stores.ts';
import { seedHistory } from './history.ts';
import { memberOf } from './history-people.ts';
import { signInsBefore } from './history-world.ts';

const small = (until: number) => [...signInsBefore(until, { members: 10, days: 45 })];
const secretKeys = [randomBytes(32)];
const defaults: Policy = {
  risk: { mode: 'auto', target: 0.03, threshold: null },
  codes: { knownDeviceDays: 90, unknownDays: 30 },
};

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'poterne-history-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** A store with the history in it, told under a policy; `cutAt` ends the first telling after so many sign-ins. */
async function told(name: string, { policy = defaults, cutAt }: { policy?: Policy; cutAt?: number } = {}) {
  const [url, own] = [`sqlite:${join(folder, `${name}.db`)}`, mkdtempSync(join(folder, name))];
  const db = await openDatabase({ url, clock: systemClock });
  await db.migrate();
  const around = { folder: own, config: { databaseUrl: url, secretKeys, ...policy } };
  const stopping = new AbortController();
  if (cutAt !== undefined) {
    function* cut(until: number) {
      for (const [index, signIn] of small(until).entries()) {
        if (index === cutAt) stopping.abort();
        yield signIn;
      }
    }
    await seedHistory({ ...around, signIns: cut }, stopping.signal);
  }
  await seedHistory({ ...around, signIns: small }, new AbortController().signal);
  const audit = createAudit({ clock: systemClock, keyRing: createKeyRing(secretKeys) });
  const events: AuditRecord[] = [];
  const range = { types: replayedTypes, from: 0, before: systemClock.now() };
  for await (const event of audit.read(db.handle, range)) events.push(event);
  return {
    db,
    own,
    events,
    close: () => db.close(),
    again: () => seedHistory({ ...around, signIns: small }, stopping.signal),
  };
}

describe('the history of the demo', () => {
  it('is told once, by members without a password, and ends now', async () => {
    const history = await told('whole');
    const done = history.events.filter(({ type }) => type === 'sign-in.succeeded');
    assert.equal(done.length, small(systemClock.now()).length);
    const newest = done.at(-1)!.at;
    assert.ok(newest <= systemClock.now() && newest > systemClock.now() - 2 * dayMs);
    const accounts = await history.db.handle.selectFrom('accounts').selectAll().execute();
    assert.ok(accounts.length >= 9 && accounts.every((account) => account.password_hash === null));
    assert.equal(statSync(join(history.own, 'history.json')).mode & 0o777, 0o600);
    await history.again();
    const rows = await history.db.handle
      .selectFrom('audit_events')
      .select('id')
      .where('type', '=', 'sign-in.succeeded')
      .execute();
    assert.equal(rows.length, done.length);
    await history.close();
  });

  it('goes on where it was cut short, and tells nothing twice', async () => {
    const history = await told('cut', { cutAt: 77 });
    const done = history.events.filter(({ type }) => type === 'sign-in.succeeded');
    assert.equal(done.length, small(systemClock.now()).length);
    assert.equal(new Set(done.map(({ at, accountId }) => `${at} ${accountId}`)).size, done.length);
    await history.close();
  });

  it('has people of their own names and addresses', () => {
    const people = Array.from({ length: 60 }, (_, i) => memberOf(i));
    assert.equal(new Set(people.map(({ email }) => email)).size, 60);
    assert.equal(new Set(people.map(({ name }) => name)).size, 60);
    for (const { email } of people) assert.match(email, /^[a-z]+\.[a-z]+\.\d+@membres\.example$/);
  });

  it('replayed under another policy asks what the portal asked under it', async () => {
    const other: Policy = {
      risk: { mode: 'on', target: 0.03, threshold: -4 },
      codes: { knownDeviceDays: 20, unknownDays: 10 },
    };
    const [was, would] = [await told('was'), await told('would', { policy: other })];
    async function* history() {
      yield* was.events;
    }
    const until = testClock().now() + 400 * dayMs;
    const replayed = await replay(
      { before: [], history: history() },
      { policy: other, codes: defaults.codes, until },
    );
    const truth = new Map<string, number>();
    for (const { type, data } of would.events) {
      const [first] = data.reasons as string[];
      if (type === 'sign-in.succeeded' && first) truth.set(first, (truth.get(first) ?? 0) + 1);
    }
    assert.ok((truth.get('regular') ?? 0) > 5 && truth.size >= 4, JSON.stringify([...truth]));
    const said = new Map<string, number>(Object.entries(replayed.policy.byReason));
    // The date of each regular code is drawn, here and there: about as many, not the very same.
    const [here, there] = [said.get('regular') ?? 0, truth.get('regular') ?? 0];
    assert.ok(Math.abs(here - there) <= 3 + there / 2, `${here} regular codes, and really ${there}`);
    for (const reasons of [said, truth]) reasons.delete('regular');
    assert.deepEqual(said, truth);
    await was.close();
    await would.close();
  });
});
