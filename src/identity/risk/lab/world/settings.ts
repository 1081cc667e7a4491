/** What the synthetic world is made of. Every figure is an assumption, chosen before anything was measured on it. */
export type WorldSettings = {
  users: number;
  days: number;
  /** Share of people who live in the organisation's country. */
  atHome: number;
  /** Sign-ins a month: lognormal. */
  monthly: { median: number; sigma: number };
  /** Share of people who work in an office, behind one or two addresses that all of it shares. */
  inOffices: number;
  /** Share of a phone's sign-ins that come over a mobile carrier, behind its shared addresses. */
  overCarrier: number;
  /** Share of people whose browsers keep no cookie (private windows, « clear on exit »). */
  clearing: number;
  /** Share of the other browsers that lose theirs every 45 days or so; the rest, every 400. */
  forgetful: number;
  /** Share of offices whose people without a computer of their own use a few common ones. */
  commonComputers: number;
  /**
   * `frozen`: Chromium tells neither its build nor the telephone's model, and sends no hints, as over plain http.
   * `hints`: it sends them, as it does to a portal over https. `full`: all of it is in the user agent, as once.
   */
  userAgents: 'frozen' | 'hints' | 'full';
};

export const worldSettings: WorldSettings = {
  users: 2_000,
  days: 395,
  atHome: 0.92,
  monthly: { median: 2.4, sigma: 1 },
  inOffices: 0.55,
  overCarrier: 0.4,
  clearing: 0.06,
  forgetful: 0.12,
  commonComputers: 0.4,
  userAgents: 'frozen',
};

/** The share of addresses that many people share, turned up or down: 0 none, 1 nearly all sign-ins. */
export function withShared(settings: WorldSettings, share: number): WorldSettings {
  return { ...settings, inOffices: share, overCarrier: share };
}
