import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { agentLevels, nodesOf, placeLevels, type Signals, worldLevels } from './levels.ts';

const value = fc.option(fc.oneof(fc.string(), fc.constantFrom('?', '/', '??', '|', 'FR')), { nil: null });
const signals: fc.Arbitrary<Signals> = fc.record({
  place: fc.record({ country: value, network: value, prefix: value, address: value }),
  agent: fc.record({ device: value, system: value, browser: value, variant: value }),
  version: fc.option(fc.nat(), { nil: null }),
});

describe('the levels of a sign-in', () => {
  it('are always all there, coarse to fine', () => {
    fc.assert(
      fc.property(signals, (seen) => {
        const { place, agent } = nodesOf(seen);
        assert.deepEqual(
          place.map(({ level }) => level),
          [...placeLevels],
        );
        assert.deepEqual(
          agent.map(({ level }) => level),
          [...agentLevels],
        );
        for (const { level, isKnown } of place) {
          assert.equal(isKnown, seen.place[level as keyof Signals['place']] !== null);
        }
      }),
    );
  });

  it('have a path below the path of the level above', () => {
    fc.assert(
      fc.property(signals, (seen) => {
        const { place } = nodesOf(seen);
        for (const [i, { path }] of place.entries()) {
          assert.ok(i === 0 || path.startsWith(`${place[i - 1]!.path}/`));
          assert.equal(path.split('/').length, i + 2);
        }
      }),
    );
  });

  it('never take an absent value for one that reads like it', () => {
    const at = (country: string | null) =>
      nodesOf({
        place: { country, network: null, prefix: null, address: null },
        agent: { device: null, system: null, browser: null, variant: null },
        version: null,
      }).place[0]!.path;
    assert.equal(new Set([at(null), at('?'), at('??'), at('FR')]).size, 4);
    assert.notEqual(at('a/b'), at('a'));
  });

  it('count for all together nothing that tells people apart', () => {
    assert.equal(worldLevels.has('address'), false);
    assert.equal(worldLevels.has('variant'), false);
  });
});
