import { dayMs } from '../../core/clock.ts';
import type { RenewalReason } from '../accounts/rules.ts';
import { codeDueAt, codeEveryMs } from '../devices/rules.ts';
import { loudest } from './explain.ts';
import type { LevelScore } from './score.ts';

export type { Assessment } from './explain.ts';

/** Why a code is asked; the first of a decision's reasons is the one that the person reads. */
export type CodeReason =
  | 'suspicion'
  | 'first-sign-in'
  | 'unknown-device'
  | 'unusual-country'
  | 'unusual-place'
  | 'unusual-browser'
  | 'regular'
  /** Nothing of the portal's own: the tool, or what the person is about to change, asks for it. */
  | 'asked'
  /** An operator's or administrator's sign-in, whatever else is usual about it [security.md 28]. */
  | 'role'
  /** Somebody who holds a second factor signs in with a new password for the first time [security.md 24]. */
  | 'new-password';

export type CodeDecision = { ask: boolean; reasons: CodeReason[] };

export type CodeSettings = {
  /** The longest without a code on a device that the account knows, jitter aside, in days. */
  knownDeviceDays: number;
  /** The longest without a code anywhere else, jitter aside, in days. */
  unknownDays: number;
};

export const codeSettings: CodeSettings = { knownDeviceDays: codeEveryMs / dayMs, unknownDays: 30 };

/** What the engine says of a sign-in, and whether it may ask. */
export type RiskFacts = {
  bits: number;
  levels: readonly LevelScore[];
  /** Enough was learned of this person. */
  warm: boolean;
  /** The threshold, in bits. */
  theta: number;
  acting: boolean;
};

export type CodeFacts = {
  account: {
    lastCodeAt: number | null;
    lastSignInAt: number | null;
    renewalReason: RenewalReason | null;
    /** 0 to 1, the account's own: moves its regular date, see `chanceOf`. */
    chance: number;
  };
  device: { lastCodeAt: number; codeDueAt: number } | null;
  risk: RiskFacts;
  now: number;
  settings: CodeSettings;
};

/** Sign-ins learned of a person before their habits say anything [risk.md, Cold start]. */
export const warmFrom = 3;
/** Where a missing cookie says less than that of somebody, they always come without one. */
const silentBits = 1;

/** Whether this sign-in needs the e-mailed code, and every reason that holds. Pure; never refuses anyone. */
export function decideCode(facts: CodeFacts): CodeDecision {
  const { account, device, risk } = facts;
  const reasons = new Set<CodeReason>();
  // The thief who holds the password must not be the one who chooses the next [security.md 10].
  if (account.renewalReason === 'breached' || account.renewalReason === 'suspicion') reasons.add('suspicion');
  const byScore = device === null && comesWithoutCookies(risk);
  if (account.lastSignInAt === null) reasons.add('first-sign-in');
  else if (device === null && !byScore) reasons.add('unknown-device');
  const unusual = riskReason(risk, device !== null);
  if (unusual !== null) reasons.add(unusual);
  if (isRegular(facts, byScore)) reasons.add('regular');
  return { ask: reasons.size > 0, reasons: [...reasons] };
}

/**
 * Browsers that forget cookies, PCs that everybody shares: there the device rule would ask every time, so the score
 * decides instead. Only on evidence that has not faded: a history forgotten says as little as none.
 */
function comesWithoutCookies({ acting, warm, levels }: RiskFacts): boolean {
  return acting && warm && scoreDecides({ deviceIsKnown: false, levels });
}

/** Whether the score decides of a warm sign-in, or the device rule asks anyway: only the former teach the threshold. */
export function scoreDecides({
  deviceIsKnown,
  levels,
}: {
  deviceIsKnown: boolean;
  levels: readonly LevelScore[];
}): boolean {
  const cookie = levels.find((line) => 'known' in line);
  const isSilent = cookie?.known === false && cookie.n >= warmFrom && cookie.bits < silentBits;
  return deviceIsKnown || isSilent;
}

/** The reason that the score gives, or null. It asks only for what it can name: something that says « unusual ». */
function riskReason(risk: RiskFacts, deviceIsKnown: boolean): CodeReason | null {
  const { levels, warm, acting, bits, theta } = risk;
  if (!acting || !warm) return null;
  const line = loudest(levels);
  if (line === null) return null;
  if (bits < theta) return isNewCountry(risk) ? 'unusual-country' : null;
  if (travelsAlone(risk)) return null;
  if (line.level === 'cookie') return deviceIsKnown ? null : 'unknown-device';
  return lineOf[line.level];
}

/**
 * A country where the person never was: « another place » is what the guide promises to ask about, however usual the
 * browser, and a stolen cookie comes from abroad more often than its owner does.
 */
function isNewCountry({ levels }: RiskFacts): boolean {
  return levels.some(
    ({ level, bits, ...of }) => level === 'country' && 'k' in of && of.c <= 0 && bits > silentBits,
  );
}

/** Too fast a journey is a hint among others, never decisive alone [risk.md]. */
function travelsAlone({ levels, bits, theta }: RiskFacts): boolean {
  const travel = levels.find((line) => line.level === 'travel');
  if (!travel || bits - travel.bits >= theta) return false;
  return loudest(levels.filter((line) => 'k' in line)) === null;
}

const lineOf: Record<Exclude<LevelScore['level'], 'cookie'>, CodeReason> = {
  country: 'unusual-country',
  network: 'unusual-place',
  prefix: 'unusual-place',
  address: 'unusual-place',
  travel: 'unusual-place',
  device: 'unusual-browser',
  system: 'unusual-browser',
  browser: 'unusual-browser',
  variant: 'unusual-browser',
  version: 'unusual-browser',
};

/** A code from further ahead than that was given by a clock that was wrong: it puts none off. */
const clockSlackMs = dayMs;

function isRegular({ account, device, now, settings }: CodeFacts, byScore: boolean): boolean {
  if (device === null) {
    const { lastCodeAt, chance } = account;
    if (lastCodeAt === null) return byScore;
    if (lastCodeAt > now + clockSlackMs) return true;
    return now >= codeDueAt({ now: lastCodeAt, chance, everyMs: settings.unknownDays * dayMs });
  }
  if (device.lastCodeAt > now + clockSlackMs) return true;
  // A shorter setting holds at once, also where a later date was drawn under the longer one.
  const everyMs = settings.knownDeviceDays * dayMs;
  const latest = codeDueAt({ now: device.lastCodeAt, chance: 1, everyMs });
  return now >= Math.min(device.codeDueAt, latest);
}

/** 0 to 1 for an account: the last 32 bits of its id, which are random (RFC 9562). */
export function chanceOf(accountId: string): number {
  const tail = Number.parseInt(accountId.slice(-8), 16);
  return Number.isNaN(tail) ? 0.5 : tail / 0xffff_ffff;
}
