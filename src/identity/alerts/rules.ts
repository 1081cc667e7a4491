import type { Email, Locale } from '../accounts/rules.ts';

/** What the portal did to make an account safe. */
export type Protected = {
  sessions: number;
  devices: number;
  /** Passkeys, applications and recovery codes added since just before the alert. */
  factors: number;
  /** Tools that may no longer learn who the person is. */
  consents: number;
  /** The address that the account had before was put back. */
  emailRestored: boolean;
  /** It could not be put back, because another account has it now: nobody signs in until an operator looked. */
  locked: boolean;
  /** A deletion that had been asked for will not be. */
  deletionCancelled: boolean;
};

/** Somebody says that it was not them: what operators are told. Times in epoch milliseconds. */
export type Intrusion = {
  via: 'not-me' | 'email-undo';
  member: { id: string; name: string; email: Email };
  at: number;
  from: { label: string; address: string; place: Readonly<Record<Locale, string | null>> };
  done: Protected;
};
