import { isIP } from 'node:net';
import { dayMs, hourMs, minuteMs, secondMs } from './core/clock.ts';
import { plainColour } from './ui/contrast.ts';

/** A sentence for the operator, in both languages. */
export type Bilingual = { fr: string; en: string };

/** What a value became, or what is wrong with it and how to put it right. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; wrong: Bilingual; fix: Bilingual };

export type Parse<T> = (value: unknown) => Parsed<T>;

export const accept = <T>(value: T): Parsed<T> => ({ ok: true, value });
export const refuse = (
  wrong: Bilingual,
  fix: Bilingual,
): { ok: false; wrong: Bilingual; fix: Bilingual } => ({
  ok: false,
  wrong,
  fix,
});

/** The value as the operator will recognise it, short, on one line. Never for a secret [security.md 40]. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
  const plain = text.replace(/\p{Cc}/gu, '?');
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain;
}

const notOneOf = (value: unknown, kind: Bilingual): Bilingual => ({
  fr: `${shown(value)} n'est pas ${kind.fr}`,
  en: `${shown(value)} is not ${kind.en}`,
});

/** A line of text of at most `max` characters, trimmed; control characters never pass [security.md 35]. */
export function text(max = 200): Parse<string> {
  return (value) => {
    const fix = {
      fr: `écrivez une ligne de 1 à ${max} caractères`,
      en: `write one line of 1 to ${max} characters`,
    };
    if (typeof value !== 'string') return refuse(notOneOf(value, { fr: 'un texte', en: 'a text' }), fix);
    const plain = value.trim().normalize('NFC');
    if (plain === '') return refuse({ fr: 'le texte est vide', en: 'the text is empty' }, fix);
    if (/\p{Cc}/u.test(plain)) {
      return refuse(
        { fr: 'le texte a un caractère de contrôle', en: 'the text has a control character' },
        fix,
      );
    }
    if (plain.length > max) return refuse({ fr: 'le texte est trop long', en: 'the text is too long' }, fix);
    return accept(plain);
  };
}

export const yesOrNo: Parse<boolean> = (value) =>
  typeof value === 'boolean'
    ? accept(value)
    : refuse(notOneOf(value, { fr: 'true ou false', en: 'true or false' }), {
        fr: 'écrivez true ou false, sans guillemets',
        en: 'write true or false, without quotes',
      });

/** A whole number within bounds, both included. Digits as text pass too: the environment has nothing else. */
export function wholeNumber(min: number, max: number, why?: Bilingual): Parse<number> {
  return (value) => {
    const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
    const fix = {
      fr: `donnez un nombre entier de ${min} à ${max}${why ? ` (${why.fr})` : ''}`,
      en: `give a whole number from ${min} to ${max}${why ? ` (${why.en})` : ''}`,
    };
    if (typeof number !== 'number' || !Number.isInteger(number)) {
      return refuse(notOneOf(value, { fr: 'un nombre entier', en: 'a whole number' }), fix);
    }
    if (number < min) return refuse({ fr: `${number} est trop petit`, en: `${number} is too small` }, fix);
    if (number > max) return refuse({ fr: `${number} est trop grand`, en: `${number} is too large` }, fix);
    return accept(number);
  };
}

/** A number within bounds, both included: bits may have a part, and be less than none. */
export function number(min: number, max: number): Parse<number> {
  return (value) =>
    typeof value === 'number' && value >= min && value <= max
      ? accept(value)
      : refuse(notOneOf(value, { fr: 'un nombre qui convient', en: 'a number that fits' }), {
          fr: `donnez un nombre de ${min} à ${max}, par exemple 2.5`,
          en: `give a number from ${min} to ${max}, for example 2.5`,
        });
}

/** "3%" as 0.03, within bounds in percent, both included. */
export function percentage(min: number, max: number): Parse<number> {
  return (value) => {
    const written =
      typeof value === 'string' ? /^(\d{1,3}(?:[.,]\d{1,3})?)\s*%$/.exec(value.trim())?.[1] : null;
    const percent = Number(written?.replace(',', '.'));
    return percent >= min && percent <= max
      ? accept(percent / 100)
      : refuse(notOneOf(value, { fr: 'un pourcentage qui convient', en: 'a percentage that fits' }), {
          fr: `écrivez un pourcentage de ${min}% à ${max}%, par exemple 3%`,
          en: `write a percentage from ${min}% to ${max}%, for example 3%`,
        });
  };
}

/** One of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]): Parse<Word> {
  return (value) => {
    const word = words.find((known) => known === value);
    return word !== undefined
      ? accept(word)
      : refuse(notOneOf(value, { fr: 'un choix possible', en: 'a possible choice' }), {
          fr: `écrivez l'un de : ${words.join(', ')}`,
          en: `write one of: ${words.join(', ')}`,
        });
  };
}

const units: Record<string, number> = {
  ms: 1,
  s: secondMs,
  min: minuteMs,
  h: hourMs,
  d: dayMs,
  j: dayMs,
  y: 365 * dayMs,
  a: 365 * dayMs,
};

/** "15min", "1h", "90d" (or "90j"), "3y" (or "3a", of 365 days) as milliseconds; whole multiples of `stepMs`, within bounds. */
export function duration(bounds: { minMs: number; maxMs: number; stepMs?: number }): Parse<number> {
  const { minMs, maxMs, stepMs = 1 } = bounds;
  const range = {
    fr: `de ${writeDuration(minMs)} à ${writeDuration(maxMs)}`,
    en: `from ${writeDuration(minMs)} to ${writeDuration(maxMs)}`,
  };
  const fix = {
    fr: `donnez une durée avec son unité (s, min, h, d, y), ${range.fr}, par exemple ${writeDuration(minMs)}`,
    en: `give a duration with its unit (s, min, h, d, y), ${range.en}, for example ${writeDuration(minMs)}`,
  };
  return (value) => {
    const match = typeof value === 'string' ? /^(\d{1,9})\s*(ms|s|min|h|d|j|y|a)$/.exec(value.trim()) : null;
    if (!match) return refuse(notOneOf(value, { fr: 'une durée', en: 'a duration' }), fix);
    const ms = Number(match[1]) * units[match[2]!]!;
    if (ms < minMs)
      return refuse({ fr: `${shown(value)} est trop court`, en: `${shown(value)} is too short` }, fix);
    if (ms > maxMs)
      return refuse({ fr: `${shown(value)} est trop long`, en: `${shown(value)} is too long` }, fix);
    if (ms % stepMs !== 0) {
      const step = writeDuration(stepMs);
      return refuse(
        {
          fr: `${shown(value)} n'est pas un multiple de ${step}`,
          en: `${shown(value)} is not a multiple of ${step}`,
        },
        fix,
      );
    }
    return accept(ms);
  };
}

/** The shortest way to write a duration: 90 minutes are "90min", 2 hours "2h". */
export function writeDuration(ms: number): string {
  for (const unit of ['d', 'h', 'min', 's'] as const) {
    if (ms >= units[unit]! && ms % units[unit]! === 0) return `${ms / units[unit]!}${unit}`;
  }
  return `${ms}ms`;
}

/** `#rgb` or `#rrggbb`, as `#rrggbb`: it reaches style sheets and mails, so nothing else passes. */
export const colour: Parse<string> = (value) => {
  const plain = typeof value === 'string' ? plainColour(value) : null;
  return plain
    ? accept(plain)
    : refuse(notOneOf(value, { fr: 'une couleur', en: 'a colour' }), {
        fr: 'écrivez-la entre guillemets, en #rgb ou #rrggbb, par exemple "#0b7a45"',
        en: 'write it in quotes, as #rgb or #rrggbb, for example "#0b7a45"',
      });
};

/** An address or a CIDR range, IPv4 or IPv6 [security.md 36]. */
export const network: Parse<string> = (value) => {
  const fix = {
    fr: 'par exemple "10.0.0.5" ou "10.0.0.0/24"',
    en: 'for example "10.0.0.5" or "10.0.0.0/24"',
  };
  const wrong = notOneOf(value, {
    fr: 'une adresse IP ni une plage CIDR',
    en: 'an IP address nor a CIDR range',
  });
  if (typeof value !== 'string') return refuse(wrong, fix);
  const [address = '', prefix, ...rest] = value.trim().split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || rest.length > 0) return refuse(wrong, fix);
  if (prefix === undefined) return accept(address);
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > (family === 4 ? 32 : 128)) return refuse(wrong, fix);
  if (Number(prefix) === 0) {
    return refuse(
      { fr: `${shown(value)} croirait tout le monde`, en: `${shown(value)} would believe everybody` },
      {
        fr: "n'indiquez que les adresses de vos mandataires : sinon chacun peut forger la sienne",
        en: 'name only the addresses of your proxies: otherwise anyone can forge theirs',
      },
    );
  }
  return accept(`${address}/${Number(prefix)}`);
};

/** A web address; `secure` asks for https unless the host is loopback. */
export function webAddress({ secure = false } = {}): Parse<string> {
  return (value) => {
    const fix = {
      fr: 'donnez une adresse complète, par exemple https://exemple.fr/page',
      en: 'give a whole address, for example https://example.org/page',
    };
    const wrong = notOneOf(value, { fr: 'une adresse web', en: 'a web address' });
    const url = typeof value === 'string' ? URL.parse(value.trim()) : null;
    if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password)
      return refuse(wrong, fix);
    if (secure && url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
      return refuse(
        { fr: `${shown(value)} n'est pas chiffrée`, en: `${shown(value)} is not encrypted` },
        fix,
      );
    }
    return accept(url.href);
  };
}

/** localhost, its subdomains, 127.0.0.0/8 and ::1: never another machine [security.md 17]. */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return isIP(name) === 4 ? name.startsWith('127.') : name === '::1';
}

const mailShape = /^[^\s@<>"(),:;[\]\\\p{Cc}]+@[^\s@<>"(),:;[\]\\\p{Cc}]+$/u;

/** A bare mail address; no name, no brackets, nothing that could add a header [security.md 35]. */
export const mailAddress: Parse<string> = (value) =>
  typeof value === 'string' && value.length <= 254 && mailShape.test(value)
    ? accept(value)
    : refuse(notOneOf(value, { fr: 'une adresse de messagerie', en: 'a mail address' }), {
        fr: 'par exemple ne-pas-repondre@exemple.fr',
        en: 'for example no-reply@example.org',
      });

/** A domain name, lower case. */
export const domain: Parse<string> = (value) =>
  typeof value === 'string' &&
  /^(?=.{1,253}$)([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u.test(value)
    ? accept(new URL(`http://${value}`).hostname)
    : refuse(notOneOf(value, { fr: 'un nom de domaine', en: 'a domain name' }), {
        fr: 'par exemple exemple.fr, sans @',
        en: 'for example example.org, without @',
      });

export const timeZone: Parse<string> = (value) => {
  try {
    return accept(new Intl.DateTimeFormat('fr', { timeZone: value as string }).resolvedOptions().timeZone);
  } catch {
    return refuse(notOneOf(value, { fr: 'un fuseau horaire', en: 'a time zone' }), {
      fr: 'par exemple Europe/Paris',
      en: 'for example Europe/Paris',
    });
  }
};
