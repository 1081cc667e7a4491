import type { Place } from './place.ts';

type Locale = 'fr' | 'en';

const made: Partial<Record<Locale, Intl.DisplayNames>> = {};

/** « Lille, France », « Belgique »; null where the data say nothing. */
export function placeName({ city, country }: Place, locale: Locale): string | null {
  const names = [city?.[locale], country === null ? undefined : countryName(country, locale)];
  return names.filter(Boolean).join(', ') || null;
}

function countryName(code: string, locale: Locale): string | undefined {
  made[locale] ??= new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' });
  return made[locale].of(code);
}
