import type { Email, Locale, RenewalReason } from '../accounts/rules.ts';
import type { PolicyName } from '../budgets/rules.ts';
import type { Factor } from '../factors/rules.ts';
import type { LinkPurpose } from '../links/rules.ts';
import type { Assessment, CodeReason } from '../risk/rules.ts';
import type { Acr, EndReason } from '../sessions/rules.ts';

/** Why a ticket to a tool behind a proxy opened nothing. */
export type TicketRefusal = 'used' | 'expired' | 'other-host' | 'other-browser' | 'signed-out';

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
    /** The browser in plain words, for the owner's eyes. */
    label?: string;
    /** Absent where the sign-in began before the portal assessed any. */
    risk?: Assessment;
  };
  'sign-in.refused': {
    reason: 'wrong-password' | 'unknown-account' | 'account-locked' | 'too-many-tries' | 'overloaded';
    label?: string;
  };
  'code.asked': {
    reasons: readonly CodeReason[];
    channel: 'code' | 'link' | 'factor';
    label?: string;
    risk?: Assessment;
  };
  'code.sent': Nothing;
  'code.refused': { reason: 'wrong' | 'expired' | 'none' | 'spent' };
  'code.accepted': { channel: 'code' | 'link' };
  'factor.accepted': { factor: Factor };
  'factor.refused': {
    factor: Factor;
    reason:
      | 'wrong'
      | 'used'
      | 'spent'
      | 'none'
      | 'invalid'
      | 'unknown'
      | 'challenge'
      | 'replayed'
      | 'counter'
      | 'other-account';
  };
  'factor.added': { factor: Factor; how: 'account' | 'enrolment' };
  'factor.removed': { factor: Factor | 'all'; how: 'account' | 'help-desk' };
  'factor.missing': Nothing;
  'enrolment.link-made': Nothing;
  'password.changed': {
    how: 'renewal' | 'link' | 'account';
    sessionsEnded: number;
    devicesForgotten: number;
  };
  'password.check-refused': { reason: 'wrong-password' | 'too-many-tries' | 'overloaded' };
  'password.reset-asked': Nothing;
  'session.ended': { reason: EndReason };
  'sessions.closed': { sessionsEnded: number };
  'account.created': { how: 'sign-up' | 'command-line' };
  'account.locked': Nothing;
  'account.unlocked': Nothing;
  'account.warned': { reason: 'inactive'; deletedAt: number };
  'account.deleted': { reason: 'inactive' | 'asked' | 'command-line' };
  'account.deletion-asked': { dueAt: number };
  'account.deletion-cancelled': { how: 'owner' | 'not-me' };
  'account.renamed': Nothing;
  'account.language-changed': { language: Locale };
  'account.data-given': Nothing;
  'email.change-asked': Nothing;
  'email.change-cancelled': Nothing;
  'email.changed': Nothing;
  'email.restored': Nothing;
  'renewal.announced': { dueAt: number };
  'renewal.required': { reason: RenewalReason };
  'sign-up.asked': Nothing;
  'not-me.reported': {
    via: 'mail' | 'account' | 'email-undo';
    sessionsEnded: number;
    devicesForgotten: number;
    factorsRemoved: number;
    consentsRevoked: number;
    emailRestored: boolean;
    operatorsTold: number;
  };
  'limit.reached': { policy: PolicyName; until: number };
  'device.recognised': Nothing;
  'devices.forgotten': { devicesForgotten: number };
  'tool.refused': { tool: string; via: 'oidc' | 'proxy' };
  'tool.opened': { tool: string; via: 'proxy' } | { tool: string; via: 'oidc'; acr: Acr };
  'tool.ticket-refused': { tool: string; reason: TicketRefusal };
  'tool.replayed': { tool: string };
  'tool.consent-given': { tool: string; scopes: readonly string[] };
  'signing-keys.rotated': { made: readonly string[]; signsAt: number; withdrawn: boolean };
  'tool.consent-withdrawn': { tool: string };
  'tool.added': { tool: string };
  'tool.removed': { tool: string };
  'tool.secret-made': { tool: string; formerUntil: number | null };
  'account.groups-changed': { added: readonly string[]; removed: readonly string[] };
  'risk.threshold-learned': { theta: number; scores: number };
  'risk.frozen': { refused: number; usual: number };
  'risk.resumed': { refused: number; usual: number };
  'tool.logout-told': { tool: string; attempts: number };
  'tool.logout-failed': {
    tool: string;
    attempts: number;
    reason: 'no-answer' | 'unreachable' | 'refused';
    givenUp: boolean;
  };
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
  'code.asked':
    'A code, or the link or the second factor that stands in for it, was asked for: every reason of the decision.',
  'code.sent': 'A code was queued again at the person’s request.',
  'code.refused': 'A code was not accepted: why.',
  'code.accepted': 'The code, or the link that stands in for it, was accepted.',
  'factor.accepted': 'A second factor was accepted: which kind.',
  'factor.refused':
    'A second factor was not accepted: which kind and why (`counter`: the passkey may have been copied).',
  'factor.added': 'A second factor was added: which kind, in « Mon compte » or by an enrolment link.',
  'factor.removed': 'A second factor was removed: which kind, by its owner or by the help desk.',
  'factor.missing':
    'An operator or administrator gave the right password and holds no second factor: not signed in.',
  'enrolment.link-made': 'A link was made by which an operator or administrator enrols.',
  'password.changed':
    'A new password was set: in the flow, by a mailed link or on the account’s own page; what it ended.',
  'password.check-refused':
    'The current password, which a change of it asks for, was not accepted, or not tried: why.',
  'password.reset-asked': 'A link to set a new password was asked for, whether the account exists or not.',
  'session.ended': 'One session ended: why.',
  'sessions.closed': 'The person closed sessions on the account’s own page: how many at once.',
  'account.created': 'An account was made: by sign-up or by the command line.',
  'account.locked': 'An account was disabled: all its sessions count as ended.',
  'account.unlocked': 'An account was enabled again.',
  'account.warned': 'The person was told by mail that the account will be deleted: why and when.',
  'account.deleted': 'An account was deleted with everything but its trace in this log: why.',
  'account.deletion-asked': 'The person asked for their account to be deleted: when that will be.',
  'account.deletion-cancelled':
    'The deletion that was asked for will not be: its owner, or « Ce n’était pas moi ».',
  'account.renamed': 'The person changed the name that is shown.',
  'account.language-changed': 'The person chose the language of pages and mails.',
  'account.data-given': 'Everything that the portal holds about the person was handed over in a file.',
  'email.change-asked': 'Another address was asked for; nothing changes until it is confirmed.',
  'email.change-cancelled': 'An address that was asked for and not yet confirmed was given up.',
  'email.changed': 'The new address was confirmed and is the account’s from now on.',
  'email.restored': 'The address that the account had before was put back.',
  'renewal.announced': 'The person was told by mail when the calendar will ask for a new password.',
  'renewal.required': 'The next sign-in must choose a new password: why.',
  'sign-up.asked': 'An address asked for an account, whether it has one or not.',
  'not-me.reported':
    '« Ce n’était pas moi », from a mail, from the account’s own page, or by undoing a change of address: the password was voided; what it ended and whom it told.',
  'limit.reached': 'A budget was spent: which one, and until when (epoch milliseconds).',
  'device.recognised': 'An account recognises a device from now on.',
  'devices.forgotten': 'The person made the account forget devices: how many at once.',
  'tool.refused':
    'Somebody who is signed in may not open a tool: which one, asked by OpenID Connect or by a proxy.',
  'tool.opened':
    'A tool was opened: behind a reverse proxy, once for each browser and host until its session ends; by OpenID Connect, each time it is told who came, and how strong the sign-in was.',
  'tool.ticket-refused':
    'A ticket to a tool behind a reverse proxy opened nothing: used, too old, at another host, in another browser, or its session over.',
  'tool.replayed':
    'A code or a refresh token of a tool was used twice: all that it had given was taken back.',
  'signing-keys.rotated':
    'Keys that sign what tools receive were made by the command line: which, when they sign (epoch milliseconds), and whether the former were withdrawn.',
  'tool.consent-given': 'Somebody allowed a third party’s tool to know who they are: which tool, and what.',
  'tool.consent-withdrawn': 'A member took back what they had allowed a third party’s tool to know.',
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
  'tool.logout-told': 'A tool was told that a session is over: which tool, at which try.',
  'tool.logout-failed':
    'A tool could not be told that a session is over: which one, at which try, why, and whether it is given up.',
  'mail.refused': 'A mail was refused for good by the receiving server: its kind and the SMTP status.',
  'link.refused': 'A mailed link was not accepted: of which purpose and why.',
};

/** The table of events for the documentation. */
export function eventsAsMarkdown(): string {
  const rows = Object.entries(auditMeanings).map(([type, meaning]) => `| \`${type}\` | ${meaning} |`);
  return ['| event | meaning |', '|---|---|', ...rows, ''].join('\n');
}
