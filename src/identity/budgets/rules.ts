import { dayMs, hourMs, minuteMs, secondMs } from '../../core/clock.ts';
import { accountPolicies } from './account-policies.ts';
import { factorPolicies } from './factor-policies.ts';
import { strangerPolicies } from './stranger-policies.ts';

export { dataCopyCharges, emailChangeCharges } from './account-policies.ts';
export { linkRefusalCharges, toolQuestionCharges } from './stranger-policies.ts';

/** Where a request comes from: the IPv4 address and its /24, or the IPv6 /64 and /48 [security.md 13]. */
export type Network = { address: string; near: string; wide: string };

/**
 * What a key may spend before it has to wait. Spends are failures: a success is given back [security.md 13].
 * - window: `limit` spends, then locked till the window ends. It is counted from the first spend, or
 *   (`from: 'last'`) from the last permitted one: then no stretch of `perMs`, wherever it begins, holds more.
 *   The price: a success, though it does not count, keeps the failures before it remembered for as long again.
 * - backoff: `free` spends, then each further one waits longer; forgotten `forgetAfterMs` after the first.
 */
export type Policy = { about: string } & (
  | { kind: 'window'; limit: number; perMs: number; from: 'first' | 'last' }
  | { kind: 'backoff'; free: number; delaysMs: readonly number[]; forgetAfterMs: number }
);

const growing = [1, 2, 4, 8, 15, 30, 60].map((minutes) => minutes * minuteMs);

/** The one table of every default [security.md 13, 14, 15, 48]; the documentation is generated from it. */
export const policies = {
  'password.known': {
    about: 'wrong passwords for an account from one browser that it knows: the owner’s lane, nobody else’s',
    kind: 'backoff',
    free: 10,
    delaysMs: [1, 2, 4, 8, 15].map((minutes) => minutes * minuteMs),
    forgetAfterMs: dayMs,
  },
  'password.account-near': {
    about: 'wrong passwords for an account from one address (IPv4) or /64 (IPv6), unknown browsers',
    kind: 'backoff',
    free: 5,
    delaysMs: growing,
    forgetAfterMs: dayMs,
  },
  'password.account-wide': {
    about: 'wrong passwords for an account from one /24 (IPv4) or /48 (IPv6), unknown browsers',
    kind: 'backoff',
    free: 10,
    delaysMs: growing,
    forgetAfterMs: dayMs,
  },
  'password.near': {
    about: 'wrong passwords for whatever accounts from one address or /64, unknown browsers',
    kind: 'backoff',
    free: 30,
    delaysMs: growing,
    forgetAfterMs: 6 * hourMs,
  },
  'password.wide': {
    about: 'wrong passwords for whatever accounts from one /24 or /48, unknown browsers',
    kind: 'backoff',
    free: 100,
    delaysMs: growing,
    forgetAfterMs: 6 * hourMs,
  },
  'password.account': {
    about: 'wrong passwords for an account from everywhere, unknown browsers',
    kind: 'backoff',
    free: 50,
    delaysMs: growing,
    forgetAfterMs: dayMs,
  },
  'password.overall': {
    about: 'wrong passwords for all accounts from everywhere, unknown browsers',
    kind: 'window',
    limit: 3_000,
    perMs: 10 * minuteMs,
    from: 'first',
  },
  'code.unknown': {
    about: 'wrong codes for an account over all unknown browsers, in any 24 hours',
    kind: 'window',
    limit: 80,
    perMs: dayMs,
    from: 'last',
  },
  'code.known': {
    about: 'wrong codes for an account over all browsers that it knows, in any 24 hours',
    kind: 'window',
    limit: 20,
    perMs: dayMs,
    from: 'last',
  },
  'code-mail.unknown': {
    about: 'codes mailed for sign-ins to an account from unknown browsers',
    kind: 'window',
    limit: 30,
    perMs: dayMs,
    from: 'first',
  },
  'code-mail.known': {
    about: 'codes mailed for sign-ins to an account from browsers that it knows',
    kind: 'window',
    limit: 20,
    perMs: dayMs,
    from: 'first',
  },
  'sign-in-link.near': {
    about: 'links mailed in a code’s place for an account, asked from one address or /64, unknown browsers',
    kind: 'window',
    limit: 3,
    perMs: hourMs,
    from: 'first',
  },
  'sign-in-link.account': {
    about: 'links mailed in a code’s place for an account, asked from everywhere, unknown browsers',
    kind: 'window',
    limit: 20,
    perMs: dayMs,
    from: 'first',
  },
  ...factorPolicies,
  ...accountPolicies,
  ...strangerPolicies,
  'link-mail.hour': {
    about: 'renewal mails to an address, and apart from them sign-up mails, asked from unknown browsers',
    kind: 'window',
    limit: 3,
    perMs: hourMs,
    from: 'first',
  },
  'link-mail.day': {
    about: 'the same over a day',
    kind: 'window',
    limit: 10,
    perMs: dayMs,
    from: 'first',
  },
  'link-mail.known-hour': {
    about: 'renewal mails to an address, asked from one browser that its account knows',
    kind: 'window',
    limit: 3,
    perMs: hourMs,
    from: 'first',
  },
  'link-mail.known-day': {
    about: 'the same over a day',
    kind: 'window',
    limit: 10,
    perMs: dayMs,
    from: 'first',
  },
  'link-mail.near': {
    about: 'renewal and sign-up mails to whatever addresses, asked from one address or /64',
    kind: 'window',
    limit: 30,
    perMs: hourMs,
    from: 'first',
  },
  'link-mail.wide': {
    about: 'renewal and sign-up mails to whatever addresses, asked from one /24 or /48',
    kind: 'window',
    limit: 100,
    perMs: hourMs,
    from: 'first',
  },
  'link-mail.overall': {
    about: 'renewal and sign-up mails to all addresses, asked from all unknown browsers',
    kind: 'window',
    limit: 2_000,
    perMs: hourMs,
    from: 'first',
  },
} satisfies Record<string, Policy>;

export type PolicyName = keyof typeof policies;

/** One thing to spend: a policy, and whose. */
export type Charge = { policy: PolicyName; key: readonly string[] };

/**
 * What a try of a password costs [security.md 13, 15]. `email` in the form that budgetForm gives; `deviceId` only
 * when that very account knows the browser: a stranger spends nothing that the owner's own browser needs.
 */
export function passwordCharges(of: { email: string; network: Network; deviceId: string | null }): Charge[] {
  const { email, network, deviceId } = of;
  if (deviceId !== null) return [{ policy: 'password.known', key: [email, deviceId] }];
  return [
    { policy: 'password.account-near', key: [email, network.near] },
    { policy: 'password.account-wide', key: [email, network.wide] },
    { policy: 'password.near', key: [network.near] },
    { policy: 'password.wide', key: [network.wide] },
    { policy: 'password.account', key: [email] },
    { policy: 'password.overall', key: [] },
  ];
}

/** What a try of a code costs: 80 + 20 wrong ones a day leave a thief 1 chance in 10,000 [security.md 14]. */
export function codeCharges(of: { accountId: string; knownDevice: boolean }): Charge[] {
  return [{ policy: of.knownDevice ? 'code.known' : 'code.unknown', key: [of.accountId] }];
}

/** What mailing a code costs: a thief who has the password cannot use up the owner's [security.md 13]. */
export function codeMailCharges(of: { accountId: string; knownDevice: boolean }): Charge[] {
  return [{ policy: of.knownDevice ? 'code-mail.known' : 'code-mail.unknown', key: [of.accountId] }];
}

/**
 * What mailing a link in a code's place costs [security.md 14]. Apart from the codes' mails, so that a thief who used
 * those up has not used up the owner's way in; and per network, so that one network alone cannot.
 */
export function signInLinkCharges(of: {
  accountId: string;
  network: Network;
  knownDevice: boolean;
}): Charge[] {
  if (of.knownDevice) return codeMailCharges(of);
  return [
    { policy: 'sign-in-link.near', key: [of.accountId, of.network.near] },
    { policy: 'sign-in-link.account', key: [of.accountId] },
  ];
}

/**
 * What strangers may have spent of an owner's that a new password gives back: whoever set it held the mailbox or the
 * former password, and the wrong ones counted so far were guesses at a password that is gone [security.md 13].
 * Wrong codes stay counted: their day is what keeps guessing them hopeless [14].
 */
export function chargesOfOwner(of: { accountId: string; email: string; network: Network }): Charge[] {
  const { accountId, email, network } = of;
  return [
    { policy: 'password.account', key: [email] },
    { policy: 'password.account-near', key: [email, network.near] },
    { policy: 'password.account-wide', key: [email, network.wide] },
    ...codeMailCharges({ accountId, knownDevice: false }),
    ...signInLinkCharges({ accountId, network, knownDevice: false }),
  ];
}

/** What mailing a link costs, whether or not the address has an account [security.md 12, 48]. As passwordCharges. */
export function linkMailCharges(of: {
  email: string;
  network: Network;
  deviceId: string | null;
  /** Each has its own: sign-ups that strangers ask for must not use up the owner's renewal. */
  kind?: 'renewal' | 'sign-up';
}): Charge[] {
  const { email, network, deviceId, kind = 'renewal' } = of;
  if (deviceId !== null) {
    return [
      { policy: 'link-mail.known-hour', key: [email, deviceId] },
      { policy: 'link-mail.known-day', key: [email, deviceId] },
    ];
  }
  return [
    { policy: 'link-mail.hour', key: [kind, email] },
    { policy: 'link-mail.day', key: [kind, email] },
    { policy: 'link-mail.near', key: [network.near] },
    { policy: 'link-mail.wide', key: [network.wide] },
    { policy: 'link-mail.overall', key: [] },
  ];
}

/** How long after which spend the key is as new, in milliseconds. */
export function lifeMs(policy: Policy): number {
  return policy.kind === 'window' ? policy.perMs : policy.forgetAfterMs;
}

/** How many spends lock the key for the first time. */
export function locksAt(policy: Policy): number {
  return policy.kind === 'window' ? policy.limit : policy.free;
}

/** The table of the documentation [security.md 48]. */
export function policiesAsMarkdown(): string {
  const rows = Object.entries<Policy>(policies).map(
    ([name, policy]) => `| \`${name}\` | ${policy.about} | ${allowance(policy)} |`,
  );
  return ['| budget | what it counts | what is allowed |', '|---|---|---|', ...rows, ''].join('\n');
}

function allowance(policy: Policy): string {
  if (policy.kind === 'window') {
    const counted = policy.from === 'last' ? ', counted from the last one' : '';
    return `${policy.limit} per ${duration(policy.perMs)}${counted}`;
  }
  const delays = policy.delaysMs.map(duration).join(', ');
  return `${policy.free} free, then a wait of ${delays} after each; forgotten after ${duration(policy.forgetAfterMs)}`;
}

function duration(ms: number): string {
  for (const [unit, sign] of [
    [hourMs, 'h'],
    [minuteMs, 'min'],
    [secondMs, 's'],
  ] as const) {
    if (ms % unit === 0) return `${ms / unit} ${sign}`;
  }
  return `${ms} ms`;
}
