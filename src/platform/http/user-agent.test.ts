import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hostileUserAgent } from '../../../test/support/user-agents.ts';
import { deviceLabel, rememberedLabels } from './user-agent.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const known: [string, string][] = [
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/156.0.0.0 Safari/537.36`,
    'Chrome sur Windows',
  ],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0`,
    'Edge sur Windows',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox sur Linux'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    'Safari sur macOS',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Safari sur iPhone',
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.5 Mobile/15E148 Safari/604.1',
    'Safari sur iPad',
  ],
  [
    `Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/156.0.0.0 Mobile Safari/537.36`,
    'Chrome sur Android',
  ],
  [
    `Mozilla/5.0 (Linux; Android 10; K) ${webkit} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
    'Samsung Internet sur Android',
  ],
];

describe('the words for a browser', () => {
  it('are the ones that people use', () => {
    for (const [userAgent, label] of known) assert.equal(deviceLabel(userAgent, 'fr'), label);
    assert.equal(deviceLabel(known[0]![0], 'en'), 'Chrome on Windows');
  });

  it('are « Navigateur inconnu » for what nobody knows', () => {
    for (const userAgent of [
      undefined,
      '',
      '  ',
      'curl/8.5',
      'Votre compte est bloqué : appelez le 0 899 00 00 00',
    ]) {
      assert.equal(deviceLabel(userAgent, 'fr'), 'Navigateur inconnu');
    }
    assert.equal(deviceLabel(undefined, 'en'), 'Unknown browser');
  });

  it('never repeat what was sent, and stay few in memory', () => {
    fc.assert(
      fc.property(hostileUserAgent, (userAgent) => {
        const label = deviceLabel(userAgent, 'fr');
        assert.doesNotMatch(label, /evil|http/);
        assert.match(label, /^[\w .-]{2,50}$/);
      }),
      { numRuns: 1_000 },
    );
    assert.ok(rememberedLabels() <= 200);
  });

  it('are read in the first 512 characters alone: long ones are slow to read', () => {
    const padded = (n: number) => `Mozilla/5.0 (${' '.repeat(n)}) Firefox/140.0`;
    assert.equal(deviceLabel(padded(400), 'fr'), 'Firefox');
    assert.equal(deviceLabel(padded(600), 'fr'), 'Navigateur inconnu');
    assert.equal(deviceLabel(padded(1_000_000), 'fr'), 'Navigateur inconnu');
  });
});
