import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dayMs } from '../../core/clock.ts';
import { noteOf, sinceIn, sinceOf, undoOf } from './rules.ts';

const now = Date.UTC(2026, 10, 23);

describe('the moment from which a report speaks', () => {
  it('is the event’s own, no older than a mail could be, never to come', () => {
    assert.equal(sinceOf({ at: now - dayMs, now }), now - dayMs);
    assert.equal(sinceOf({ at: now - 365 * dayMs, now }), now - 30 * dayMs);
    assert.equal(sinceOf({ at: now + dayMs, now }), now);
  });

  it('is read back as it was noted, and from nothing else', () => {
    fc.assert(fc.property(fc.nat(Number.MAX_SAFE_INTEGER), (at) => sinceIn(noteOf(at)) === at));
    for (const note of [null, '', '!', 'z'.repeat(40)]) assert.equal(sinceIn(note), null);
  });
});

describe('the link that puts an address back', () => {
  const undo = (email: string, createdAt: number) => ({ id: email, email, createdAt });
  const undos = [undo('a', 10), undo('b', 20)];

  it('is, for a mail, the one of the address that it went to', () => {
    assert.equal(undoOf(undos, { mailedTo: 'a', current: 'c', from: null }), undos[0]);
    assert.equal(undoOf(undos, { mailedTo: 'b', current: 'c', from: null }), undos[1]);
    assert.equal(undoOf(undos, { mailedTo: 'x', current: 'c', from: null }), null);
  });

  it('is none while the address is still that one', () => {
    assert.equal(undoOf(undos, { mailedTo: 'c', current: 'c', from: null }), null);
  });

  it('is, for who is signed in, the one of the first change since', () => {
    assert.equal(undoOf(undos, { mailedTo: 'c', current: 'c', from: 5 }), undos[0]);
    assert.equal(undoOf(undos, { mailedTo: 'c', current: 'c', from: 15 }), undos[1]);
    assert.equal(undoOf(undos, { mailedTo: 'c', current: 'c', from: 25 }), null);
  });
});
