import { domainToASCII, domainToUnicode } from 'node:url';
import { memo } from '../../core/memo.ts';
import type { Outcome } from '../../core/outcomes.ts';

export type Role = 'member' | 'operator' | 'admin';
export type Locale = 'fr' | 'en';
/** Why the next sign-in must choose a new password [security.md 10]. */
export type RenewalReason = 'breached' | 'suspicion' | 'policy' | 'operator' | 'calendar';

const renewalStrength: Record<RenewalReason, number> = {
  breached: 3,
  suspicion: 3,
  policy: 2,
  operator: 2,
  calendar: 1,
};

/** The reasons that this one may replace: those that are not stronger [security.md 10]. */
export function renewalsBelow(reason: RenewalReason): RenewalReason[] {
  const reasons = Object.keys(renewalStrength) as RenewalReason[];
  return reasons.filter((other) => renewalStrength[other] <= renewalStrength[reason]);
}

/** An address in the one form that is stored and compared; only `parseEmail` makes one [security.md 15]. */
export type Email = string & { readonly __kind: 'Email' };

const longestTyped = 1_024;
const longestAddress = 254;
const longestLocalPart = 64;

// RFC 5322 dot-atom, and letters of any script (RFC 6531). No quoted local part: nodemailer and people misread them.
const atom = /^(?:[!#$%&'*+/=?^_`{|}~-]|(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{N}])+$/u;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Trimmed, NFC, the local part lower-cased, the domain as lower-case ASCII; `+tag` is kept [security.md 15]. */
export function parseEmail(text: string): Outcome<{ email: Email }, 'empty' | 'not-an-address' | 'too-long'> {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, reason: 'empty' };
  if (trimmed.length > longestTyped) return { ok: false, reason: 'too-long' };
  const typed = trimmed.normalize('NFC');
  const at = typed.lastIndexOf('@');
  // Again: H with a line below has no composed form, h has one.
  const local = typed.slice(0, Math.max(at, 0)).toLowerCase().normalize('NFC');
  const domain = canonicalDomain(typed.slice(at + 1));
  if (domain === null || !local.split('.').every((part) => atom.test(part))) {
    return { ok: false, reason: 'not-an-address' };
  }
  const email = `${local}@${domain}`;
  if (Buffer.byteLength(local) > longestLocalPart || Buffer.byteLength(email) > longestAddress) {
    return { ok: false, reason: 'too-long' };
  }
  return { ok: true, email: email as Email };
}

/** UTS 46, then checked again: null for what is not a host name of two labels or more. */
function canonicalDomain(typed: string): string | null {
  // domainToASCII reads a URL's host: it decodes %41 and silently stops at / ? # \.
  if (/[^A-Za-z0-9.\-\P{ASCII}]/u.test(typed)) return null;
  const domain = domainToASCII(typed);
  const labels = domain.split('.');
  if (labels.length < 2 || !labels.every((part) => label.test(part))) return null;
  // A last label of digits only is an IP address, whatever way it was written.
  if (/^\d+$/.test(labels.at(-1)!)) return null;
  return domain;
}

/** The mailbox behind an address, for budgets only: aliases never multiply one [security.md 15]. */
export function budgetForm(email: Email): string {
  const { local, domain } = split(email);
  const untagged = local.split('+')[0]!;
  // Gmail delivers m.a.x and max to one mailbox, under two names.
  if (domain === 'gmail.com' || domain === 'googlemail.com') {
    return `${untagged.replaceAll('.', '')}@gmail.com`;
  }
  return `${untagged}@${domain}`;
}

/** The address as its owner writes it: the domain back in Unicode. For pages, never to compare or to send. */
export function displayEmail(email: Email): string {
  const { local, domain } = split(email);
  const shown = domainToUnicode(domain);
  // xn---54k.fr reads as another domain than it is, and some symbols look like a slash.
  const isFaithful = domainToASCII(shown) === domain && /^[\p{L}\p{M}\p{N}.-]+$/u.test(shown);
  return `${local}@${isFaithful ? shown : domain}`;
}

/** Mail domains that people mistype, most used first; also the ones that look like a slip and are not. */
const knownDomains = (
  'gmail.com orange.fr hotmail.fr hotmail.com outlook.fr outlook.com free.fr wanadoo.fr yahoo.fr yahoo.com ' +
  'laposte.net sfr.fr live.fr live.com icloud.com bbox.fr neuf.fr msn.com aol.com aol.fr numericable.fr ' +
  'club-internet.fr cegetel.net protonmail.com proton.me pm.me gmx.fr gmx.com gmx.de gmx.net gmx.at gmx.ch ' +
  'me.com mac.com mail.com ymail.com email.com googlemail.com rocketmail.com nordnet.fr aliceadsl.fr ' +
  'libertysurf.fr dartybox.com voila.fr zoho.com tutanota.com mailo.com mail.fr web.de t-online.de ' +
  'yahoo.ca yahoo.es yahoo.it yahoo.de yahoo.be yahoo.co.uk hotmail.be hotmail.ch hotmail.ca hotmail.es ' +
  'hotmail.it hotmail.de hotmail.co.uk live.be live.ca live.nl live.it live.de live.co.uk outlook.be outlook.ch ' +
  'outlook.es outlook.it outlook.de skynet.be bluewin.ch videotron.ca orange.com free.com laposte.fr'
).split(' ');
/** Slips of more letters than a distance of two, on names that no other provider uses. */
const knownSlips: Record<string, string> = {
  'gmail.fr': 'gmail.com',
  'icloud.fr': 'icloud.com',
  'wanadoo.com': 'wanadoo.fr',
  'protonmail.fr': 'protonmail.com',
};
const known = new Set(knownDomains);

/** The address with the domain that was probably meant, or null. A hint that never stops anyone. */
export function suggestEmail(email: Email): string | null {
  const { local, domain } = split(email);
  const meant = meantFor(domain);
  return meant && `${local}@${meant}`;
}

const meantFor = memo(1_000, (domain) =>
  known.has(domain) ? null : (knownSlips[domain] ?? nearestDomain(domain)),
);

function nearestDomain(domain: string): string | null {
  let nearest: { domain: string; distance: number } | null = null;
  for (const candidate of knownDomains) {
    // Two letters off a short name is another name: sfr.fr and afp.fr.
    const farthest = candidate.length < 9 ? 1 : 2;
    if (Math.abs(candidate.length - domain.length) > farthest) continue;
    const distance = slips(domain, candidate);
    if (distance <= farthest && (nearest === null || distance < nearest.distance)) {
      nearest = { domain: candidate, distance };
    }
  }
  return nearest?.domain ?? null;
}

/** Letters added, dropped, changed or swapped with their neighbour (Damerau-Levenshtein, adjacent swaps). */
function slips(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const changed = from[i - 1] === to[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + changed);
      if (swapped) row[j] = Math.min(row[j]!, beforeLast[j - 2]! + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length]!;
}

const longestName = 100;

/** NFC and trimmed, 1 to 100 code points (or `longest`) of any script; never rewritten otherwise. */
export function parseName(
  text: string,
  longest = longestName,
): Outcome<{ name: string }, 'empty' | 'too-long' | 'not-text'> {
  const name = text.trim().normalize('NFC');
  if (/^[\p{White_Space}\p{Default_Ignorable_Code_Point}]*$/u.test(name))
    return { ok: false, reason: 'empty' };
  // Controls reach mail headers; bidirectional overrides make a name read as something else.
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(name)) return { ok: false, reason: 'not-text' };
  if ([...name].length > longest) return { ok: false, reason: 'too-long' };
  return { ok: true, name };
}

function split(email: Email): { local: string; domain: string } {
  const at = email.lastIndexOf('@');
  return { local: email.slice(0, at), domain: email.slice(at + 1) };
}
