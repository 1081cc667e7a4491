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
  hash: string;
  created_at: number;
  used_at: number | null;
};

/** WebAuthn challenges that were answered: none works twice. */
export type UsedChallengesTable = { hash: string; expires_at: number };
