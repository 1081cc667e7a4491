import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { placeName } from './name.ts';
import { nowhere } from './place.ts';
import { cityIn } from './record.ts';

describe('the name of a place', () => {
  const antwerp = { fr: 'Anvers', en: 'Antwerp' };

  it('is the town and the country in the reader’s language', () => {
    assert.equal(placeName({ ...nowhere, city: antwerp, country: 'BE' }, 'fr'), 'Anvers, Belgique');
    assert.equal(placeName({ ...nowhere, city: antwerp, country: 'BE' }, 'en'), 'Antwerp, Belgium');
    assert.equal(placeName({ ...nowhere, country: 'US' }, 'fr'), 'États-Unis');
  });

  it('is none where the data say nothing, or name a country that nobody knows', () => {
    assert.equal(placeName(nowhere, 'fr'), null);
    assert.equal(placeName({ ...nowhere, country: 'QZ' }, 'fr'), null);
  });

  it('reads the towns of the common files, and no text that is none', () => {
    assert.deepEqual(cityIn({ city: { names: { en: 'Antwerp', fr: 'Anvers' } } }), antwerp);
    assert.deepEqual(cityIn({ city: { names: { en: 'Lille' } } }), { fr: 'Lille', en: 'Lille' });
    assert.deepEqual(cityIn({ city: 'Lille' }), { fr: 'Lille', en: 'Lille' });
    for (const record of [{}, null, { city: 59 }, { city: 'a\u202eb' }, { city: 'x'.repeat(81) }]) {
      assert.equal(cityIn(record), null);
    }
  });
});
