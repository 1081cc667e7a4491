import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cookieOf, eventOf, lineOf, morning, usualLevels } from '../../../../test/support/risk-history.ts';
import { dayMs, hourMs, minuteMs } from '../../../core/clock.ts';
import type { AuditRecord } from '../../audit/service.ts';
import { codeSettings } from '../rules.ts';
import { drawReplay } from './chart.ts';
import { replayAsJson } from './json.ts';
import { readDecided } from './record.ts';
import { type Replay, replay } from './replay.ts';
import type { Policy } from './simulation.ts';

const policy = (risk: Partial<Policy['risk']> = {}, codes: Partial<Policy['codes']> = {}): Policy => ({
  risk: { mode: 'auto', target: 0.03, threshold: null, ...risk },
  codes: { ...codeSettings, ...codes },
});
const until = morning + 60 * dayMs;
const replayed = (
  events: readonly AuditRecord[],
  of: Policy,
  before: AuditRecord[] = [],
): Promise<Replay> => {
  async function* history() {
    yield* events;
  }
  const decided = before.flatMap((record) => {
    const read = readDecided(record);
    return read.ok ? [read.decided] : [];
  });
  return replay({ before: decided, history: history() }, { policy: of, codes: codeSettings, until });
};
const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, n) => all + n, 0);

/** Usual sign-ins of many people, one in fifty from an unknown network. */
function days(count: number, from = morning): AuditRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const levels = usualLevels();
    const odd = levels.map((line) => (line.level === 'network' ? lineOf('network', [20, 0, 8, 0.1]) : line));
    const isOdd = i % 50 === 7;
    return eventOf({
      at: from + i * 20 * minuteMs,
      accountId: `account-${i % 100}`,
      levels: isOdd ? odd.filter(({ level }) => level !== 'prefix' && level !== 'address') : levels,
    });
  });
}

describe('a replay', () => {
  it('asks nobody more where nothing changes', async () => {
    const result = await replayed(days(400), policy({ mode: 'shadow' }));
    assert.equal(result.signIns, 400);
    assert.equal(result.warm, 400);
    assert.equal(result.people, 100);
    for (const side of [result.happened, result.policy]) assert.equal(side.all, 0);
  });

  it('asks the share that the target allows once the threshold is learned, and says why', async () => {
    const result = await replayed(days(3_000), policy());
    assert.equal(result.happened.all, 0);
    // One in fifty is unusual: all of them, from when a thousand were scored.
    assert.ok(Math.abs(result.policy.all - 40) <= 1, `${result.policy.all}`);
    assert.deepEqual(Object.keys(result.policy.byReason), ['unusual-place']);
    assert.equal(result.policy.unusual, result.policy.all);
    assert.equal(result.newlyAsked, result.policy.all);
    assert.ok(Math.abs(result.policy.theta.acting - 2 / 3) < 0.01);
  });

  it('learns from what came before the time that is replayed', async () => {
    const before = days(1_500, morning - 30 * dayMs);
    const result = await replayed(days(500), policy(), before);
    assert.equal(result.policy.all, 10);
    assert.equal(result.policy.theta.acting, 1);
  });

  it('asks by a fixed threshold', async () => {
    const result = await replayed(days(200), policy({ mode: 'on', threshold: -40 }));
    assert.equal(result.policy.all > 0, true);
    assert.equal((await replayed(days(200), policy({ mode: 'on', threshold: 60 }))).policy.all, 0);
  });

  it('keeps every other reason: first sign-ins, unknown devices, suspicions', async () => {
    const first = {
      warm: false,
      times: 0,
      device: 'unknown',
      codeAt: null,
      levels: usualLevels({ known: false }),
    } as const;
    const events = [
      eventOf({ ...first, reasons: ['first-sign-in'], accountId: 'a' }),
      eventOf({
        ...first,
        at: morning + 1,
        times: 9,
        codeAt: morning - dayMs,
        reasons: ['unknown-device'],
        accountId: 'b',
      }),
      eventOf({ at: morning + 2, reasons: ['suspicion'], accountId: 'c' }),
    ];
    const result = await replayed(events, policy({ mode: 'on' }));
    assert.deepEqual(result.policy.byReason, { 'first-sign-in': 1, 'unknown-device': 1, suspicion: 1 });
    assert.deepEqual(result.policy.byReason, result.happened.byReason);
    assert.equal(result.newlyAsked + result.noLongerAsked, 0);
  });

  it('asks on the dates of its own calendar', async () => {
    const codeAt = morning - 10 * dayMs;
    const events = Array.from({ length: 60 }, (_, day) => eventOf({ at: morning + day * dayMs, codeAt }));
    assert.equal((await replayed(events, policy({ mode: 'shadow' }))).policy.all, 0);
    const monthly = await replayed(events, policy({ mode: 'shadow' }, { knownDeviceDays: 30 }));
    // At 35 days (30 and the jitter), that is 25 days from the first; the next 25 to 35 days later.
    assert.deepEqual(Object.keys(monthly.policy.byReason), ['regular']);
    assert.ok(monthly.policy.all === 1 || monthly.policy.all === 2, `${monthly.policy.all}`);
    const weekly = await replayed(events, policy({ mode: 'shadow' }, { knownDeviceDays: 7 }));
    assert.ok(weekly.policy.all >= 7 && weekly.policy.all <= 10, `${weekly.policy.all}`);
  });

  it('tells what nobody gave a code for apart', async () => {
    const asked = {
      type: 'code.asked',
      reasons: ['unknown-device'],
      device: 'unknown',
      levels: usualLevels({ known: false }),
    } as const;
    const events = [
      eventOf({ ...asked, journeyId: 'given-up' }),
      eventOf({ ...asked, journeyId: 'ended', at: morning + 1 }),
      eventOf({ ...asked, type: 'sign-in.succeeded', journeyId: 'ended', at: morning + minuteMs }),
    ];
    const result = await replayed(events, policy());
    assert.equal(result.signIns, 1);
    assert.equal(result.unfinished, 1);
    assert.equal(result.happened.all, 1);
    assert.deepEqual([result.happened.unfinished, result.policy.unfinished], [1, 1]);
  });

  it('counts and names what older events lack, and guesses nothing', async () => {
    const old = eventOf();
    delete old.data.risk;
    const half = eventOf();
    delete (half.data.risk as Record<string, unknown>).theta;
    const result = await replayed([old, half, eventOf()], policy());
    assert.equal(result.signIns, 1);
    assert.deepEqual(result.leftOut, {
      events: 2,
      missing: new Map([
        ['risk', 1],
        ['risk.theta', 1],
      ]),
    });
  });

  it('puts every attacker in the place of each warm sign-in, and says where the counts do not tell', async () => {
    const abroad = eventOf({ at: morning + 1, levels: usualLevels({ country: 0 }) });
    const cold = eventOf({ at: morning + 2, warm: false });
    const result = await replayed([eventOf(), abroad, cold], policy({ mode: 'on', threshold: 0 }));
    assert.deepEqual(result.attacks.get('naive'), { tried: 2, untold: 0 });
    assert.deepEqual(result.attacks.get('stolen-cookie'), { tried: 1, untold: 1 });
    // Without the cookie the device is unknown: the rule of the device asks.
    for (const attacker of ['naive', 'vpn', 'targeted', 'very-targeted'] as const) {
      const { asked } = result.policy.caught.get(attacker)!;
      assert.ok(Math.abs(asked - result.attacks.get(attacker)!.tried) < 1e-9);
    }
  });

  it('shows the thief of a cookie to the score alone', async () => {
    const caught = async (threshold: number) =>
      (await replayed(days(100), policy({ mode: 'on', threshold }))).policy.caught.get('stolen-cookie')!;
    // Half of them come from a country where the person never was: asked whatever the threshold.
    assert.deepEqual(await caught(60), { asked: 50, score: 0 });
    const low = await caught(-20);
    assert.ok(low.asked > 99 && low.score > 99);
    const shadow = await replayed(days(100), policy({ mode: 'shadow', threshold: -20 }));
    const { asked, score } = shadow.policy.caught.get('stolen-cookie')!;
    assert.ok(asked === 0 && score > 99, 'shadow tells what it would catch and asks nobody');
  });

  it('stands still while failures spiked', async () => {
    const events = days(3_000);
    const spike = (type: 'risk.frozen' | 'risk.resumed', i: number): AuditRecord => ({
      ...events[i]!,
      type,
      data: {},
    });
    const [frozen, resumed] = [spike('risk.frozen', 500), spike('risk.resumed', 2_999)];
    const result = await replayed([...events.slice(0, 500), frozen, ...events.slice(500), resumed], policy());
    assert.equal(result.policy.all, 0);
  });

  it('of an empty history says nothing', async () => {
    const result = await replayed([], policy());
    assert.equal(result.signIns, 0);
    const json = replayAsJson(result, { from: morning, until, policy: policy() });
    assert.equal(json.happened.askedShare, null);
    assert.doesNotMatch(JSON.stringify(json), /NaN|Infinity/);
  });

  it('draws both sides day by day', async () => {
    const words = {
      title: 'T',
      description: 'D',
      day: 'day',
      asked: 'asked',
      happened: 'was',
      policy: '<b>.yaml',
    };
    const svg = drawReplay(await replayed(days(3_000), policy()), words);
    assert.match(svg, /^<svg /);
    assert.match(svg, /&lt;b&gt;\.yaml/);
    assert.doesNotMatch(svg, /NaN|undefined/);
    assert.match(drawReplay(await replayed(days(1), policy()), words), /^<svg /);
  });

  it('adds up', async () => {
    const result = await replayed(days(3_000), policy());
    const json = replayAsJson(result, { from: morning, until, policy: policy() });
    assert.equal(
      sum(Object.fromEntries(json.perDay.map(({ day, signIns }) => [day, signIns]))),
      json.signIns,
    );
    assert.equal(sum(json.policy.byReason), json.policy.asked);
    assert.equal(sum(Object.fromEntries(json.perDay.map((day) => [day.day, day.policy]))), json.policy.asked);
    assert.equal(json.policy.risk.target, 0.03);
  });

  it('scores old events with the scorer of today', async () => {
    const levels = usualLevels();
    const silent = [...levels.filter(({ level }) => level !== 'cookie'), { ...cookieOf(true), bits: 99 }];
    const event = eventOf({ levels: silent, at: morning + hourMs });
    const result = await replayed([event], policy({ mode: 'on', threshold: 20 }));
    assert.equal(result.policy.all, 0);
  });
});
