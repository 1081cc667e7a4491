import { memo } from '../../core/memo.ts';

export type Locale = 'fr' | 'en';

/**
 * The language of a page: the one chosen on this browser, else the first of the two that Accept-Language
 * prefers, else French.
 */
export function pickLanguage(chosen: Locale | null, acceptLanguage: string | undefined): Locale {
  return chosen ?? preferred((acceptLanguage ?? '').slice(0, 300));
}

const preferred = memo(1_000, (acceptLanguage): Locale => {
  let best: Locale = 'fr';
  let bestWeight = 0;
  for (const part of acceptLanguage.split(',')) {
    const [tag = '', ...settings] = part.trim().toLowerCase().split(';');
    const language = tag.split('-', 1)[0];
    if (language !== 'fr' && language !== 'en') continue;
    const weight = weightOf(settings);
    if (weight > bestWeight) {
      best = language;
      bestWeight = weight;
    }
  }
  return best;
});

function weightOf(settings: string[]): number {
  const q = settings.map((setting) => setting.trim()).find((setting) => setting.startsWith('q='));
  if (!q) return 1;
  const weight = Number(q.slice(2));
  return weight >= 0 && weight <= 1 ? weight : 0;
}
