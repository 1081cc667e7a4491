import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { countryIn, kindIn, networkIn, positionIn } from './record.ts';

describe('a record of an MMDB', () => {
  const maxMind = {
    country: { iso_code: 'FR', names: { en: 'France' } },
    location: { latitude: 48.8582, longitude: 2.3387, accuracy_radius: 20 },
    traits: { autonomous_system_number: 3215, user_type: 'residential' },
  };
  const ipInfo = { country: 'France', country_code: 'FR', asn: 'AS3215', lat: '48.85', lng: '2.35' };
  const core = {
    geo: { country_code: 'FR', latitude: 48.85, longitude: 2.35 },
    as: { asn: 'AS3215', type: 'isp' },
  };

  it('names its country in several ways', () => {
    for (const record of [maxMind, ipInfo, core, { country_code: 'fr' }, { country: 'FR' }]) {
      assert.equal(countryIn(record), 'FR');
    }
  });

  it('names no country where it is none', () => {
    for (const country_code of ['ZZ', 'XX', 'EU', '', 'A1', 'FRA', 7, null]) {
      assert.equal(countryIn({ country_code }), null);
    }
    assert.equal(countryIn({ country: 'France' }), null);
  });

  it('names its network', () => {
    for (const record of [
      maxMind,
      ipInfo,
      core,
      { autonomous_system_number: 3215 },
      { asn: 3215 },
      { asn: 'as03215' },
    ]) {
      assert.equal(networkIn(record), 'AS3215');
    }
    for (const asn of ['', 'AS', 'AS0', 0, -1, 1.5, 'Orange', {}, null])
      assert.equal(networkIn({ asn }), null);
  });

  const kinds: [record: object, kind: ReturnType<typeof kindIn>][] = [
    [maxMind, 'fixed'],
    [{ traits: { user_type: 'cellular' } }, 'mobile'],
    [{ traits: { user_type: 'business', connection_type: 'Cellular' } }, 'mobile'],
    [{ connection_type: 'Cellular' }, 'mobile'],
    [{ connection_type: 'Cable/DSL' }, 'fixed'],
    [{ connection_type: 'Satellite' }, null],
    [{ is_hosting_provider: true }, 'hosting'],
    [{ is_hosting_provider: false }, null],
    [{ is_mobile: 'true', as: { type: 'isp' } }, 'mobile'],
    [{ is_hosting: true, is_mobile: true }, 'hosting'],
    [{ usage_type: 'DCH' }, 'hosting'],
    [{ usage_type: 'hosting' }, 'hosting'],
    [{ usage_type: 'consumer' }, null],
    [{ as_type: 'hosting' }, 'hosting'],
    [{ as_type: 'education' }, 'fixed'],
    // Telephones and homes alike: whoever takes it for a home would see impossible travel in every train.
    [core, null],
    [{ type: 'isp' }, null],
    [{ mobile_network_code: '01', user_type: 'residential' }, 'mobile'],
    [{}, null],
  ];
  for (const [record, kind] of kinds) {
    it(`says ${kind ?? 'nothing'} of ${JSON.stringify(record).slice(0, 70)}`, () => {
      assert.equal(kindIn(record), kind);
    });
  }

  it('gives a position', () => {
    assert.deepEqual(positionIn(maxMind), { lat: 48.8582, lon: 2.3387 });
    assert.deepEqual(positionIn(ipInfo), { lat: 48.85, lon: 2.35 });
    assert.deepEqual(positionIn({ latitude: -90, longitude: 180 }), { lat: -90, lon: 180 });
  });

  it('gives no position that is none', () => {
    for (const [latitude, longitude] of [
      [0, 0],
      [91, 0],
      [1, 181],
      [Number.NaN, 1],
      ['', 1],
      ['north', 1],
      [1, null],
      [Number.POSITIVE_INFINITY, 1],
    ]) {
      assert.equal(positionIn({ latitude, longitude }), null);
    }
  });

  it('never throws, whatever it holds', () => {
    const names = [
      'country',
      'iso_code',
      'country_code',
      'asn',
      'as',
      'type',
      'location',
      'latitude',
      'traits',
      'user_type',
    ];
    const value = fc.letrec((tie) => ({
      any: fc.oneof(fc.anything(), tie('map')),
      map: fc.dictionary(fc.constantFrom(...names), tie('any')),
    })).any;
    fc.assert(
      fc.property(value, (record) => {
        assert.match(countryIn(record) ?? 'FR', /^[A-Z]{2}$/);
        assert.match(networkIn(record) ?? 'AS1', /^AS[1-9]\d*$/);
        kindIn(record);
        const at = positionIn(record);
        assert.ok(at === null || (Math.abs(at.lat) <= 90 && Math.abs(at.lon) <= 180));
      }),
      { numRuns: 500 },
    );
  });
});
