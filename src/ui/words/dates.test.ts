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

  it('heads the lines of a log, and says days alone', () => {
    const now = at('2026-11-21T09:00:00Z');
    assert.equal(fr.logged(at('2026-11-21T08:12:00Z'), now), "Aujourd'hui, 9:12");
    assert.equal(fr.logged(at('2026-11-20T17:42:00Z'), now), 'Hier, 18:42');
    assert.equal(fr.logged(at('2026-11-01T07:03:00Z'), now), '1er novembre, 8:03');
    assert.equal(fr.logged(at('2025-03-12T13:20:00Z'), now), '12 mars 2025, 14:20');
    assert.equal(en.logged(at('2026-11-20T17:42:00Z'), now), 'Yesterday, 18:42');
    assert.equal(fr.onDay(at('2026-11-21T00:12:00Z'), now), "aujourd'hui");
    assert.equal(fr.onDay(at('2026-10-30T08:12:00Z'), now), 'le 30 octobre');
    assert.equal(fr.onDay(at('2025-10-30T08:12:00Z'), now), 'le 30 octobre 2025');
    assert.equal(fr.day(at('2026-03-12T08:12:00Z')), '12 mars 2026');
  });
});
