import type { Seeds, View } from '../identity/risk/lab/evaluate.ts';
import { type WorldSettings, withShared, worldSettings } from '../identity/risk/lab/world/settings.ts';
import type { Given } from './command.ts';
import { type Bilingual, Misuse } from './terminal.ts';

/** Thresholds, and the score itself, are fitted on these; nothing is ever reported on them. */
const fitSeeds = ['1', '2', '3'];
const reportSeeds = ['101', '102', '103', '104', '105'];

/** The seeds of `--seeds`. Throws Misuse where a seed is both fitted on and reported. */
export function readSeeds(given: Given): Seeds {
  const isQuick = given.has('quick');
  const fit = isQuick ? fitSeeds.slice(0, 1) : fitSeeds;
  const written = given.text('seeds');
  if (written === undefined) return { fit, report: isQuick ? reportSeeds.slice(0, 3) : reportSeeds };
  const report = [...new Set(written.split(',').map((seed) => seed.trim()))];
  if (!report.every((seed) => /^\d{1,9}$/.test(seed)))
    throw misuse('seeds', { fr: 'des nombres séparés par des virgules', en: 'numbers separated by commas' });
  const seen = report.filter((seed) => fitSeeds.includes(seed)).join(', ');
  if (seen !== '') {
    throw new Misuse({
      fr: `--seeds : les seuils sont réglés sur ${seen} ; prenez-en d'autres`,
      en: `--seeds: thresholds are fitted on ${seen}; take others`,
    });
  }
  return { fit, report };
}

/** The world of the switches. Throws Misuse. */
export function readWorld(given: Given): WorldSettings {
  let settings: WorldSettings = given.has('quick') ? { ...worldSettings, users: 300 } : worldSettings;
  const ofWorlds = ['user-agents', 'shared', 'clearing', 'ablations', 'fit'];
  const changes = ofWorlds.filter((name) => given.text(name) !== undefined || given.has(name));
  if (changes.length > 0 && !given.has('synthetic')) {
    throw new Misuse({
      fr: `--${changes[0]} est affaire de mondes inventés : il lui faut --synthetic`,
      en: `--${changes[0]} is about made-up worlds: it needs --synthetic`,
    });
  }
  const userAgents = given.text('user-agents');
  if (userAgents !== undefined) {
    if (userAgents !== 'frozen' && userAgents !== 'hints' && userAgents !== 'full')
      throw misuse('user-agents', { fr: 'frozen, hints ou full', en: 'frozen, hints or full' });
    settings = { ...settings, userAgents };
  }
  const shared = readShare(given, 'shared');
  if (shared !== null) settings = withShared(settings, shared);
  const clearing = readShare(given, 'clearing');
  return clearing === null ? settings : { ...settings, clearing };
}

/** What `--without` hides. Throws Misuse. */
export async function readView(given: Given): Promise<View> {
  const hidden = given.text('without');
  if (hidden === undefined) return {};
  if (hidden === 'cookie') return { hasCookies: false };
  const { noNetworks, noPlaces } = await import('../identity/risk/lab/ablations.ts');
  if (hidden === 'places') return { blind: noPlaces };
  if (hidden === 'networks') return { blind: noNetworks };
  throw misuse('without', { fr: 'cookie, places ou networks', en: 'cookie, places or networks' });
}

function readShare(given: Given, name: string): number | null {
  const written = given.text(name);
  if (written === undefined) return null;
  const share = /^\d*[.,]?\d+$/.test(written) ? Number(written.replace(',', '.')) : Number.NaN;
  if (share >= 0 && share <= 1) return share;
  throw misuse(name, { fr: 'une part, de 0 à 1', en: 'a share, 0 to 1' });
}

const misuse = (name: string, is: Bilingual) =>
  new Misuse({ fr: `--${name} : ${is.fr}`, en: `--${name}: ${is.en}` });
