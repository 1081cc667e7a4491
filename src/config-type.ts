import type { Tool } from './identity/tools/rules.ts';
import type { Brand, Help, SiteLinks } from './ui/view.ts';

/** How long a session lasts, in milliseconds [security.md 25]. */
export type SessionLimits = { idleMs: number; absoluteMs: number };

/** Who may make an account by themselves [security.md 16]. */
export type SignUp = { mode: 'open' | 'closed' } | { mode: 'domains'; domains: string[] };

/** When an unusual sign-in is asked for a code [docs/risk.md]. */
export type RiskPolicy = {
  /** `auto`: once enough was measured; `shadow`: never, only measures; `on`: at once. */
  mode: 'auto' | 'shadow' | 'on';
  /** The share of legitimate sign-ins that may be asked, 0 to 1. */
  target: number;
  /** In bits; null: learned from the target. */
  threshold: number | null;
};

/** How often a code is asked for at least, in days. */
export type CodePolicy = { knownDeviceDays: number; unknownDays: number };

/** Everything that an operator may set, checked and in the units of the code. */
export type Config = {
  /** The origin that members see, without a trailing slash. The only source of links [security.md 23, 36]. */
  publicUrl: string;
  host: string;
  port: number;
  /** The loopback-only port of /metrics and /health, or null: none. */
  metricsPort: number | null;
  /** Absolute path. */
  dataDir: string;
  /** `sqlite:PATH` (absolute) or `postgres://…` */
  databaseUrl: string;
  smtpUrl: string | null;
  /** 32 bytes each, newest first [security.md 38]. */
  secretKeys: Buffer[];
  /** Whether members of a real organisation are served: a public URL that is not loopback. */
  production: boolean;
  /** IANA name: dates on pages and in mails. */
  timeZone: string;
  brand: Brand;
  help: Help;
  links: SiteLinks;
  /** Who hears of intrusions besides the operators' accounts. */
  alerts: { email?: string };
  mail: { from: { name?: string; address: string } };
  signUp: SignUp;
  /** Addresses and CIDR ranges whose X-Forwarded-* are believed [security.md 36]. */
  trustedProxies: string[];
  tools: Tool[];
  sessions: Record<'member' | 'operator' | 'admin', SessionLimits>;
  passwords: {
    requireClasses: boolean;
    breachFile: string | null;
    /** Renewal by calendar, or null: by event only [security.md 10]. */
    calendarMs: number | null;
    pepper: Buffer | null;
  };
  hashing: {
    concurrency: number;
    maxQueued: number;
    maxWaitMs: number;
    memoryKiB: number;
    passes: number;
  };
  codes: CodePolicy;
  risk: RiskPolicy;
  /** Absolute paths of MMDB files, `bundled`, or null: none. */
  places: { country: string | null; network: string | null; city: string | null };
  accounts: {
    unverifiedHours: number;
    /** After how long without a sign-in an account is deleted, or null: never [security.md 16]. */
    inactiveMs: number | null;
  };
  audit: { keepDays: number };
};
