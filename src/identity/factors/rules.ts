import { minuteMs } from '../../core/clock.ts';
import type { Outcome } from '../../core/outcomes.ts';
import { parseName } from '../accounts/rules.ts';
import type { Charge, Network } from '../budgets/rules.ts';

/** What proves somebody besides the password. A recovery code stands in for one of the other two. */
export type Factor = 'passkey' | 'authenticator' | 'recovery-code';

/** What its owner is told of by mail. */
export type FactorNews =
  | 'passkey-added'
  | 'passkey-removed'
  | 'authenticator-added'
  | 'authenticator-removed'
  | 'recovery-codes-made'
  | 'recovery-code-used'
  | 'reset';

export type PasskeySummary = {
  id: string;
  /** What its owner calls it. */
  name: string;
  createdAt: number;
  /** Null: never since it was added. */
  lastUsedAt: number | null;
  /** Whether its maker keeps copies: a passkey that several devices share. */
  backedUp: boolean;
};

/** Everything that an account holds besides its password. */
export type FactorsHeld = {
  passkeys: PasskeySummary[];
  authenticator: { createdAt: number; lastUsedAt: number | null } | null;
  recoveryCodesLeft: number;
};

/** Whether an account of this role signs in with a second factor or not at all [security.md 28]. */
export function mustHoldFactor(role: 'member' | 'operator' | 'admin'): boolean {
  return role !== 'member';
}

/** How long the link by which an operator or an administrator enrols is good, in hours: a long week-end. */
export const enrolmentHours = 72;

/** Passkeys of one account: one for each of somebody's devices, and no more than a page can list. */
export const mostPasskeys = 20;

/** How long a challenge may wait for its answer, and a set-up for its first code, in milliseconds. */
export const challengeLifeMs = 5 * minuteMs;
export const setUpLifeMs = 30 * minuteMs;

/** How long new recovery codes can be shown again in the session that made them, in milliseconds. */
export const codesShownMs = 10 * minuteMs;

/** How many recovery codes are made at once, and from how few left on their owner is warned. */
export const recoveryCodesMade = 10;
export const fewRecoveryCodes = 3;

const longestName = 60;

/** The name of a passkey: as of accounts, and short enough for a list. */
export const parseFactorName = (text: string) => parseName(text, longestName);

/** Digits and letters that nobody mistakes for one another, after Douglas Crockford: no I, L, O, U. */
export const recoveryAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 80 bits: a stolen store says nothing of them, whoever holds the keys. */
export const recoveryLength = 16;

/** As it is shown: `7K3M-Q2XR-9DTF-0WVB`. */
export function showRecoveryCode(code: string): string {
  return code.match(/.{1,4}/g)?.join('-') ?? code;
}

/** What a person copied from paper: case, spaces and hyphens do not matter, and look-alikes are what they look like. */
export function parseRecoveryCode(text: string): Outcome<{ code: string }, 'empty' | 'not-a-recovery-code'> {
  if (text.length > 100) return { ok: false, reason: 'not-a-recovery-code' };
  const bare = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash_Punctuation}\p{Default_Ignorable_Code_Point}\u2212]/gu, '');
  const code = bare.replaceAll('O', '0').replace(/[IL]/g, '1');
  if (code === '') return { ok: false, reason: 'empty' };
  const fits = code.length === recoveryLength && [...code].every((sign) => recoveryAlphabet.includes(sign));
  return fits ? { ok: true, code } : { ok: false, reason: 'not-a-recovery-code' };
}

/** What a try of an application's code costs: 40 + 10 wrong ones a day leave a thief 1 chance in 10,000. */
export function authenticatorCharges(of: { accountId: string; knownDevice: boolean }): Charge[] {
  return [{ policy: of.knownDevice ? 'factor.known' : 'factor.unknown', key: [of.accountId] }];
}

/** What a try of a recovery code costs: apart from the application's, so that a thief's guesses leave it to the owner. */
export function recoveryCharges(of: { accountId: string; knownDevice: boolean; network: Network }): Charge[] {
  return of.knownDevice
    ? [{ policy: 'recovery-code.known', key: [of.accountId] }]
    : [{ policy: 'recovery-code.near', key: [of.accountId, of.network.near] }];
}

/** What a refused passkey costs the network that it came from. */
export function passkeyCharges({ near, wide }: Network): Charge[] {
  return [
    { policy: 'passkey.near', key: [near] },
    { policy: 'passkey.wide', key: [wide] },
  ];
}
