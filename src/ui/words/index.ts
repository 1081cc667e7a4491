import type { Locale } from '../brand.ts';
import { en } from './en.ts';
import { enMails } from './en-mails.ts';
import { fr } from './fr.ts';
import { frMails, type MailWords } from './fr-mails.ts';

/** Every word of the pages, in one language. */
export type Words = typeof fr;

/** The words of a language. */
export function wordsOf(locale: Locale): Words {
  return locale === 'fr' ? fr : en;
}

/** The words of the mails, whose subjects pages quote exactly so that people can search for them. */
export function mailWordsOf(locale: Locale): MailWords {
  return locale === 'fr' ? frMails : enMails;
}
