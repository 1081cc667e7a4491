import type { Locale } from '../brand.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';

/** Every word of the pages, in one language. */
export type Words = typeof fr;

/** The words of a language. */
export function wordsOf(locale: Locale): Words {
  return locale === 'fr' ? fr : en;
}
