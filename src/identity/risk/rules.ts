import { dayMs } from '../../core/clock.ts';
import type { RenewalReason } from '../accounts/rules.ts';

/** Why a code is asked; the first of a decision's reasons is the one that the person reads. */
export type CodeReason = 'first-sign-in' | 'unknown-device' | 'regular' | 'suspicion';

export type CodeDecision = { ask: boolean; reasons: CodeReason[] };

export type CodeSettings = {
  /** The longest without a code on a device that the account knows, jitter aside, in days. */
  knownDeviceDays: number;
  /** The longest without a code anywhere else, in days. */
  unknownDays: number;
};

export const codeSettings: CodeSettings = { knownDeviceDays: 90, unknownDays: 30 };

export type CodeFacts = {
  account: { lastCodeAt: number | null; lastSignInAt: number | null; renewalReason: RenewalReason | null };
  device: { lastCodeAt: number; codeDueAt: number } | null;
  now: number;
  settings: CodeSettings;
};

/** The jitter that devices put on their due date reaches a sixth past it. */
const withJitter = 7 / 6;

/** Whether this sign-in needs the e-mailed code, and every reason that holds. Pure; never refuses anyone. */
export function decideCode({ account, device, now, settings }: CodeFacts): CodeDecision {
  const reasons: CodeReason[] = [];
  // The thief who holds the password must not be the one who chooses the next [security.md 10].
  if (account.renewalReason === 'breached' || account.renewalReason === 'suspicion')
    reasons.push('suspicion');
  if (account.lastSignInAt === null) reasons.push('first-sign-in');
  else if (device === null) reasons.push('unknown-device');
  if (isRegular({ account, device, now, settings })) reasons.push('regular');
  return { ask: reasons.length > 0, reasons };
}

function isRegular({ account, device, now, settings }: CodeFacts): boolean {
  if (device === null) {
    return account.lastCodeAt !== null && now - account.lastCodeAt >= settings.unknownDays * dayMs;
  }
  // A shorter setting holds at once, also where a later date was drawn under the longer one.
  const latest = device.lastCodeAt + settings.knownDeviceDays * dayMs * withJitter;
  return now >= Math.min(device.codeDueAt, latest);
}
