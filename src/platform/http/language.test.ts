import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { pickLanguage } from './language.ts';

it('takes the language that was chosen, whatever the browser asks', () => {
  assert.equal(pickLanguage('en', 'fr'), 'en');
  assert.equal(pickLanguage('fr', 'en'), 'fr');
});

it('takes the one of the two that the browser prefers, French when it says neither', () => {
  for (const [header, expected] of [
    [undefined, 'fr'],
    ['', 'fr'],
    ['de', 'fr'],
    ['en', 'en'],
    ['en-GB,en;q=0.9,fr;q=0.8', 'en'],
    ['fr;q=0.5, en;q=0.6', 'en'],
    ['de, fr;q=0.9, en;q=0.8', 'fr'],
    ['fr-CA', 'fr'],
    ['EN', 'en'],
    ['en;q=0', 'fr'],
    ['en;q=nonsense', 'fr'],
    ['en;q=-1', 'fr'],
    ['en;q=5', 'fr'],
    ['*', 'fr'],
    ['english', 'fr'],
  ] as const) {
    assert.equal(pickLanguage(null, header), expected, header);
  }
});

it('never fails, and looks at a bounded part of a header', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (header) => {
      assert.ok(['fr', 'en'].includes(pickLanguage(null, header)));
    }),
  );
  assert.equal(pickLanguage(null, `${'x,'.repeat(200)}en`), 'fr');
});
