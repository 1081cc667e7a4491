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

/**
 * What was learned of one person's sign-ins. Weights are doubles of forward decay: counting is an addition, and only
 * the reader divides. Weeks are whole ones since 1970, so that an index does not move at every sign-in.
 */
export type RiskPeopleTable = {
  account_id: string;
  weight: number;
  /** Of these, the sign-ins whose device was already known. */
  with_cookie: number;
  /** Of these, those whose country was known, and whose type of device was. */
  place_below: number;
  agent_below: number;
  /** Sign-ins learned, not decayed. */
  times: number;
  /** The day of the last one (since 1970, UTC), and how many were learned on it. */
  day: number;
  day_times: number;
  last_week: number;
  /** Position and time of the last sign-in, sealed; null without data that say enough. */
  last_place: string | null;
};

/** One value of one level of one person; which value, only the portal's key can tell. */
export type RiskNodesTable = {
  account_id: string;
  /** 96 bits of a MAC of person, level and path, base64url. */
  key: string;
  level: string;
  weight: number;
  /** Of these, the sign-ins whose next level was known. */
  below: number;
  times: number;
  /** The highest version seen, where the level has one. */
  version: number | null;
  last_week: number;
};

/** One value for all people together; no level that would tell a person apart. */
export type RiskWorldTable = {
  /** `level:path`, or the name of a chain: its root. */
  key: string;
  weight: number;
  below: number;
  /** Distinct people who were seen there, and distinct known values below. */
  people: number;
  children: number;
  times: number;
  last_week: number;
};

/** The learned threshold, in the row `threshold`. */
export type RiskStateTable = {
  name: string;
  /** Bits; null until enough was scored. */
  theta: number | null;
  /** How many scores it was learned from, or are there so far. */
  scores: number;
  learned_at: number | null;
  looked_at: number;
  /** Since when failures spike, and the usual refusals an hour before that. */
  frozen_at: number | null;
  usual: number | null;
  /** The last spike: scores of that time teach nothing. */
  spike_from_at: number | null;
  spike_until: number | null;
};

/** A group that an account is in: who may open a tool is said in groups. */
export type AccountGroupsTable = { account_id: string; name: string };

/** A tool added by the command line; those of poterne.yaml are not here. */
export type ToolsTable = { id: string; settings: string; created_at: number; updated_at: number };

/** The secrets of a tool, of poterne.yaml or not: a new one leaves the former good for a while. */
export type ToolSecretsTable = {
  id: string;
  tool_id: string;
  secret_hash: string;
  created_at: number;
  /** When it stops; null: not yet known. */
  expires_at: number | null;
};

/** What a portal session opened by OpenID Connect, and whether the tool was told of its end. */
export type ToolSessionsTable = {
  id: string;
  tool_id: string;
  account_id: string;
  /** Null once the session is gone, with its account. */
  session_id: string | null;
  /** The provider's own session. */
  provider_uid: string;
  /** What the tool knows the session by. */
  sid: string;
  created_at: number;
  expires_at: number;
  attempts: number;
  next_attempt_at: number;
  last_error: string | null;
  ended_at: number | null;
  outcome: 'told' | 'given-up' | 'not-asked' | null;
};

/** What the provider keeps, its ids as fingerprints. */
export type OidcRecordsTable = {
  /** `Model:fingerprint(id)` */
  key: string;
  model: string;
  payload: string;
  grant_id: string | null;
  uid: string | null;
  account_id: string | null;
  client_id: string | null;
  consumed_at: number | null;
  expires_at: number | null;
};

/** A key that signs tokens: its private JWK, sealed. */
export type SigningKeysTable = { id: string; algorithm: string; sealed: string; created_at: number };

/** A protected host's own cookie: dies with the portal's session. */
export type ProxySessionsTable = {
  token_hash: string;
  session_id: string;
  tool_id: string;
  host: string;
  created_at: number;
  expires_at: number;
};

/** On its way from the portal to a protected host: single use, 30 s. */
export type ProxyTicketsTable = {
  token_hash: string;
  session_id: string;
  tool_id: string;
  host: string;
  browser_hash: string;
  expires_at: number;
};

export type PasskeysTable = {
  id: string;
  account_id: string;
  /** base64url, as the browser says it. */
  credential_id: string;
  /** COSE, base64url. */
  public_key: string;
  counter: number;
  /** JSON list. */
  transports: string;
  backed_up: number;
  name: string;
  created_at: number;
  last_used_at: number | null;
};

/** An authenticator application (TOTP, RFC 6238). */
export type AuthenticatorsTable = {
  account_id: string;
  /** The shared secret, sealed. */
  sealed: string;
  /** The last time step whose code was used: no code works twice. */
  last_step: number;
  created_at: number;
  last_used_at: number | null;
};

export type RecoveryCodesTable = {
  id: string;
  account_id: string;
  mac: string;
  created_at: number;
  used_at: number | null;
};

/** WebAuthn challenges that were answered: none works twice. */
export type UsedChallengesTable = { hash: string; expires_at: number };
