import type { Brand, Help, Locale } from '../brand.ts';
import type { MailWords } from '../words/fr-mails.ts';

/** What every mail is written from. `origin` is PUBLIC_URL's, never a request's Host [security.md 23]. */
export type MailAbout = {
  words: MailWords;
  brand: Brand;
  help: Help;
  origin: string;
  locale: Locale;
  /** IANA name of the zone in which times are said; Europe/Paris when absent. */
  timeZone?: string;
};

/** A mail ready for the queue: the text and the HTML say the same [security.md 47]. */
export type Mail = { subject: string; text: string; html: string };
