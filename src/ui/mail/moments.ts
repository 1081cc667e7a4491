import { datesOf } from '../words/dates.ts';
import type { MailAbout } from './about.ts';

const parisTime = 'Europe/Paris';

/** « 20 novembre 2026 à 9:11 (heure de Paris) »: a mail is read later and elsewhere, so the zone is said. */
export function fullMoment(about: MailAbout, at: number): string {
  return about.words.common.moment(day(about, at), clockTime(about, at), zoneName(about, at));
}

/** « 20 novembre 2026 », in the same zone. */
export function day({ locale, timeZone = parisTime }: MailAbout, at: number): string {
  const tag = locale === 'fr' ? 'fr-FR' : 'en-GB';
  const format = new Intl.DateTimeFormat(tag, { timeZone, day: 'numeric', month: 'long', year: 'numeric' });
  return locale === 'fr' ? format.format(at).replace(/^1 /, '1er ') : format.format(at);
}

/** « 9:21 », in the same zone. */
export function clockTime({ locale, timeZone = parisTime }: MailAbout, at: number): string {
  return datesOf(locale, timeZone).clock(at);
}

function zoneName({ locale, words, timeZone = parisTime }: MailAbout, at: number): string {
  if (timeZone === parisTime) return words.common.parisTime;
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
}
