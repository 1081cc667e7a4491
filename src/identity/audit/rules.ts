import type { Email, RenewalReason } from '../accounts/rules.ts';
import type { PolicyName } from '../budgets/rules.ts';
import type { LinkPurpose } from '../links/rules.ts';
import type { Assessment, CodeReason } from '../risk/rules.ts';
import type { EndReason } from '../sessions/rules.ts';

/** Nothing more to say than who, what, when and where. */
type Nothing = Record<string, never>;

/**
 * Every event there is, with what it says besides who, when and where [security.md 41].
 * Never an address, a name, a code, a token or a password: what is erased elsewhere stays here.
 */
export type AuditData = {
  'sign-in.succeeded': {
    amr: readonly string[];
    reasons: readonly CodeReason[];
    device: 'known' | 'new' | 'shared';
    /** Absent where the sign-in began before the portal assessed any. */
    risk?: Assessment;
  };
  'sign-in.refused': {
    reason: 'wrong-password' | 'unknown-account' | 'account-locked' | 'too-many-tries' | 'overloaded';
  };
  'code.asked': { reasons: readonly CodeReason[]; channel: 'code' | 'link'; risk?: Assessment };
  'code.sent': Nothing;
  'code.refused': { reason: 'wrong' | 'expired' | 'none' | 'spent' };
  'code.accepted': { channel: 'code' | 'link' };
  'password.changed': { how: 'renewal' | 'link'; sessionsEnded: number; devicesForgotten: number };
  'password.reset-asked': Nothing;
  'session.ended': { reason: EndReason };
  'account.created': { how: 'sign-up' | 'command-line' };
  'account.locked': Nothing;
  'account.unlocked': Nothing;
  'account.warned': { reason: 'inactive'; deletedAt: number };
  'account.deleted': { reason: 'inactive' };
  'renewal.announced': { dueAt: number };
  'renewal.required': { reason: RenewalReason };
  'sign-up.asked': Nothing;
  'not-me.reported': { sessionsEnded: number; devicesForgotten: number };
  'limit.reached': { policy: PolicyName; until: number };
  'device.recognised': Nothing;
  'tool.refused': { tool: string; via: 'oidc' | 'proxy' };
  'tool.added': { tool: string };
  'tool.removed': { tool: string };
  'tool.secret-made': { tool: string; formerUntil: number | null };
  'account.groups-changed': { added: readonly string[]; removed: readonly string[] };
  'risk.threshold-learned': { theta: number; scores: number };
  'risk.frozen': { refused: number; usual: number };
  'risk.resumed': { refused: number; usual: number };
  'mail.refused': { kind: string; status: number | null };
  'link.refused': {
    purpose: LinkPurpose;
    reason: 'unknown' | 'expired' | 'used' | 'replaced';
  };
};

export type AuditType = keyof AuditData;

type About = {
  /** Null or absent when no account is concerned. */
  accountId?: string | null;
  /** Kept only as an HMAC, and only where there is no account: people type passwords into that field. */
  email?: Email;
  /** Who did it, when it is not the person: `command-line`, or an operator's account id. */
  actor?: string;
  /** The network address that it came from. */
  address?: string;
  journeyId?: string;
};

/** One event of the closed union, its data typed by its type. */
export type AuditEvent = {
  [Type in AuditType]: About & { type: Type } & (AuditData[Type] extends Nothing
      ? { data?: undefined }
      : { data: AuditData[Type] });
}[AuditType];

/** What each event means, one line each: the page of the documentation is made from it. */
export const auditMeanings: Readonly<Record<AuditType, string>> = {
  'sign-in.succeeded':
    'Somebody signed in: with which factors, why a code was asked, on which kind of device, and how unusual it was, level by level in bits.',
  'sign-in.refused': 'A password was not accepted, or not tried: why.',
  'code.asked': 'A code, or the link that stands in for it, was asked for: every reason of the decision.',
  'code.sent': 'A code was queued again at the person’s request.',
  'code.refused': 'A code was not accepted: why.',
  'code.accepted': 'The code, or the link that stands in for it, was accepted.',
  'password.changed': 'A new password was set: in the flow or by a mailed link; what it ended.',
  'password.reset-asked': 'A link to set a new password was asked for, whether the account exists or not.',
  'session.ended': 'One session ended: why.',
  'account.created': 'An account was made: by sign-up or by the command line.',
  'account.locked': 'An account was disabled: all its sessions count as ended.',
  'account.unlocked': 'An account was enabled again.',
  'account.warned': 'The person was told by mail that the account will be deleted: why and when.',
  'account.deleted': 'An account was deleted with everything but its trace in this log: why.',
  'renewal.announced': 'The person was told by mail when the calendar will ask for a new password.',
  'renewal.required': 'The next sign-in must choose a new password: why.',
  'sign-up.asked': 'An address asked for an account, whether it has one or not.',
  'not-me.reported': '« Ce n’était pas moi »: the password was voided; what it ended.',
  'limit.reached': 'A budget was spent: which one, and until when (epoch milliseconds).',
  'device.recognised': 'An account recognises a device from now on.',
  'tool.refused':
    'Somebody who is signed in may not open a tool: which one, asked by OpenID Connect or by a proxy.',
  'tool.added': 'A tool was added by the command line.',
  'tool.removed': 'A tool of the command line was removed, with its secrets.',
  'tool.secret-made':
    'A tool has a new secret; until when the former one works (epoch milliseconds), if there was one.',
  'account.groups-changed': 'An account was put into groups, or taken out of them: which.',
  'risk.threshold-learned':
    'The threshold above which a sign-in is unusual has changed: in bits, and from how many sign-ins it was learned.',
  'risk.frozen':
    'Refused sign-ins spike, so the threshold is not learned any more: how many in the last hour, and in a usual one.',
  'risk.resumed': 'The spike is over and the threshold is learned again: the same two figures.',
  'mail.refused': 'A mail was refused for good by the receiving server: its kind and the SMTP status.',
  'link.refused': 'A mailed link was not accepted: of which purpose and why.',
};

/** The table of events for the documentation. */
export function eventsAsMarkdown(): string {
  const rows = Object.entries(auditMeanings).map(([type, meaning]) => `| \`${type}\` | ${meaning} |`);
  return ['| event | meaning |', '|---|---|', ...rows, ''].join('\n');
}
