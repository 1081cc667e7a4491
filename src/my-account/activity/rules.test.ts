import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Entry, firstPage, groupsOf } from './rules.ts';

let made = 0;
/** An event; `at` in seconds, newest first in the lists below. */
const event = (type: string, at: number, more: Partial<Entry> = {}): Entry => {
  made += 1;
  return {
    id: `e${made}`,
    at: at * 1_000,
    type,
    address: 'a',
    actor: null,
    journeyId: null,
    data: {},
    ...more,
  };
};
const shape = (entries: readonly Entry[]) =>
  groupsOf(entries).map(({ head, rest }) => [head.type, ...rest.map(({ type }) => type)].join(' '));

describe('events that are one thing to a person', () => {
  it('are a sign-in with its code, its wrong codes and the device that it made known', () => {
    const j = { journeyId: 'j1' };
    const entries = [
      event('device.recognised', 30),
      event('sign-in.succeeded', 30, j),
      event('code.accepted', 29, j),
      event('code.refused', 20, j),
      event('code.asked', 10, j),
    ];
    assert.deepEqual(shape(entries), [
      'sign-in.succeeded device.recognised code.accepted code.refused code.asked',
    ]);
  });

  it('are a code that nobody gave, with every wrong one', () => {
    const j = { journeyId: 'j1' };
    assert.deepEqual(shape([event('code.refused', 20, j), event('code.asked', 10, j)]), [
      'code.asked code.refused',
    ]);
  });

  it('are a sign-in and the former session of that browser', () => {
    for (const reason of ['renewed', 'replaced']) {
      const entries = [event('sign-in.succeeded', 30), event('session.ended', 30, { data: { reason } })];
      assert.deepEqual(shape(entries), ['sign-in.succeeded session.ended']);
    }
    const signedOut = event('session.ended', 30, { data: { reason: 'signed-out' } });
    assert.equal(shape([event('sign-in.succeeded', 30), signedOut]).length, 2);
  });

  it('are wrong passwords in a row, from one place, for one reason', () => {
    const wrong = (at: number, more: Partial<Entry> = {}) =>
      event('sign-in.refused', at, { data: { reason: 'wrong-password' }, ...more });
    assert.deepEqual(shape([wrong(30), wrong(20), wrong(10)]), [
      'sign-in.refused sign-in.refused sign-in.refused',
    ]);
    assert.equal(shape([wrong(30), wrong(20, { address: 'b' })]).length, 2);
    assert.equal(shape([wrong(30), wrong(20, { data: { reason: 'too-many-tries' } })]).length, 2);
    assert.equal(shape([wrong(30), event('account.renamed', 25), wrong(20)]).length, 3);
    assert.equal(shape([wrong(2 * 3_600), wrong(0)]).length, 2);
  });

  it('tells the sign-ins of two people at one moment from one place apart by their order', () => {
    const [one, two] = [{ journeyId: 'j1' }, { journeyId: 'j2' }];
    const entries = [
      event('device.recognised', 30),
      event('sign-in.succeeded', 30, two),
      event('device.recognised', 30),
      event('sign-in.succeeded', 30, one),
    ];
    assert.deepEqual(shape(entries), [
      'sign-in.succeeded device.recognised',
      'sign-in.succeeded device.recognised',
    ]);
  });
});

const types = [
  'sign-in.succeeded',
  'sign-in.refused',
  'code.asked',
  'code.refused',
  'code.accepted',
  'device.recognised',
  'session.ended',
  'tool.opened',
  'account.renamed',
];
const anyHistory = fc
  .array(
    fc.record({
      type: fc.constantFrom(...types),
      later: fc.nat(7_200),
      address: fc.constantFrom('a', 'b'),
      journeyId: fc.constantFrom(null, 'j1', 'j2', 'j3'),
      reason: fc.constantFrom('wrong-password', 'renewed', 'signed-out'),
    }),
    { maxLength: 60 },
  )
  .map((steps) => {
    let at = 0;
    const told = steps.map(({ type, later, address, journeyId, reason }) => {
      at += later;
      return event(type, at, { address, journeyId, data: { reason } });
    });
    return told.reverse();
  });

describe('any history', () => {
  it('loses no event and tells none twice, each line standing where its newest does', () => {
    fc.assert(
      fc.property(anyHistory, (entries) => {
        const groups = groupsOf(entries);
        const told = groups.flatMap(({ head, rest }) => [head, ...rest]);
        assert.equal(told.length, entries.length);
        assert.deepEqual(new Set(told), new Set(entries));
        const newest = groups.map(({ head, rest }) =>
          Math.min(...[head, ...rest].map((entry) => entries.indexOf(entry))),
        );
        const inOrder = newest.toSorted((a, b) => a - b);
        assert.deepEqual(newest, inOrder);
      }),
    );
  });

  it('is told whole by pages, none empty, none too long', () => {
    fc.assert(
      fc.property(anyHistory, fc.integer({ min: 1, max: 5 }), (entries, most) => {
        let left = entries;
        const told = new Set<Entry>();
        for (let pages = 0; left.length > 0; pages += 1) {
          assert.ok(pages <= entries.length, 'a page leads nowhere');
          const { groups, more } = firstPage(left, { most, complete: true });
          assert.ok(groups.length >= 1 && groups.length <= most);
          for (const { head, rest } of groups) for (const entry of [head, ...rest]) told.add(entry);
          left = more === null ? [] : left.slice(left.indexOf(more) + 1);
        }
        assert.deepEqual(told, new Set(entries));
      }),
    );
  });

  it('keeps a sign-in and its code on one page wherever there is a place to cut', () => {
    const signIn = (at: number, journeyId: string) => [
      event('sign-in.succeeded', at, { journeyId }),
      event('code.accepted', at - 1, { journeyId }),
      event('code.asked', at - 9, { journeyId }),
    ];
    const entries = [...signIn(300, 'j3'), ...signIn(200, 'j2'), ...signIn(100, 'j1')];
    const { groups, more } = firstPage(entries, { most: 2, complete: true });
    assert.equal(groups.length, 2);
    assert.equal(more, entries[5]);
  });
});
