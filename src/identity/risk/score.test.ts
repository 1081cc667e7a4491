import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { agentLevels, type Level, nodesOf, placeLevels, type Signals } from './levels.ts';
import { type Attempt, cookieBits, levelBits, type Readings, scoreOf, scoreSettings } from './score.ts';
import { defaultThreshold } from './threshold.ts';

const home: Signals = {
  place: { country: 'FR', network: 'AS3215', prefix: '192.0.2.0/24', address: '192.0.2.7' },
  agent: { device: 'desktop', system: 'Windows', browser: 'Chrome', variant: null },
  version: 140,
};
const attempt = (signals: Signals, more: Partial<Attempt> = {}): Attempt => ({
  nodes: nodesOf(signals),
  version: signals.version,
  cookieIsKnown: true,
  travel: null,
  ...more,
});

/** What is stored of someone who came `times` times, always from home, and of 2,000 others like them. */
function habit(times: number, { withCookie = times - 1, version = 140 as number | null } = {}): Readings {
  const nodes = new Map<Level, { weight: number; below: number }>();
  const world = new Map<Level, { weight: number; below: number; people: number; children: number }>();
  for (const { level, isKnown } of [...nodesOf(home).place, ...nodesOf(home).agent]) {
    if (!isKnown || times === 0) continue;
    nodes.set(level, { weight: times, below: level === 'browser' ? 0 : times });
    world.set(level, { weight: 1_000, below: 1_000, people: 200, children: 3 });
  }
  const root = { weight: 2_000, below: 2_000, people: 400, children: 4 };
  return {
    own: {
      root: { place: times, agent: times, signIns: times, withCookie: Math.max(0, withCookie) },
      nodes,
      version,
    },
    world: { root: { place: root, agent: root }, nodes: world, signIns: 2_000 },
  };
}
const placed = (place: Partial<Signals['place']>): Signals => ({
  ...home,
  place: { ...home.place, ...place },
});

/** What the store would find of another place: the levels that are the same, from the country down. */
function readingsFor(signals: Signals, readings: Readings): Readings {
  const nodes = new Map(readings.own.nodes);
  const same = nodesOf(home);
  for (const chain of ['place', 'agent'] as const) {
    for (const [i, { level, path }] of nodesOf(signals)[chain].entries()) {
      if (same[chain][i]!.path !== path) nodes.delete(level);
    }
  }
  return { ...readings, own: { ...readings.own, nodes } };
}
const bitsOf = (signals: Signals, times: number, more: Partial<Attempt> = {}) =>
  scoreOf(attempt(signals, more), readingsFor(signals, habit(times))).bits;

const abroad = placed({
  country: 'BR',
  network: 'AS28573',
  prefix: '203.0.113.0/24',
  address: '203.0.113.9',
});
const nothing: Signals = {
  place: { country: null, network: null, prefix: null, address: null },
  agent: { device: null, system: null, browser: null, variant: null },
  version: null,
};
const count = fc.oneof(fc.constantFrom(0, 1, 1e-9), fc.double({ min: 0, max: 1e6, noNaN: true }));
const level = fc.constantFrom<Level>(...placeLevels, ...agentLevels);

describe('the score of a sign-in', () => {
  it('is higher the further from home, and falls as a habit grows', () => {
    const places = [
      home,
      placed({ address: '192.0.2.8' }),
      placed({ prefix: '198.51.100.0/24', address: '198.51.100.1' }),
      placed({ network: 'AS12322', prefix: '198.51.100.0/24', address: '198.51.100.1' }),
      abroad,
    ].map((signals) => bitsOf(signals, 20));
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
    assert.ok(bitsOf(home, 30) < bitsOf(home, 3));
  });

  it('rises without the cookie of who always has it, and hardly for who never has', () => {
    assert.ok(bitsOf(home, 20, { cookieIsKnown: false }) > bitsOf(home, 20) + 5);
    assert.ok(cookieBits({ n: 40, c: 0, known: false }) < 0.2);
  });

  it('says nothing where nothing is known: 0 bits, no line', () => {
    const { levels } = scoreOf(attempt(nothing), habit(20));
    assert.deepEqual(
      levels.map((line) => line.level),
      ['cookie'],
    );
  });

  it('goes on below a level that is not known', () => {
    const unplaced = placed({ country: null, network: null });
    const { levels } = scoreOf(attempt(unplaced), readingsFor(unplaced, habit(20)));
    assert.ok(levels.some((line) => line.level === 'prefix'));
    assert.ok(!levels.some((line) => line.level === 'country'));
  });

  it('leaves a known device in a country where the person never was above the default threshold', () => {
    for (const times of [3, 5, 20, 300]) {
      assert.ok(bitsOf(abroad, times) > defaultThreshold, `${times} sign-ins: ${bitsOf(abroad, times)}`);
    }
  });

  it('does not let a rare browser or a home abroad speak for whoever imitates it', () => {
    const rare = habit(30);
    for (const count of rare.world.nodes.values()) Object.assign(count, { weight: 1, children: 50 });
    const lines = scoreOf(attempt(home), rare).levels;
    const bits = (name: string) => lines.find((line) => line.level === name)!.bits;
    assert.ok(bits('country') > -1.1);
    assert.ok(bits('device') + bits('system') + bits('browser') > -2.5);
  });

  it('stops at the first level that was never seen: what lies below cannot have been', () => {
    const { levels } = scoreOf(attempt(abroad), readingsFor(abroad, habit(20)));
    assert.deepEqual(
      levels.map((line) => line.level).filter((name) => (placeLevels as readonly string[]).includes(name)),
      ['country'],
    );
  });

  it('knows an older browser than the last time, and forgives a newer one', () => {
    const at = (version: number) =>
      scoreOf(attempt({ ...home, version }), habit(20)).levels.filter((line) => line.level === 'version');
    assert.deepEqual(at(139), [{ level: 'version', bits: scoreSettings.downgradeBits }]);
    assert.deepEqual([at(140), at(155)], [[], []]);
  });

  it('counts impossible travel only without a known cookie', () => {
    const lines = (cookieIsKnown: boolean) =>
      scoreOf(attempt(home, { travel: 'impossible', cookieIsKnown }), habit(20)).levels;
    assert.ok(!lines(true).some((line) => line.level === 'travel'));
    assert.deepEqual(lines(false).at(-1), { level: 'travel', bits: scoreSettings.travelBits });
  });

  it('is the sum of its lines', () => {
    const { bits, levels } = scoreOf(attempt(abroad), readingsFor(abroad, habit(7)));
    assert.equal(
      bits,
      levels.reduce((sum, line) => sum + line.bits, 0),
    );
  });
});

describe('the bits of one level', () => {
  it('are finite and within their bounds, whatever is counted', () => {
    fc.assert(
      fc.property(
        level,
        count,
        count,
        count,
        fc.double({ noNaN: true, min: 0, max: 1 }),
        (name, n, c, k, g) => {
          const bits = levelBits({ level: name, n, c: Math.min(c, n), k: Math.max(1, k), g });
          assert.ok(bits >= scoreSettings.leastBits && bits <= scoreSettings.mostBits, `${bits}`);
        },
      ),
    );
  });

  it('never fall as the habit weakens', () => {
    fc.assert(
      fc.property(level, count, count, count, (name, n, a, b) => {
        const [less, more] = [Math.min(a, b, n), Math.min(Math.max(a, b), n)];
        const at = (c: number) => levelBits({ level: name, n, c, k: 5, g: 0.4 });
        assert.ok(at(less) >= at(more));
      }),
    );
  });

  it('never fall as the value becomes more common among others', () => {
    fc.assert(
      fc.property(level, count, fc.double({ min: 0, max: 1, noNaN: true }), (name, n, g) => {
        const at = (share: number) => levelBits({ level: name, n, c: n / 2, k: 5, g: share });
        assert.ok(at(1) >= at(g) && at(g) >= at(0));
      }),
    );
  });

  it('of a cookie stay within their bounds too, and a known one never looks worse than none', () => {
    fc.assert(
      fc.property(count, count, (n, c) => {
        const known = cookieBits({ n, c, known: true });
        const absent = cookieBits({ n, c, known: false });
        assert.ok(known <= absent);
        assert.ok(known >= scoreSettings.leastBits && absent <= scoreSettings.mostBits);
      }),
    );
  });
});
