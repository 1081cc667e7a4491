import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { nowhere } from '../../platform/geo/places.ts';
import { networkOf } from '../../platform/http/network.ts';
import { browserOf } from '../../platform/http/user-agent.ts';
import { nodesOf } from './levels.ts';
import { signalsOf } from './signals.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const inFrance = { ...nowhere, country: 'FR', network: 'AS3215' };
const seen = (address: string, userAgent?: string, place = nowhere) =>
  signalsOf({ network: networkOf(address), browser: browserOf(userAgent, {}), place });

describe('the signals of a sign-in', () => {
  it('go from coarse to fine, in IPv4 and in IPv6', () => {
    assert.deepEqual(seen('90.1.2.3', firefox, inFrance), {
      place: { country: 'FR', network: 'AS3215', prefix: '90.1.2.0/24', address: '90.1.2.3' },
      agent: {
        device: 'desktop',
        system: 'Linux',
        browser: 'Firefox',
        variant: 'Mozilla (X11; Linux x86_64; rv:) Gecko Firefox',
      },
      version: 140,
    });
    const { prefix, address } = seen('2a01:cb00:1:2:3:4:5:6', firefox, inFrance).place;
    assert.deepEqual({ prefix, address }, { prefix: '2a01:cb00:1::/48', address: '2a01:cb00:1:2::/64' });
  });

  it('are the same for an address and its IPv4-mapped form, and without its zone', () => {
    assert.deepEqual(seen('::ffff:90.1.2.3'), seen('90.1.2.3'));
    assert.deepEqual(seen('fe80::1%eth0'), seen('fe80::1'));
  });

  it('leave out what the data do not say, and nothing that the sender chose to hide', () => {
    const { place, agent } = seen('nonsense');
    assert.deepEqual(place, { country: null, network: null, prefix: 'unknown', address: 'unknown' });
    assert.deepEqual(agent, { device: 'none', system: 'none', browser: 'none', variant: 'none' });
  });

  it('can always be scored, whatever is sent', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string(), { nil: undefined }), (address, userAgent) => {
        const { place, agent } = nodesOf(seen(address, userAgent));
        assert.equal(place.length + agent.length, 8);
        for (const level of ['prefix', 'address'] as const) {
          assert.ok(place.find((node) => node.level === level)?.isKnown);
        }
        assert.ok(agent.every(({ isKnown }) => isKnown));
      }),
    );
  });
});
