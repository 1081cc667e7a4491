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
