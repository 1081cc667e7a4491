import { dayMs } from '../../core/clock.ts';
import type { Email } from '../../identity/accounts/rules.ts';

/** How long a new address may wait for its confirmation, in milliseconds. */
export const changeLifeMs = dayMs;

/** How many days the former address can be put back. */
export const undoDays = 7;

/** The same in milliseconds. */
export const undoLifeMs = undoDays * dayMs;

/**
 * An address that says which one it is to who knows it, and little to others: the former mailbox may be a former
 * employer's. « c…@exemple.fr »
 */
export function veiled(email: Email): string {
  const at = email.lastIndexOf('@');
  return `${[...email.slice(0, at)][0] ?? ''}…${email.slice(at)}`;
}
