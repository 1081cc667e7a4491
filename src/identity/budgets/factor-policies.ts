import { dayMs, hourMs, minuteMs } from '../../core/clock.ts';

const growing = [1, 2, 4, 8, 15, 30, 60].map((minutes) => minutes * minuteMs);

/**
 * Tries of second factors. An application's code is right for two steps of 30 s, so a guess has 2 chances in a
 * million: 40 + 10 wrong ones in any 24 hours leave whoever knows the password 1 chance in 10,000 [security.md 14].
 * A passkey cannot be guessed, nor a recovery code (80 bits): their limits spare the machine and the log, and no
 * stranger's tries cost the owner's network any.
 */
export const factorPolicies = {
  'factor.unknown': {
    about: 'wrong codes of an account’s application over all unknown browsers, in any 24 hours',
    kind: 'window',
    limit: 40,
    perMs: dayMs,
    from: 'last',
  },
  'factor.known': {
    about: 'wrong codes of an account’s application over all browsers that it knows, in any 24 hours',
    kind: 'window',
    limit: 10,
    perMs: dayMs,
    from: 'last',
  },
  'recovery-code.near': {
    about: 'wrong recovery codes for an account from one address or /64, unknown browsers',
    kind: 'window',
    limit: 20,
    perMs: dayMs,
    from: 'first',
  },
  'recovery-code.known': {
    about: 'wrong recovery codes for an account over all browsers that it knows',
    kind: 'window',
    limit: 20,
    perMs: dayMs,
    from: 'first',
  },
  'passkey.near': {
    about: 'passkeys refused from one address or /64',
    kind: 'backoff',
    free: 30,
    delaysMs: growing,
    forgetAfterMs: 6 * hourMs,
  },
  'passkey.wide': {
    about: 'passkeys refused from one /24 or /48',
    kind: 'backoff',
    free: 100,
    delaysMs: growing,
    forgetAfterMs: 6 * hourMs,
  },
} as const;
