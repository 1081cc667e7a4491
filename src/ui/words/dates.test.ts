import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { datesOf } from './dates.ts';

const plain = (text: string) => text.replace(/\s/g, ' ');
const at = (iso: string) => Date.parse(iso);

describe('dates in words', () => {
  const fr = datesOf('fr');
  const en = datesOf('en');

  it('rounds a wait up, so that nobody comes back too early', () => {
    assert.equal(plain(fr.within(61_000)), 'dans 2 minutes');
    assert.equal(plain(fr.within(60_000)), 'dans 1 minute');
    assert.equal(plain(fr.within(59_500)), 'dans 1 minute');
    assert.equal(plain(fr.within(1)), 'dans 1 seconde');
    assert.equal(plain(en.within(3 * 3_600_000)), 'in 3 hours');
    assert.equal(plain(fr.within(26 * 3_600_000)), 'dans 26 heures');
    assert.equal(plain(fr.within(30 * 86_400_000)), 'dans 30 jours');
  });

  it('says the hour as people do, in the portal’s time zone', () => {
    assert.equal(fr.clock(at('2026-01-15T08:42:00Z')), '9:42');
    assert.equal(fr.clock(at('2026-07-15T22:05:00Z')), '0:05');
    assert.equal(datesOf('fr', 'America/Cayenne').clock(at('2026-01-15T08:42:00Z')), '5:42');
  });

  it('says yesterday by the calendar, across midnight and the change of hour', () => {
    assert.equal(fr.moment(at('2026-03-03T17:42:00Z'), at('2026-03-04T08:00:00Z')), 'hier à 18:42');
    assert.equal(fr.moment(at('2026-10-24T22:30:00Z'), at('2026-10-26T22:30:00Z')), 'hier à 0:30');
    assert.equal(fr.moment(at('2026-03-04T08:42:00Z'), at('2026-03-04T09:00:00Z')), 'à 9:42');
    assert.equal(fr.past(at('2026-03-04T08:42:00Z'), at('2026-03-04T09:00:00Z')), "aujourd'hui à 9:42");
    assert.equal(fr.past(at('2026-03-03T17:42:00Z'), at('2026-03-04T08:00:00Z')), 'hier à 18:42');
  });

  it('gives the date further away, with the year when it is another one', () => {
    assert.equal(fr.moment(at('2026-03-01T17:42:00Z'), at('2026-03-04T08:00:00Z')), 'le 1er mars à 18:42');
    assert.equal(
      en.moment(at('2025-12-01T17:42:00Z'), at('2026-03-04T08:00:00Z')),
      'on 1 December 2025 at 18:42',
    );
  });
});
