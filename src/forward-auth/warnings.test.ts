import assert from 'node:assert/strict';
import { it } from 'node:test';
import { testClock } from '../../test/support/stores.ts';
import { minuteMs } from '../core/clock.ts';
import { createLog } from '../platform/log/log.ts';
import { createWarnings } from './warnings.ts';

it('a proxy that is not set up is told of once a minute, however often it asks', () => {
  const lines: string[] = [];
  const log = createLog({ to: { write: (line) => void lines.push(line) } });
  const clock = testClock();
  const warn = createWarnings({ log, clock });
  for (let i = 0; i < 100; i += 1) warn('untrusted', `203.0.113.${i}`);
  warn('unknown-host', 'x'.repeat(5_000));
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? '', /trustedProxies.*refused/);
  assert.match(lines[0] ?? '', /203\.0\.113\.0/);
  assert.ok((lines[1] ?? '').length < 400);
  clock.advance(minuteMs);
  warn('untrusted', '203.0.113.7');
  assert.equal(lines.length, 3);
});
