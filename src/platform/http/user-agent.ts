import bowser from 'bowser';
import { families, systems } from './browser.ts';

export { type Browser, browserOf } from './browser.ts';

type Locale = 'fr' | 'en';

const longestRead = 512;
const remembered = 200;

const words = {
  fr: { on: 'sur', unknown: 'Navigateur inconnu' },
  en: { on: 'on', unknown: 'Unknown browser' },
} as const;

/** The shorter names that people use. */
const usualNames: Record<string, string> = {
  'Microsoft Edge': 'Edge',
  'Samsung Internet for Android': 'Samsung Internet',
  'Google Search': 'Google',
};
const appleModels = new Set(['iPhone', 'iPad']);

/** Labels of the user agents seen last: members come back with the same few. */
const labels = new Map<string, string>();

/**
 * A browser in plain words: « Chrome sur Windows ». Never throws, and never repeats what was sent:
 * the label stands in mails and pages, where a sender's words would be a message of theirs.
 */
export function deviceLabel(userAgent: string | undefined, locale: Locale): string {
  if (!userAgent) return words[locale].unknown;
  // Long ones make the library's expressions slow.
  const read = userAgent.slice(0, longestRead);
  const key = `${locale} ${read}`;
  const seen = labels.get(key);
  if (seen !== undefined) {
    labels.delete(key);
    labels.set(key, seen);
    return seen;
  }
  const label = describe(read, locale);
  if (labels.size >= remembered) labels.delete(labels.keys().next().value!);
  labels.set(key, label);
  return label;
}

/** How many labels are remembered now: bounded, whatever is sent. */
export function rememberedLabels(): number {
  return labels.size;
}

function describe(userAgent: string, locale: Locale): string {
  const { on, unknown } = words[locale];
  try {
    const parser = bowser.getParser(userAgent, true);
    const browser = parser.parseBrowser().name ?? '';
    if (!families.has(browser) || browser === bowser.BROWSER_MAP.generic) return unknown;
    const name = usualNames[browser] ?? browser;
    const os = parser.parseOS().name ?? '';
    if (!systems.has(os)) return name;
    const model = os === 'iOS' ? (parser.parsePlatform().model ?? '') : '';
    return `${name} ${on} ${appleModels.has(model) ? model : os}`;
  } catch {
    return unknown;
  }
}
