import bowser from 'bowser';
import { memo } from '../../core/memo.ts';
import type { ClientHints } from './client-hints.ts';

/**
 * A browser as the risk engine compares it, from what it sends of itself. `unknown`: a text that nobody knows;
 * `none`: no user agent at all; `contradictory`: client hints that deny the user agent. These are values like any
 * other, so that hiding never looks more usual than showing.
 */
export type Browser = {
  device: 'mobile' | 'tablet' | 'desktop' | 'tv' | 'bot' | 'unknown' | 'none' | 'contradictory';
  /** « Windows », « iOS », `unknown` or `none`; the library's names, never the sender's words. */
  system: string;
  /** « Firefox », « Samsung Internet for Android », `unknown` or `none`. */
  family: string;
  /** The major version, or null: not said, or absurd. */
  version: number | null;
  /**
   * What else tells browsers of a family apart, without versions, at most 256 characters; null where all of them
   * send the same text and no hint: neutral.
   */
  variant: string | null;
};

const longestRead = 512;
const longestVariant = 256;
const remembered = 1_000;

const none: Browser = { device: 'none', system: 'none', family: 'none', version: null, variant: 'none' };

/** The library's own names; everything else is the sender's text. */
export const families: ReadonlySet<string> = new Set(
  Object.values(bowser.BROWSER_MAP as Record<string, string>),
);
export const systems: ReadonlySet<string> = new Set(Object.values(bowser.OS_MAP as Record<string, string>));
const devices = new Set<string>(['mobile', 'tablet', 'desktop', 'tv', 'bot'] satisfies Browser['device'][]);

/** Never throws, whatever is sent; the answers of the latest senders are remembered, a bounded number of them. */
export function browserOf(userAgent: string | undefined, hints: ClientHints): Browser {
  // Long ones make the library's expressions slow.
  const read = (userAgent ?? '').slice(0, longestRead).trim();
  const { brands, mobile, platform, platformVersion, model } = hints;
  return parsed(JSON.stringify([read, { brands, mobile, platform, platformVersion, model }]));
}

const parsed = memo<Browser>(remembered, (key) => {
  const [userAgent, hints] = JSON.parse(key) as [string, ClientHints];
  const plain = userAgent === '' ? none : fromUserAgent(userAgent);
  const variant = userAgent === '' ? 'none' : variantOf(userAgent, hints);
  const device = contradicts(userAgent, plain.system, hints) ? 'contradictory' : plain.device;
  return { ...plain, device, variant };
});

function fromUserAgent(userAgent: string): Omit<Browser, 'variant'> {
  try {
    const parser = bowser.getParser(userAgent, true);
    const { name, version } = parser.parseBrowser();
    const system = parser.parseOS().name ?? '';
    const type = parser.parsePlatform().type ?? (system === 'Chrome OS' ? 'desktop' : '');
    return {
      device: devices.has(type) ? (type as Browser['device']) : 'unknown',
      system: systems.has(system) ? system : 'unknown',
      family: name && families.has(name) ? name : 'unknown',
      version: majorOf(version),
    };
  } catch {
    return { device: 'unknown', system: 'unknown', family: 'unknown', version: null };
  }
}

/** No browser is at version 10,000: whoever says so would make every later version a downgrade. */
function majorOf(version: string | undefined): number | null {
  const digits = /^(\d{1,4})(?!\d)/.exec(version ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

/** What every Chromium of a system has sent since version 110 (107 on computers): it tells nobody apart. */
const frozen = new RegExp(
  '^Mozilla/5\\.0 \\((?:Windows NT 10\\.0; Win64; x64|Macintosh; Intel Mac OS X 10_15_7|X11; Linux x86_64' +
    '|X11; CrOS x86_64 14541\\.0\\.0|Linux; Android 10; K)\\) AppleWebKit/537\\.36 \\(KHTML, like Gecko\\) ' +
    '(?:SamsungBrowser/[\\d.]+ )?Chrome/\\d+\\.0\\.0\\.0(?: Mobile)? Safari/537\\.36' +
    '(?: (?:Edg|EdgA|OPR|Vivaldi)/[\\d.]+)?$',
);

function variantOf(userAgent: string, hints: ClientHints): string | null {
  if (frozen.test(userAgent)) return hintedVariant(hints);
  return userAgent
    .replace(/\/[\w.+-]*\d[\w.+-]*/g, '')
    .replace(/\b\d+(?:[._]\d+)+/g, '')
    .replace(/\b(Android|OS) \d+\b/g, '$1')
    .replace(/\s+/g, ' ')
    .slice(0, longestVariant);
}

/** The model of a telephone, and which Windows. Other systems' versions move on with every update: neutral. */
function hintedVariant({ platform, platformVersion, model }: ClientHints): string | null {
  const phone = unquoted(model);
  if (phone !== '') return `model ${phone}`;
  const generation = majorOf(unquoted(platformVersion));
  if (unquoted(platform) !== 'Windows' || generation === null) return null;
  // https://learn.microsoft.com/microsoft-edge/web-platform/how-to-detect-win11
  return generation >= 13 ? 'Windows 11' : 'Windows 10';
}

function unquoted(hint: string | undefined): string {
  return (hint ?? '').trim().replace(/^"(.*)"$/, '$1');
}

/** Systems as Sec-CH-UA-Platform names them, and as the user agent shows them. */
const platforms = new Map([
  ['Windows', 'Windows'],
  ['macOS', 'macOS'],
  ['Linux', 'Linux'],
  ['Android', 'Android'],
  ['Chrome OS', 'Chrome OS'],
  ['Chromium OS', 'Chrome OS'],
  ['iOS', 'iOS'],
]);
const hinting = new Set(platforms.values());

/**
 * Whether hints deny the user agent: an intruder who copies the victim's user agent and forgets that their own
 * browser goes on saying what it is. Hints that are not sent deny nothing.
 */
function contradicts(userAgent: string, system: string, hints: ClientHints): boolean {
  const engine = /Chrom(?:e|ium)\/(\d{1,9})/.exec(userAgent)?.[1];
  const { brands, mobile } = hints;
  if (brands !== undefined && /"Chromium"; ?v="(\d{1,9})/.exec(brands)?.[1] !== engine) return true;
  if (mobile !== undefined && mobile !== (/\bMobile\b/.test(userAgent) ? '?1' : '?0')) return true;
  const platform = unquoted(hints.platform);
  if (platform === '' || platform === 'Unknown' || !hinting.has(system)) return false;
  return platforms.get(platform) !== system;
}
