import type { RiskNodesTable, RiskPeopleTable, RiskStateTable, RiskWorldTable } from './tables-risk.ts';
import type {
  AccountGroupsTable,
  AuthenticatorsTable,
  OidcRecordsTable,
  PasskeysTable,
  ProxySessionsTable,
  ProxyTicketsTable,
  RecoveryCodesTable,
  SigningKeysTable,
  ToolSecretsTable,
  ToolSessionsTable,
  ToolsTable,
  UsedChallengesTable,
} from './tables-tools.ts';

export type * from './tables-risk.ts';
export type * from './tables-tools.ts';

/**
 * Every table, the same on both engines: ids are UUIDv7 text, times are epoch milliseconds,
 * truth values are 0 or 1, lists and objects are JSON text.
 */
export type Tables = {
  accounts: AccountsTable;
  password_history: PasswordHistoryTable;
  devices: DevicesTable;
  device_accounts: DeviceAccountsTable;
  sessions: SessionsTable;
  journeys: JourneysTable;
  codes: CodesTable;
  links: LinksTable;
  budgets: BudgetsTable;
  mails: MailsTable;
  audit_events: AuditEventsTable;
  heartbeats: HeartbeatsTable;
  risk_people: RiskPeopleTable;
  risk_nodes: RiskNodesTable;
  risk_world: RiskWorldTable;
  risk_state: RiskStateTable;
  account_groups: AccountGroupsTable;
  tools: ToolsTable;
  tool_secrets: ToolSecretsTable;
  tool_sessions: ToolSessionsTable;
  oidc_records: OidcRecordsTable;
  signing_keys: SigningKeysTable;
  proxy_sessions: ProxySessionsTable;
  proxy_tickets: ProxyTicketsTable;
  passkeys: PasskeysTable;
  authenticators: AuthenticatorsTable;
  recovery_codes: RecoveryCodesTable;
  used_challenges: UsedChallengesTable;
};

export type AccountsTable = {
  id: string;
  /** Canonical (see parseEmail); unique. */
  email: string;
  name: string;
  role: 'member' | 'operator' | 'admin';
  status: 'active' | 'locked';
  locale: 'fr' | 'en';
  /** A PHC string; null when only a mailed link may set the next password. */
  password_hash: string | null;
  password_changed_at: number | null;
  /** Why the next sign-in must choose a new password; null when it need not. */
  renewal_reason: string | null;
  last_code_at: number | null;
  last_sign_in_at: number | null;
  last_sign_in_label: string | null;
  breach_checked_at: number | null;
  /** When the calendar will ask for a new password, once that was announced [security.md 10]. */
  renewal_due_at: number | null;
  /** When the person was warned that the account will be deleted; a sign-in clears it [security.md 16]. */
  inactivity_warned_at: number | null;
  /** When the account will be deleted, as its owner asked; null when they did not. */
  deletion_due_at: number | null;
  created_at: number;
  updated_at: number;
};

export type PasswordHistoryTable = { id: string; account_id: string; hash: string; created_at: number };

/** A browser that carries the device cookie. */
export type DevicesTable = {
  id: string;
  secret_hash: string;
  /** The secret before the last rotation, until the new one was seen to arrive. */
  previous_hash: string | null;
  rotated_at: number;
  created_at: number;
  last_seen_at: number;
  label: string;
};

/** An account recognises a device: several people may share one. */
export type DeviceAccountsTable = {
  device_id: string;
  account_id: string;
  recognised_at: number;
  last_used_at: number;
  last_code_at: number;
  /** When the regular code falls due on this device (jitter included). */
  code_due_at: number;
  /** The network address of its last sign-in, for the owner's eyes. */
  last_address: string | null;
};

export type SessionsTable = {
  id: string;
  token_hash: string;
  account_id: string;
  device_id: string | null;
  label: string;
  amr: string;
  created_at: number;
  last_seen_at: number;
  idle_ms: number;
  expires_at: number;
  previous_sign_in_at: number | null;
  previous_sign_in_label: string | null;
  ended_at: number | null;
  end_reason: string | null;
  /** The network address that it was opened from, for the owner's eyes. */
  address: string | null;
};

export type JourneysTable = {
  id: string;
  kind: 'sign-in' | 'sign-up' | 'password-reset' | 'not-me' | 'enrolment';
  step: string;
  /** Raised by every transition: each is compare-and-set. */
  version: number;
  /** Binds the journey to the browser that began it. */
  browser_hash: string;
  email: string;
  account_id: string | null;
  /** JSON: what the journey's own feature keeps. */
  data: string;
  code_failures: number;
  /** Codes or links mailed in this journey, and when the last one was. */
  sends: number;
  sent_at: number | null;
  created_at: number;
  expires_at: number;
};

export type CodesTable = {
  id: string;
  journey_id: string;
  account_id: string;
  mac: string;
  tries: number;
  created_at: number;
  expires_at: number;
  used_at: number | null;
  ended_at: number | null;
};

export type LinksTable = {
  id: string;
  token_hash: string;
  purpose: 'password-reset' | 'sign-up' | 'not-me' | 'sign-in' | 'enrolment' | 'email-change' | 'email-undo';
  account_id: string | null;
  email: string;
  /** The journey that the link belongs to, where it belongs to one. */
  journey_id: string | null;
  created_at: number;
  expires_at: number;
  used_at: number | null;
  ended_at: number | null;
};

export type BudgetsTable = { key: string; spent: number; resets_at: number; locked_until: number };

export type MailsTable = {
  id: string;
  /** Stable over retries: a receiver can drop a repeat. */
  message_id: string;
  kind: string;
  account_id: string | null;
  status: 'queued' | 'sent' | 'refused' | 'expired' | 'decoy';
  /** The message, sealed; null once it needs no more sending [security.md 20]. */
  sealed: string | null;
  attempts: number;
  next_attempt_at: number;
  claimed_until: number;
  expires_at: number | null;
  created_at: number;
  sent_at: number | null;
  /** The server's answer with every address removed. */
  last_error: string | null;
};

export type AuditEventsTable = {
  id: string;
  at: number;
  type: string;
  account_id: string | null;
  /** An HMAC of an address that has no account [security.md 41]. */
  subject: string | null;
  actor: string | null;
  address: string | null;
  journey_id: string | null;
  data: string;
};

export type HeartbeatsTable = { name: string; at: number };
