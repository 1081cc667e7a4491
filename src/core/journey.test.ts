import assert from 'node:assert/strict';
import { it } from 'node:test';
import { follow, type Journey, unreachable } from './journey.ts';

type Step = 'ask' | 'check' | 'done' | 'lost';
type Event = 'given' | 'passed';
const journey: Journey<Step, Event, 'isSure'> = {
  ask: { path: '/a', on: { given: [{ when: 'isSure', to: 'done' }, { to: 'check' }] } },
  check: { path: '/b', on: { passed: [{ when: 'isSure', to: 'done' }] } },
  done: { path: '/c', on: {} },
  lost: { path: '/d', on: {} },
};
const guards = { isSure: (facts: { sure: boolean }) => facts.sure };

it('takes the first arrow whose guard holds, and the one without a guard last', () => {
  assert.equal(follow({ journey, guards }, 'ask', 'given', { sure: true }), 'done');
  assert.equal(follow({ journey, guards }, 'ask', 'given', { sure: false }), 'check');
});

it('goes nowhere on an event that means nothing at the step, or when no guard holds', () => {
  assert.equal(follow({ journey, guards }, 'ask', 'passed', { sure: true }), null);
  assert.equal(follow({ journey, guards }, 'done', 'given', { sure: true }), null);
  assert.equal(follow({ journey, guards }, 'check', 'passed', { sure: false }), null);
});

it('finds the steps that nothing leads to', () => {
  assert.deepEqual(unreachable(journey, 'ask'), ['lost']);
  assert.deepEqual(unreachable(journey, 'check'), ['ask', 'lost']);
});
