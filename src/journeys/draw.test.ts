import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Journey } from '../core/journey.ts';
import { journeyAsMermaid, journeysAsMarkdown } from './draw.ts';

const door: Journey<'shut' | 'half-open' | 'open', 'pushed', 'isUnlocked'> = {
  shut: { path: '/door', on: { pushed: [{ when: 'isUnlocked', to: 'half-open' }, { to: 'shut' }] } },
  'half-open': { path: '/door/half', on: { pushed: [{ to: 'open' }] } },
  open: { path: '/', on: {} },
};

describe('the picture of a journey', () => {
  it('shows every step with its page, every event with its guard, the beginning and the end', () => {
    assert.equal(
      journeyAsMermaid({ journey: door, first: 'shut' }),
      `stateDiagram-v2
  shut : shut /door
  half_open : half-open /door/half
  open : open /
  [*] --> shut
  shut --> half_open : pushed [isUnlocked]
  shut --> shut : pushed
  half_open --> open : pushed
  open --> [*]
`,
    );
  });

  it('stands on a page under its title', () => {
    const page = journeysAsMarkdown([{ title: 'A door', journey: door, first: 'shut' }]);
    assert.match(page, /^# Journeys\n/);
    assert.match(page, /\n## A door\n\n```mermaid\nstateDiagram-v2\n[^`]*```\n/);
  });
});
