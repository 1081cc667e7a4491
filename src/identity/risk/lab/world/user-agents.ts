import type { ClientHints } from '../../../../platform/http/client-hints.ts';
import { browserOf } from '../../../../platform/http/user-agent.ts';
import type { SeenAgent } from '../sign-in.ts';
import { type Browser, versionOf } from './browsers.ts';
import type { WorldSettings } from './settings.ts';

/** How much browsers tell of themselves. */
export type Telling = WorldSettings['userAgents'];

/** Writes user agents as browsers do, with the columns of the public data set, read by the product's own reader. */
export function createUserAgents({ telling, from }: { telling: Telling; from: number }) {
  const known = new Map<string, SeenAgent>();
  return (browser: Browser, at: number): SeenAgent => {
    const version = versionOf(browser, at, from);
    const text = write(browser, version, telling === 'full');
    const hints = telling === 'hints' ? hintsOf(browser) : {};
    const key = `${text} ${hints.model} ${hints.platformVersion}`;
    const seen = known.get(key);
    if (seen) return seen;
    const agent = describe(browser, { version, text, hints, isFull: telling === 'full' });
    known.set(key, agent);
    return agent;
  };
}

/** What Chromium sends over https once asked. */
function hintsOf({ system, family, model, systemVersion }: Browser): ClientHints {
  if (family === 'Safari' || family === 'Firefox' || system === 'iOS') return {};
  if (system === 'Android') return { model: `"${model}"` };
  if (system !== 'Windows') return {};
  return { platform: '"Windows"', platformVersion: systemVersion === 11 ? '"15.0.0"' : '"10.0.0"' };
}

function describe(
  browser: Browser,
  of: { version: number; text: string; hints: ClientHints; isFull: boolean },
): SeenAgent {
  const { kind, system, family } = browser;
  const { text, version } = of;
  // Frozen user agents tell no version of their system; Apple's telephones and Firefox on Android still do.
  const tellsSystem = of.isFull || system === 'iOS' || (system === 'Android' && family === 'Firefox');
  const told = tellsSystem ? String(browser.systemVersion) : frozenSystem(system);
  const read = browserOf(text, of.hints);
  return {
    text,
    browser: `${family} ${version}`,
    system: told ? `${system} ${told}` : system,
    device: kind,
    signals: { device: read.device, system: read.system, browser: read.family, variant: read.variant },
    version: read.version,
  };
}

function frozenSystem(system: string): string {
  return { Windows: '10', macOS: '10.15.7', Android: '10' }[system] ?? '';
}

function write(
  { kind, system, systemVersion, family, model }: Browser,
  version: number,
  full: boolean,
): string {
  const point = full ? `${version}.0.${5_000 + version}.${40 + (version % 60)}` : `${version}.0.0.0`;
  if (system === 'iOS') {
    const device = kind === 'tablet' ? 'iPad; CPU OS' : 'iPhone; CPU iPhone OS';
    const name =
      { Chrome: `CriOS/${version}.0`, Firefox: `FxiOS/${version}.0` }[family] ?? `Version/${version}.0`;
    return `Mozilla/5.0 (${device} ${systemVersion}_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ${name} Mobile/15E148 Safari/604.1`;
  }
  const platform = {
    Windows: full && systemVersion === 11 ? 'Windows NT 11.0; Win64; x64' : 'Windows NT 10.0; Win64; x64',
    macOS: `Macintosh; Intel Mac OS X ${full ? `${systemVersion}_0` : '10_15_7'}`,
    Linux: 'X11; Linux x86_64',
    Android: full ? `Linux; Android ${systemVersion}; ${model}` : 'Linux; Android 10; K',
  }[system];
  if (family === 'Firefox') {
    const where = system === 'Android' ? `Android ${systemVersion}; Mobile` : platform;
    return `Mozilla/5.0 (${where}; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`;
  }
  if (family === 'Safari')
    return `Mozilla/5.0 (${platform}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${version}.0 Safari/605.1.15`;
  const mobile = kind === 'mobile' ? ' Mobile' : '';
  const start = `Mozilla/5.0 (${platform}) AppleWebKit/537.36 (KHTML, like Gecko)`;
  if (family === 'Samsung Internet')
    return `${start} SamsungBrowser/${version}.0 Chrome/${point}${mobile} Safari/537.36`;
  const more = { Edge: ` Edg/${version}.0.0.0`, Opera: ` OPR/${version}.0.0.0` }[family] ?? '';
  return `${start} Chrome/${point}${mobile} Safari/537.36${more}`;
}
