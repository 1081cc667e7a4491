import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import { riskDesk } from '../../../../test/support/risk.ts';
import { onBothStores } from '../../../../test/support/stores.ts';
import { dayMs } from '../../../core/clock.ts';
import { createKeyRing } from '../../../core/key-ring.ts';
import { nowhere } from '../../../platform/geo/places.ts';
import { readingsOf } from '../counters.ts';
import { count } from '../counting.ts';
import { observedOf } from '../observed.ts';
import type { Readings } from '../score.ts';
import { createRisk } from '../service.ts';
import * as store from '../store.ts';
import { createCounters } from './counters.ts';
import { nodesFor, type SignIn } from './sign-in.ts';
import { worldSettings } from './world/settings.ts';
import { createWorld } from './world/world.ts';

/** A few people, one of whom writes a program; then only one of them is left for half a year. */
function fewPeople(): SignIn[] {
  const world = [...createWorld('parity', { ...worldSettings, users: 24, days: 420 })].slice(0, 420);
  const people = world.map((signIn, index) => ({
    ...signIn,
    at: signIn.at + (index > 330 ? 200 * dayMs : 0),
    user: String(Number(signIn.user) % 8),
  }));
  const first = people[40]!;
  // Days of 25 sign-ins, of which 20 count: eighty prefixes, then back again: to those that were kept, and those that were not.
  const program = Array.from({ length: 160 }, (_, i) => {
    const prefix = `p${i < 80 ? i : 159 - i}`;
    const place = { country: 'FR', network: 'AS1', prefix, address: `${prefix}.1` };
    return { ...first, at: first.at + i + Math.floor(i / 25) * dayMs, user: '0', place };
  });
  const faithful = Array.from({ length: 10 }, (_, i) => {
    const last = people[330]!;
    return { ...last, at: last.at + (i + 1) * 19 * dayMs, user: '1', place: { ...first.place } };
  });
  return [...people, ...program, ...faithful].sort((a, b) => a.at - b.at);
}

onBothStores('the counters of the evaluation', (opened, clock) => {
  it('are those of the store, sign-in after sign-in: caps, trimming and forgetting included', async () => {
    const keyRing = createKeyRing([randomBytes(32)]);
    const desk = riskDesk({ db: opened.db(), clock, keyRing });
    const upkeep = createRisk({ clock, keyRing, places: { lookup: async () => nowhere }, audit: desk.audit });
    const counters = createCounters();
    const accounts = new Map<string, string>();
    const { handle } = opened.db();
    let [now, most] = [0, 0];
    for (const signIn of fewPeople()) {
      if (signIn.at - now > 10 * dayMs) {
        clock.advance(signIn.at - clock.now());
        await upkeep.purge(handle, 10_000);
        counters.purge(signIn.at);
      }
      now = signIn.at;
      const accountId = accounts.get(signIn.user) ?? (await desk.join());
      accounts.set(signIn.user, accountId);
      const { user, place, agent } = signIn;
      const observed = observedOf(
        { keyRing },
        { signals: { place, agent: agent.signals, version: agent.version }, place: nowhere },
      );
      const ownKeys = observed.keysOf(accountId);
      const own = await store.readOwn(handle, { accountId, keys: ownKeys.flat() });
      const world = await store.readWorld(handle, observed.worldKeys);
      const theirs = readingsOf({ observed, ownKeys, own, world, now });
      const nodes = nodesFor(signIn);
      assertAlike(counters.readings({ user, at: now, nodes }), theirs);
      assert.equal(counters.times(user), own?.person.times ?? 0);
      const cookieIsKnown = signIn.token !== null;
      await opened
        .db()
        .transaction((tx) =>
          count(tx, { accountId, observed, cookieWasKnown: cookieIsKnown, lastPlace: null, now }),
        );
      most = Math.max(most, counters.times(user));
      counters.learn({ user, at: now, nodes, version: agent.version, cookieIsKnown });
    }
    assert.ok(most > 60, `${most}`);
  });
});

/** Equal but for the last bits of a sum. */
function assertAlike(ours: Readings, theirs: Readings): void {
  const plain = (readings: Readings) => ({
    own: { ...readings.own, nodes: Object.fromEntries(readings.own.nodes) },
    world: { ...readings.world, nodes: Object.fromEntries(readings.world.nodes) },
  });
  const rounded = (readings: Readings) =>
    JSON.parse(
      JSON.stringify(plain(readings), (_, value) =>
        typeof value === 'number' ? Number(value.toPrecision(9)) : value,
      ),
    ) as unknown;
  assert.deepEqual(rounded(ours), rounded(theirs));
}
