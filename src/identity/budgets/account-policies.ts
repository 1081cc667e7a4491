import { dayMs, hourMs, minuteMs } from '../../core/clock.ts';

/** What members may ask of « Mon compte », and what the operators hear of it. */
export const accountPolicies = {
  'password.check': {
    about: 'wrong current passwords given by whoever is signed in to an account and changes its password',
    kind: 'backoff',
    free: 5,
    delaysMs: [1, 2, 4, 8, 15].map((minutes) => minutes * minuteMs),
    forgetAfterMs: dayMs,
  },
  'email-change.account': {
    about: 'changes of address asked for an account',
    kind: 'window',
    limit: 5,
    perMs: dayMs,
    from: 'first',
  },
  'data-copy.account': {
    about: 'copies of its data given to an account',
    kind: 'window',
    limit: 10,
    perMs: dayMs,
    from: 'first',
  },
  'staff-alert.overall': {
    about: 'intrusions that are mailed to the operators; the audit log has every one',
    kind: 'window',
    limit: 60,
    perMs: hourMs,
    from: 'first',
  },
} as const;

/** What a copy of one's data costs: it reads everything that there is of a person. */
export function dataCopyCharges({ accountId }: { accountId: string }) {
  return [{ policy: 'data-copy.account' as const, key: [accountId] }];
}

/**
 * What mailing a new address costs, whether or not it has an account: of the account that asks, and of the mailbox,
 * which nobody may flood [security.md 48]. `email` in the form that budgetForm gives.
 */
export function emailChangeCharges(of: { accountId: string; email: string }) {
  return [
    { policy: 'email-change.account' as const, key: [of.accountId] },
    { policy: 'link-mail.hour' as const, key: ['email-change', of.email] },
    { policy: 'link-mail.day' as const, key: ['email-change', of.email] },
    { policy: 'link-mail.overall' as const, key: [] },
  ];
}
