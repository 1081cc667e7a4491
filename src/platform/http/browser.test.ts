import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hostileUserAgent } from '../../../test/support/user-agents.ts';
import type { ClientHints } from './client-hints.ts';
import { type Browser, browserOf } from './user-agent.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const chromeOn = (system: string, version = 138) =>
  `Mozilla/5.0 (${system}) ${webkit} Chrome/${version}.0.0.0 Safari/537.36`;
const windows = 'Windows NT 10.0; Win64; x64';
const chrome = chromeOn(windows);
const android = `Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/138.0.0.0 Mobile Safari/537.36`;
const firefox = (version: number, system = 'X11; Linux x86_64') =>
  `Mozilla/5.0 (${system}; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`;
const iPhone = (os: string, version: string) =>
  `Mozilla/5.0 (iPhone; CPU iPhone OS ${os} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${version} Mobile/15E148 Safari/604.1`;
const webView = (model: string, os: number, version: string) =>
  `Mozilla/5.0 (Linux; Android ${os}; ${model} Build/TP1A.${os}0624.014; wv) ${webkit} Version/4.0 Chrome/${version} Mobile Safari/537.36`;

const brands = (version: number) =>
  `"Not)A;Brand";v="8", "Chromium";v="${version}", "Google Chrome";v="${version}"`;
const onWindows: ClientHints = { brands: brands(138), mobile: '?0', platform: '"Windows"' };
const onAndroid: ClientHints = { brands: brands(138), mobile: '?1', platform: '"Android"' };

describe('a browser', () => {
  const known: [userAgent: string, browser: Omit<Browser, 'variant'>][] = [
    [chrome, { device: 'desktop', system: 'Windows', family: 'Chrome', version: 138 }],
    [
      `${chrome} Edg/138.0.0.0`,
      { device: 'desktop', system: 'Windows', family: 'Microsoft Edge', version: 138 },
    ],
    [android, { device: 'mobile', system: 'Android', family: 'Chrome', version: 138 }],
    [
      chromeOn('Linux; Android 10; K'),
      { device: 'tablet', system: 'Android', family: 'Chrome', version: 138 },
    ],
    [
      chromeOn('X11; CrOS x86_64 14541.0.0'),
      { device: 'desktop', system: 'Chrome OS', family: 'Chrome', version: 138 },
    ],
    [firefox(140), { device: 'desktop', system: 'Linux', family: 'Firefox', version: 140 }],
    [iPhone('18_5', '18.5'), { device: 'mobile', system: 'iOS', family: 'Safari', version: 18 }],
    [
      `Mozilla/5.0 (Web0S; Linux/SmartTV) ${webkit} Chrome/108.0.5359.211 Safari/537.36 WebAppManager`,
      { device: 'tv', system: 'WebOS', family: 'WebOS Browser', version: null },
    ],
  ];
  for (const [userAgent, expected] of known) {
    it(`is read from ${userAgent.slice(0, 60)}…`, () => {
      const { variant: _, ...browser } = browserOf(userAgent, {});
      assert.deepEqual(browser, expected);
    });
  }

  it('that says nothing, or what nobody knows, has a value of its own', () => {
    const none = { device: 'none', system: 'none', family: 'none', version: null, variant: 'none' };
    for (const nothing of [undefined, '', '   ']) assert.deepEqual(browserOf(nothing, {}), none);
    const unknown = { device: 'unknown', system: 'unknown', family: 'unknown', version: null };
    assert.deepEqual(browserOf('curl/8.5', {}), { ...unknown, variant: 'curl' });
    assert.deepEqual(browserOf('Wget/1.2', {}), { ...unknown, variant: 'Wget' });
  });

  it('at an absurd version has none', () => {
    for (const version of ['99999', '99999999999999999999', 'x']) {
      assert.equal(browserOf(`Mozilla/5.0 (X11; Linux x86_64) Gecko Firefox/${version}.0`, {}).version, null);
    }
  });

  it('has the names of the library, never the sender’s words', () => {
    fc.assert(
      fc.property(hostileUserAgent, (userAgent) => {
        const { system, family } = browserOf(userAgent, {});
        assert.doesNotMatch(`${system} ${family}`, /evil/);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws, and is always short, whatever is sent', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(chrome, android, firefox(1)),
    );
    const hints = fc.record(
      { brands: text, mobile: text, platform: text, platformVersion: text, model: text },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.option(text, { nil: undefined }), hints, (userAgent, sent) => {
        const { device, system, family, version, variant } = browserOf(userAgent, sent);
        assert.ok(device && system && family);
        assert.ok(version === null || (version >= 0 && version < 10_000));
        assert.ok(variant === null || variant.length <= 300);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is read in the first 512 characters alone', () => {
    const padded = (n: number) => `Mozilla/5.0 (${' '.repeat(n)}) Firefox/140.0`;
    assert.equal(browserOf(padded(400), {}).family, 'Firefox');
    assert.equal(browserOf(padded(600), {}).family, 'unknown');
    assert.equal(browserOf('x'.repeat(8_192), {}).variant?.length, 256);
  });

  it('of 8 kB costs no more than one of 512 characters', () => {
    const hostile = [' ', '(', '/', '/1', '1.', 'Chrome/', 'Android 1 ', 'a/a', 'Version/1 Safari/'];
    for (const piece of hostile) {
      const long = `Mozilla/5.0 ${piece.repeat(8_192)}`;
      const start = process.cpuUsage();
      const browser = browserOf(long.slice(0, 8_192), {});
      const { user } = process.cpuUsage(start);
      assert.ok(user < 50_000, `${user} µs for ${piece}`);
      assert.deepEqual(browser, browserOf(long, {}));
    }
  });
});

describe('the variant of a browser', () => {
  const variant = (userAgent: string, hints: ClientHints = {}) => browserOf(userAgent, hints).variant;

  it('is not known where all of a system send the same text', () => {
    for (const frozen of [
      chrome,
      `${chrome} Edg/138.0.3351.55`,
      `${chromeOn(windows, 136)} OPR/121.0.0.0`,
      chromeOn('Macintosh; Intel Mac OS X 10_15_7'),
      chromeOn('X11; Linux x86_64'),
      android,
      android.replace('Chrome/', 'SamsungBrowser/28.0 Chrome/'),
    ]) {
      assert.equal(variant(frozen), null, frozen);
      assert.equal(variant(frozen, { platform: '"Linux"', platformVersion: '""', model: '""' }), null);
    }
  });

  it('comes from the hints where they are sent', () => {
    assert.equal(
      variant(android, { ...onAndroid, platformVersion: '"16.0.0"', model: '"Pixel 9"' }),
      'model Pixel 9',
    );
    assert.equal(variant(chrome, { ...onWindows, platformVersion: '"15.0.0"', model: '""' }), 'Windows 11');
    assert.equal(variant(chrome, { ...onWindows, platformVersion: '"10.0.0"' }), 'Windows 10');
    const mac = chromeOn('Macintosh; Intel Mac OS X 10_15_7');
    // It moves on with every update: an update is no intruder.
    assert.equal(variant(mac, { platform: '"macOS"', platformVersion: '"15.5.0"' }), null);
  });

  it('stays the same across updates', () => {
    assert.equal(variant(firefox(140)), variant(firefox(152)));
    assert.equal(variant(iPhone('18_5', '18.5')), variant(iPhone('19_0_1', '19.0')));
    assert.equal(
      variant(webView('SM-G991B', 13, '138.0.7204.63')),
      variant(webView('SM-G991B', 14, '140.0.1.2')),
    );
    assert.equal(
      variant('Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0'),
      variant('Mozilla/5.0 (Android 15; Mobile; rv:152.0) Gecko/152.0 Firefox/152.0'),
    );
  });

  it('tells others apart', () => {
    assert.notEqual(variant(firefox(140)), variant(firefox(140, 'X11; Ubuntu; Linux x86_64')));
    assert.notEqual(
      variant(webView('SM-G991B', 13, '138.0.1.2')),
      variant(webView('Pixel 9', 13, '138.0.1.2')),
    );
    assert.notEqual(variant(chrome.replace('Chrome/', 'HeadlessChrome/')), null);
    assert.notEqual(variant(`${chrome} MyTool/1.0`), null);
  });
});

describe('client hints that deny the user agent', () => {
  const device = (userAgent: string, hints: ClientHints) => browserOf(userAgent, hints).device;

  const honest: [string, ClientHints][] = [
    [chrome, onWindows],
    [chrome, {}],
    [android, onAndroid],
    [chromeOn('Linux; Android 10; K'), { ...onAndroid, mobile: '?0' }],
    [chromeOn('X11; CrOS x86_64 14541.0.0'), { ...onWindows, platform: '"Chrome OS"' }],
    [chromeOn('X11; Linux x86_64'), { ...onWindows, platform: '"Linux"' }],
    [
      `${chromeOn(windows, 136)} OPR/121.0.0.0`,
      { brands: '"Opera";v="121", "Chromium";v="136"', mobile: '?0' },
    ],
    [chrome, { ...onWindows, platform: '"Unknown"' }],
    [firefox(140), {}],
  ];
  for (const [userAgent, hints] of honest) {
    it(`are not ${JSON.stringify(hints).slice(0, 50)} of ${userAgent.slice(12, 50)}`, () => {
      assert.notEqual(device(userAgent, hints), 'contradictory');
    });
  }

  const lies: [why: string, userAgent: string, hints: ClientHints][] = [
    ['another system', chrome, { ...onWindows, platform: '"macOS"' }],
    ['a system that nobody knows', chrome, { ...onWindows, platform: '"TempleOS"' }],
    ['a telephone', chrome, { ...onWindows, mobile: '?1' }],
    ['no telephone', android, { ...onAndroid, mobile: '?0' }],
    ['neither', android, { ...onAndroid, mobile: 'yes' }],
    ['another version', chrome, { ...onWindows, brands: brands(137) }],
    ['another engine', chrome, { ...onWindows, brands: '"Firefox";v="140"' }],
    ['brands that are none', chrome, { ...onWindows, brands: '' }],
    ['Chromium behind Firefox', firefox(140), { brands: brands(138) }],
    ['Chromium behind Safari', iPhone('18_5', '18.5'), { brands: brands(138), mobile: '?1' }],
  ];
  for (const [why, userAgent, hints] of lies) {
    it(`have a value of their own: ${why}`, () => {
      const { device, system, family } = browserOf(userAgent, hints);
      const plain = browserOf(userAgent, {});
      assert.deepEqual({ device, system, family }, { ...plainOf(plain), device: 'contradictory' });
    });
  }
});

function plainOf({ system, family }: Browser) {
  return { system, family };
}
