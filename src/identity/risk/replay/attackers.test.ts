import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cookieOf, lineOf, usualLevels } from '../../../../test/support/risk-history.ts';
import { agentLevels, placeLevels } from '../levels.ts';
import { cookieBits, type LevelScore, levelBits } from '../score.ts';
import { type Attacker, attackers, disguisesOf } from './attackers.ts';

const usual = usualLevels();
const names = (levels: readonly LevelScore[]) => levels.map(({ level }) => level).join(' ');
const expected = (attacker: Attacker) => {
  const disguises = disguisesOf(attacker, usual);
  assert.ok(disguises);
  return disguises;
};

describe('attackers in the place of a sign-in', () => {
  it('naive: a country where the person never was, no cookie, a browser as others have', () => {
    const disguises = expected('naive');
    for (const { levels } of disguises) {
      assert.equal(levels[0]?.bits, levelBits({ level: 'country', n: 20, c: 0, k: 9, g: 0.9 }));
      assert.equal(levels.at(-1)?.bits, cookieBits({ n: 20, c: 19, known: false }));
    }
    assert.deepEqual(
      disguises.map(({ levels }) => names(levels)),
      [
        'country device cookie',
        'country device system cookie',
        'country device system browser cookie',
        'country device system browser cookie',
      ],
    );
    // The type of device is shared as often as the score believes: 0.5·g + 0.5/k.
    assert.equal(disguises[0]?.chance, 1 - (0.5 * 0.6 + 0.5 / 4));
    // And otherwise it is the person's other one: 7 of 20.
    assert.equal(disguises[0]?.levels[1]?.bits, levelBits({ level: 'device', n: 20, c: 7, k: 4, g: 0.4 }));
  });

  it('vpn: the right country, a network of nobody', () => {
    for (const { levels } of expected('vpn')) {
      assert.match(names(levels), /^country network device/);
      assert.equal(levels[1]?.bits, levelBits({ level: 'network', n: 20, c: 0, k: 8, g: 0.3 }));
    }
  });

  it('targeted: perhaps the same provider, the same kind of browser', () => {
    const disguises = expected('targeted');
    assert.deepEqual(
      disguises.map(({ levels }) => names(levels)),
      [
        'country network prefix device system browser cookie',
        'country network device system browser cookie',
        'country network device system browser cookie',
      ],
    );
    const [same, other, fresh] = disguises;
    assert.equal(same?.chance, 0.5 * 0.3 + 0.5 / 8);
    assert.equal(other?.levels[1]?.bits, levelBits({ level: 'network', n: 20, c: 6, k: 8, g: 0.7 }));
    assert.ok(fresh!.bits > other!.bits && fresh!.bits > same!.bits);
  });

  it('very targeted: their network and browser, seldom their prefix, never their address', () => {
    const disguises = expected('very-targeted');
    assert.deepEqual(
      disguises.map(({ levels }) => names(levels)),
      [
        'country network prefix address device system browser cookie',
        'country network prefix device system browser cookie',
        'country network prefix device system browser cookie',
      ],
    );
    const [same, other, fresh] = disguises;
    assert.equal(same?.chance, 0.03);
    assert.equal(same?.levels[3]?.bits, levelBits({ level: 'address', n: 12, c: 0, k: 1, g: 0 }));
    assert.equal(other?.levels[2]?.bits, levelBits({ level: 'prefix', n: 14, c: 2, k: 200, g: 1 }));
    assert.equal(fresh?.levels[2]?.bits, levelBits({ level: 'prefix', n: 14, c: 0, k: 200, g: 0 }));
  });

  it('stolen cookie: the cookie and browser, from abroad or from a network of nobody', () => {
    const disguises = expected('stolen-cookie');
    assert.deepEqual(
      disguises.map(({ chance, levels }) => [chance, names(levels)]),
      [
        [0.5, 'country device system browser cookie'],
        [0.5, 'country network device system browser cookie'],
      ],
    );
    for (const { levels } of disguises) {
      assert.equal(levels.at(-1)?.bits, cookieBits({ n: 20, c: 19, known: true }));
    }
  });

  it('are not guessed where the counts do not tell what is usual', () => {
    const abroad = usualLevels({ country: 0 });
    assert.ok(disguisesOf('naive', abroad));
    for (const attacker of ['vpn', 'targeted', 'very-targeted', 'stolen-cookie'] as const) {
      assert.equal(disguisesOf(attacker, abroad), null);
    }
    const fresh = [lineOf('country', [20, 20, 9, 0.9]), lineOf('device', [20, 0, 4, 0.6]), cookieOf(true)];
    assert.ok(disguisesOf('vpn', fresh));
    for (const attacker of ['targeted', 'very-targeted', 'stolen-cookie'] as const) {
      assert.equal(disguisesOf(attacker, fresh), null);
    }
  });

  it('come from nowhere where the data say nothing of places', () => {
    const blind = usual.filter(({ level }) => !placeLevels.includes(level as never));
    for (const attacker of attackers) {
      for (const { levels } of disguisesOf(attacker, blind)!) assert.doesNotMatch(names(levels), /country/);
    }
  });

  it('have chances that make one, and finite scores, whatever is recorded', () => {
    const counts = fc.tuple(
      fc.float({ min: 0, max: 500, noNaN: true }),
      fc.float({ min: 0, max: 500, noNaN: true }),
      fc.integer({ min: 1, max: 500 }),
      fc.float({ min: 0, max: 1, noNaN: true }),
    );
    const lines = fc.array(
      fc
        .tuple(fc.constantFrom(...placeLevels, ...agentLevels), counts)
        .map(([level, [n, c, k, g]]) => lineOf(level, [Math.max(n, c), c, k, g])),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(lines, fc.boolean(), fc.constantFrom(...attackers), (drawn, known, attacker) => {
        const once = drawn.filter((line, i) => drawn.findIndex(({ level }) => level === line.level) === i);
        const disguises = disguisesOf(attacker, [...once, cookieOf(known)]);
        if (disguises === null) return;
        const chance = disguises.reduce((sum, disguise) => sum + disguise.chance, 0);
        assert.ok(Math.abs(chance - 1) < 1e-9, `${chance}`);
        for (const { bits } of disguises) assert.ok(Number.isFinite(bits));
      }),
    );
  });
});
