import type { Refused } from '../../core/outcomes.ts';
import type { Account } from '../../identity/accounts/service.ts';
import type { KnownDevice } from '../../identity/devices/service.ts';
import type { Admission } from '../../identity/passwords/service.ts';
import type { Visit } from '../../web/visit.ts';
import type { Moved } from './move.ts';
import type { Start } from './start.ts';

export type PasswordOutcome =
  | Moved
  | Refused<'wrong-password' | 'account-locked' | 'overloaded' | 'blocked'>
  | { ok: false; reason: 'too-many-tries'; until: number };

/** Someone who gives a password for an address; `account` is null when it has none. */
export type Attempt = {
  start: Start;
  text: string;
  visit: Visit;
  account: Account | null;
  device: KnownDevice | null;
  admission: Admission;
};
