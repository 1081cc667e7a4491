import type { Locale } from '../brand.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How moments and waits are said in one language and time zone. Every time is epoch milliseconds. */
export type Dates = {
  /** « dans 2 minutes », rounded up so that nobody comes back too early. */
  within(waitMs: number): string;
  /** « 9:42 » */
  clock(at: number): string;
  /** « à 9:42 », « hier à 18:42 », « le 3 mars à 18:42 » */
  moment(at: number, now: number): string;
  /** The same of what is gone by, in a list of facts: « aujourd'hui à 9:42 » */
  past(at: number, now: number): string;
  /** « 3 septembre 2026 » */
  day(at: number): string;
  /** « aujourd'hui », « hier », « le 30 octobre », « le 30 octobre 2025 » */
  onDay(at: number, now: number): string;
  /** The head of a line of a log: « Aujourd'hui, 9:12 », « 18 novembre, 8:03 » */
  logged(at: number, now: number): string;
};

const made = new Map<string, Dates>();

/** The formatter of a language and zone; made once, since Intl's constructors cost far more than a page. */
export function datesOf(locale: Locale, timeZone = 'Europe/Paris'): Dates {
  const key = `${locale} ${timeZone}`;
  const known = made.get(key);
  if (known) return known;
  const dates = createDates(locale, timeZone);
  made.set(key, dates);
  return dates;
}

function createDates(locale: Locale, timeZone: string): Dates {
  const tag = locale === 'fr' ? 'fr-FR' : 'en-GB';
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'always' });
  const time = new Intl.DateTimeFormat(tag, {
    timeZone,
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const date = new Intl.DateTimeFormat(tag, { timeZone, day: 'numeric', month: 'long' });
  const fullDate = new Intl.DateTimeFormat(tag, { timeZone, day: 'numeric', month: 'long', year: 'numeric' });
  const day = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const said =
    locale === 'fr'
      ? { at: 'à', today: "aujourd'hui", yesterday: 'hier', on: 'le' }
      : { at: 'at', today: 'today', yesterday: 'yesterday', on: 'on' };

  const clock = (at: number) => time.format(at).replace(/^0(?=\d)/, '');
  const first = (written: string) => (locale === 'fr' ? written.replace(/^1 /, '1er ') : written);
  const dayOf = (at: number) => first(fullDate.format(at));
  const shortDay = (at: number, now: number) =>
    day.format(at).slice(0, 4) === day.format(now).slice(0, 4) ? first(date.format(at)) : dayOf(at);
  // The day before by the calendar, not 24 hours before: a night of 23 or 25 hours has a yesterday too.
  const isYesterday = (at: number, now: number) =>
    day.format(at) ===
    new Date(Date.parse(`${day.format(now)}T12:00:00Z`) - dayMs).toISOString().slice(0, 10);
  const isToday = (at: number, now: number) => day.format(at) === day.format(now);

  return {
    clock,
    day: dayOf,
    onDay(at, now) {
      if (isToday(at, now)) return said.today;
      return isYesterday(at, now) ? said.yesterday : `${said.on} ${shortDay(at, now)}`;
    },
    logged(at, now) {
      const when = isToday(at, now) ? said.today : isYesterday(at, now) ? said.yesterday : shortDay(at, now);
      return `${when[0]!.toUpperCase()}${when.slice(1)}, ${clock(at)}`;
    },
    within(waitMs) {
      if (waitMs <= minuteMs - secondMs)
        return relative.format(Math.max(1, Math.ceil(waitMs / secondMs)), 'second');
      if (waitMs <= 90 * minuteMs) return relative.format(Math.ceil(waitMs / minuteMs), 'minute');
      if (waitMs <= 2 * dayMs) return relative.format(Math.ceil(waitMs / hourMs), 'hour');
      return relative.format(Math.ceil(waitMs / dayMs), 'day');
    },
    moment(at, now) {
      return isToday(at, now) ? `${said.at} ${clock(at)}` : `${this.onDay(at, now)} ${said.at} ${clock(at)}`;
    },
    past(at, now) {
      return `${this.onDay(at, now)} ${said.at} ${clock(at)}`;
    },
  };
}
