import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hourMs } from '../../core/clock.ts';
import { isImpossible, measurable, readLastPlace, writeLastPlace } from './travel.ts';

const paris = { lat: 48.85, lon: 2.35 };
const lyon = { lat: 45.76, lon: 4.84 };
const newYork = { lat: 40.71, lon: -74.01 };
const fiji = { lat: -17.7, lon: 178 };
const samoa = { lat: -13.8, lon: -171.8 };

describe('a journey', () => {
  const after = (hours: number, from: typeof paris, to: typeof paris) =>
    isImpossible({ ...from, at: 0 }, { ...to, at: hours * hourMs });

  it('is impossible further than 500 km and faster than 1,000 km an hour', () => {
    assert.equal(after(0, paris, lyon), false);
    assert.equal(after(5.8, paris, newYork), true);
    assert.equal(after(5.9, paris, newYork), false);
    assert.equal(after(0, paris, paris), false);
  });

  it('goes the short way round the earth', () => {
    assert.equal(after(1.3, fiji, samoa), false);
    assert.equal(after(1, fiji, samoa), true);
  });

  it('says nothing when the clock went back', () => {
    assert.equal(after(-1, paris, newYork), false);
  });
});

it('is measured only from and to networks that the data call fixed', () => {
  const place = { country: 'FR', network: 'AS1', city: null, at: paris };
  assert.deepEqual(measurable({ ...place, kind: 'fixed' }), paris);
  for (const kind of ['mobile', 'hosting', null] as const) assert.equal(measurable({ ...place, kind }), null);
  assert.equal(measurable({ ...place, kind: 'fixed', at: null }), null);
});

it('reads back what it wrote, and nothing else', () => {
  const last = { ...paris, at: 5 };
  assert.deepEqual(readLastPlace(writeLastPlace(last)), last);
  for (const text of [null, '', '[]', '[1,2]', '{"lat":1}', '[1,2,"3"]', 'null'])
    assert.equal(readLastPlace(text), null);
});
